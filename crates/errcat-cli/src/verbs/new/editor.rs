//! Opens a file in the user's editor.

use std::env;
use std::process::Command;

use camino::Utf8Path;

use crate::terminal::failure::Failure;

/// Opens a file at a line, and waits until the editor ends.
pub(super) fn open(path: &Utf8Path, line: usize) -> Result<(), Failure> {
    let set = |name: &str| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let Some(editor) = set("VISUAL").or_else(|| set("EDITOR")) else {
        return Err(Failure::new("neither VISUAL nor EDITOR is set", "set one of them: `export EDITOR=vim`"));
    };
    let mut words = editor.split_whitespace();
    let program = words.next().expect("it isn't blank");
    let status = Command::new(program).args(words).args(arguments(program, path, line)).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(Failure::new(format!("the editor `{editor}` failed: {status}"), "the entry is written"))
        }
        Err(error) => {
            Err(Failure::new(format!("can't run the editor `{editor}`: {error}"), "the entry is written"))
        }
    }
}

/// Returns the arguments with which an editor opens a file at a line. Other editors only get the file.
fn arguments(program: &str, path: &Utf8Path, line: usize) -> Vec<String> {
    let name = Utf8Path::new(program).file_stem().unwrap_or_default();
    match name {
        "vi" | "vim" | "nvim" | "view" | "gvim" | "nano" | "emacs" | "emacsclient" | "kak" | "micro"
        | "joe" => {
            vec![format!("+{line}"), path.to_string()]
        }
        "code" | "code-insiders" | "codium" | "cursor" | "windsurf" => {
            vec!["-g".to_owned(), format!("{path}:{line}")]
        }
        "hx" | "helix" | "subl" | "zed" => vec![format!("{path}:{line}")],
        _ => vec![path.to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_are_opened_at_the_line() {
        let arguments = |program| arguments(program, Utf8Path::new("a.yaml"), 7).join(" ");
        assert_eq!(arguments("/usr/bin/nvim"), "+7 a.yaml");
        assert_eq!(arguments("code.cmd"), "-g a.yaml:7");
        assert_eq!(arguments("hx"), "a.yaml:7");
        assert_eq!(arguments("notepad"), "a.yaml");
    }
}
