//! The READMEs' commands.

use clap::Parser;
use clap::error::ErrorKind;

use super::{READMES, blocks, read};
use crate::Arguments;

/// Programs other than cargo that readers need.
const PROGRAMS: [&str; 2] = ["curl", "export"];

/// The verbs that prose shows with their arguments.
const VERBS: [&str; 10] =
    ["gen", "serve", "new", "import", "check", "diff", "explain", "list", "coverage", "schema"];

#[test]
fn commands_in_the_readmes_exist() {
    let mut count = 0;
    for block in blocks("console") {
        let text = block.text.replace("\\\n", " ");
        for command in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let command = command.split(" # ").next().unwrap_or(command);
            let checked = check(command);
            assert!(checked.is_ok(), "{}: `{command}`: {}", block.place, checked.unwrap_err());
            count += 1;
        }
    }
    for path in READMES {
        let text = read(path);
        // Code spans are every second part. Prose leaves out the program.
        for span in text.split('`').skip(1).step_by(2) {
            let command = span.strip_prefix("cargo xtask ").unwrap_or(span);
            // A type of params, not the verb.
            let is_type = span.starts_with("list of ");
            let is_verb = VERBS.iter().any(|verb| span.starts_with(&format!("{verb} ")));
            let is_command = command != span || is_verb && !is_type;
            if is_command {
                let checked = check(&format!("cargo xtask {}", command.trim_end_matches('…')));
                assert!(checked.is_ok(), "{path}: `{span}`: {}", checked.unwrap_err());
                count += 1;
            }
        }
    }
    assert!(count > 20, "{count} commands");
}

/// Checks that a command's program, its packages, tests, examples and flags exist.
fn check(command: &str) -> Result<(), String> {
    let words = shlex::split(command).ok_or("a quote without an end")?;
    let words: Vec<&str> = words.iter().map(String::as_str).skip_while(|word| word.contains('=')).collect();
    match words.as_slice() {
        // `errcat` has the same verbs as `cargo xtask`.
        ["cargo", "xtask" | "errcat", arguments @ ..] | ["errcat", arguments @ ..] => {
            match Arguments::try_parse_from(["errcat"].iter().chain(arguments)) {
                Err(error) if error.kind() != ErrorKind::DisplayHelp => Err(error.to_string()),
                _ => Ok(()),
            }
        }
        ["cargo", rest @ ..] => check_cargo(rest),
        [program, ..] if PROGRAMS.contains(program) => Ok(()),
        _ => Err("an unknown program".to_owned()),
    }
}

fn check_cargo(words: &[&str]) -> Result<(), String> {
    let values = |flag: &str| -> Vec<&str> {
        words.windows(2).filter(|pair| pair[0] == flag).map(|pair| pair[1]).collect()
    };
    let root = crate::repository::root();
    let package = values("-p").first().map(|package| match *package {
        "xtask" => root.join("xtask"),
        package => root.join("crates").join(package),
    });
    let Some(package) = package else { return Ok(()) };
    let exists = |path: String| {
        let path = package.join(path);
        if path.exists() { Ok(()) } else { Err(format!("no {path}")) }
    };
    exists("Cargo.toml".to_owned())?;
    for (flag, folder) in [("--test", "tests"), ("--example", "examples"), ("--bench", "benches")] {
        for name in values(flag) {
            let file = format!("{folder}/{name}.rs");
            exists(file).or_else(|_| exists(format!("{folder}/{name}/main.rs")))?;
        }
    }
    let manifest = fs_err::read_to_string(package.join("Cargo.toml")).map_err(|e| e.to_string())?;
    let features = values("--features").into_iter().flat_map(|features| features.split(','));
    for feature in features {
        if !manifest.contains(&format!("\n{feature} = [")) {
            return Err(format!("no feature {feature}"));
        }
    }
    Ok(())
}
