//! Tests concurrent runs of `gen` while the catalog changes: each run succeeds, and the last one wins.
//! `check` waits too, because it would report files that are being written.

use std::fs;
use std::process::{Command, Stdio};

mod real;

const ROUNDS: usize = 5;
const RUNS: usize = 4;

#[test]
fn runs_wait_for_each_other() {
    let folder = real::workspace("site = \"site\"");
    let root = folder.path();
    let api = root.join("catalog/kakunin/api.yaml");
    let original = fs::read_to_string(&api).expect("an API");
    let errcat = |words: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
        command.args(words.split(' ')).current_dir(root).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    for round in 0..ROUNDS {
        let runs: Vec<_> = (0..RUNS)
            .map(|run| {
                let changed = original.replacen("title: ", &format!("title: {round}.{run} "), 1);
                assert_ne!(changed, original);
                // Replace the file like an editor does, so that it exists at all times.
                fs::write(root.join("edited"), changed).expect("it can be written");
                fs::rename(root.join("edited"), &api).expect("it can be renamed");
                errcat("gen").spawn().expect("it runs")
            })
            .collect();
        for run in runs {
            let output = run.wait_with_output().expect("it ends");
            let printed = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "round {round}: {printed}");
        }
        let title = format!("{round}.{} ", RUNS - 1);
        let home = fs::read_to_string(root.join("site/index.html")).expect("a page");
        assert!(home.contains(&title), "round {round}: not the final title");
        real::run(&mut errcat("gen --check"), root);
    }
}

/// A run that has to wait prints the reason to the standard error, and continues when the other run ends.
#[cfg(unix)]
#[test]
fn a_waiting_run_prints_a_message() {
    use std::io::{BufRead, BufReader};

    let folder = real::workspace("");
    let start = |words: &str| {
        Command::new(env!("CARGO_BIN_EXE_errcat"))
            .args(words.split(' '))
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs")
    };
    for words in ["gen", "gen --check", "check"] {
        let other = fs::File::open(folder.path()).expect("a folder");
        other.lock().expect("the lock is free");
        let mut run = start(words);
        let mut printed = String::new();
        BufReader::new(run.stderr.take().expect("it is piped")).read_line(&mut printed).expect("a line");
        assert_eq!(printed, "Waiting for another run in this workspace\n", "{words}");
        assert!(words != "gen" || !folder.path().join("target").exists(), "it writes");
        drop(other);
        assert!(run.wait().expect("it ends").success(), "{words}");
        assert!(folder.path().join("target/site/index.html").is_file());
    }
    // Runs that only read don't wait for each other.
    let other = fs::File::open(folder.path()).expect("a folder");
    other.lock_shared().expect("the lock is free");
    for words in ["gen --check", "check"] {
        let output = start(words).wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]), "{words}");
    }
}
