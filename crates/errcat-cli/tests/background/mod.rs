//! Runs errcat in the background, in a workspace of its own, and waits for what it prints.

// Each test file is a crate of its own and uses what it needs.
#![allow(dead_code)]

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Only a test that fails waits as long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

pub(crate) const API: &str = "title: Shop\nsummary: Sells.\n";
pub(crate) const TABLE: &str = "\
title: Orders
status: 404
errors:
  order_gone:
    message: Gone
    meaning: Out of stock.
    sources: core/orders.py:1
";

/// A workspace `shop` with one error, next to the code `backend` that it refers to.
pub(crate) struct Shop(tempfile::TempDir);

/// A program that is killed at the end of its test.
pub(crate) struct Background {
    pub(crate) child: Child,
    lines: Arc<(Mutex<Vec<String>>, Condvar)>,
    /// The number of lines that a test has waited for.
    seen: usize,
}

impl Shop {
    pub(crate) fn new(settings: &str) -> Self {
        let shop = Shop(tempfile::tempdir().expect("a folder"));
        shop.write("Cargo.toml", &Shop::settings(settings));
        shop.write("catalog/shop/api.yaml", API);
        shop.write("catalog/shop/orders.yaml", TABLE);
        shop.write("../backend/core/orders.py", "raise Gone()\n");
        fs::create_dir(shop.path("target")).expect("a folder");
        shop
    }

    pub(crate) fn settings(settings: &str) -> String {
        format!("[workspace.metadata.errcat]\nsite = 'site'\nsources = {{ shop = '../backend' }}\n{settings}")
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join("shop").join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(self.path("")).expect("a folder");
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("it can be written");
    }

    /// Replaces a file like an editor: writes another one, and renames it.
    pub(crate) fn save(&self, path: &str, text: &str) {
        let (path, temporary) = (self.path(path), self.path(&format!("{path}~")));
        fs::write(&temporary, text).expect("it can be written");
        fs::rename(temporary, path).expect("it can be renamed");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Starts `errcat` with some arguments.
    pub(crate) fn start(&self, arguments: &str) -> Background {
        Background::start(&self.path(""), arguments)
    }
}

impl Background {
    pub(crate) fn start(root: &Path, arguments: &str) -> Self {
        // One pipe, so that the lines are in the order in which they are printed.
        let (reader, writer) = io::pipe().expect("a pipe");
        let child = Command::new(env!("CARGO_BIN_EXE_errcat"))
            .args(arguments.split(' '))
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(writer.try_clone().expect("a pipe"))
            .stderr(writer)
            .spawn()
            .expect("it runs");
        let lines = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
        let printed = Arc::clone(&lines);
        thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                printed.0.lock().expect("it isn't poisoned").push(line);
                printed.1.notify_all();
            }
        });
        Background { child, lines, seen: 0 }
    }

    /// Waits until a line contains a text, and returns it. Ignores lines up to the last that it returned.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let end = Instant::now() + PATIENCE;
        let mut lines = self.lines.0.lock().expect("it isn't poisoned");
        loop {
            if let Some(at) = lines.iter().skip(self.seen).position(|line| line.contains(text)) {
                self.seen += at + 1;
                return lines[self.seen - 1].clone();
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{text:?} isn't printed after line {}: {:#?}", self.seen, *lines);
            lines = self.lines.1.wait_timeout(lines, left).expect("it isn't poisoned").0;
        }
    }

    /// Returns everything that was printed.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.0.lock().expect("it isn't poisoned").clone()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
