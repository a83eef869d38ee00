//! Follows the page about a service with axum literally: its commands, and its files.

use super::contents;
use crate::foreign::ForeignWorkspace;

/// A step of the page.
enum Step<'p> {
    Command(Vec<String>),
    /// The path and the text of a file that is written by hand.
    File(&'p str, &'p str),
}

/// The command that starts the part without edits by hand.
const INSTALL: [&str; 3] = ["cargo", "install", "errcat-cli"];

#[test]
fn the_page_for_axum_works() {
    let page = include_str!("../../README.md");
    let (_, section) = page.split_once("## Adopt it in an axum service\n").expect("the section");
    let steps = steps(section);
    let is_install = |step: &Step<'_>| matches!(step, Step::Command(words) if *words == INSTALL);
    let start = steps.iter().position(is_install).expect("errcat is installed");
    let is_test = |step: &Step<'_>| matches!(step, Step::Command(words) if *words == ["cargo", "test"]);
    let end = start + 1 + steps[start..].iter().position(is_test).expect("a test");
    let commands = steps[start..end].iter().filter(|step| matches!(step, Step::Command(_))).count();
    let files = end - start - commands;
    println!("{commands} commands and {files} edited files from a service to a passing drift test");
    assert_eq!((commands, files), (3, 0), "the page promises this");

    let mut workspace = ForeignWorkspace::new();
    for step in steps {
        workspace = follow(workspace, &step);
    }
    // What the page says about drift.
    workspace.edit("catalog/shop/requests.yaml", "title: Item not found", "title: No such item");
    let failure = workspace.cargo(&["test"]).expect_err("the catalog has drifted");
    assert!(failure.contains("error[stale-file]"), "{failure}");
    assert!(contents(&workspace.root()).keys().any(|path| path.ends_with("guides/handling_errors.md")));
}

fn follow(workspace: ForeignWorkspace, step: &Step<'_>) -> ForeignWorkspace {
    let words = match step {
        Step::File(path, text) => {
            workspace.write(path, text);
            return workspace;
        }
        Step::Command(words) => words.iter().map(String::as_str).collect::<Vec<_>>(),
    };
    let result = match words[..] {
        ["cd", folder] => {
            let lock = workspace.read("Cargo.lock");
            let workspace = workspace.below(folder);
            workspace.write("Cargo.lock", &lock);
            return workspace;
        }
        // The program was built with this test.
        ["cargo", "install", ..] => return workspace,
        ["cargo", ..] => workspace.cargo(&words[1..]),
        ["errcat", ..] => workspace.errcat(&words[1..]),
        _ => panic!("the page runs {words:?}, which this test doesn't know"),
    };
    result.unwrap_or_else(|failure| panic!("{words:?}:\n{failure}"));
    workspace
}

/// Returns the commands of `console` blocks, and the files of `rust` blocks, which start with their path.
fn steps(section: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for block in section.split("\n```").skip(1).step_by(2) {
        let (language, text) = block.split_once('\n').expect("a block");
        match language {
            "console" => {
                let commands = text.lines().filter_map(|line| line.strip_prefix("$ "));
                steps.extend(commands.map(|command| Step::Command(words(command))));
            }
            "rust" => {
                let (path, _) = text.split_once('\n').expect("a path");
                steps.push(Step::File(path.strip_prefix("// ").expect("a path"), text));
            }
            other => panic!("the page has a block of {other}, which this test doesn't know"),
        }
    }
    steps
}

/// Splits a command like a shell: at spaces that aren't in double quotes.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}
