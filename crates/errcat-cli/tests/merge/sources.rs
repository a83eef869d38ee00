//! Changes of the code that entries refer to, which `sources.lock` records.

use std::fs;

use errcat_catalog::Report;
use errcat_drift::accept::Accept;
use errcat_drift::lock::no_base;
use errcat_drift::sources::{self, File, SourceTree};

use crate::Matrix;
use crate::repository::Repository;

/// The number of entries, each with a file of code.
const ENTRIES: usize = 9;

const TABLE: &str = "catalog/shop/orders.yaml";

/// A kind of change of an entry's source.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    /// The code is rewritten, which is accepted.
    Rewrite,
    /// The code moves down, and its source follows.
    Shift,
    /// The file is renamed, and its source follows.
    Rename,
    /// Another source is added.
    Add,
    /// The source is removed.
    Remove,
    /// A comment is added next to the code. The lock stays as it is.
    Comment,
}

pub(crate) const MATRIX: Matrix<Kind> = Matrix {
    kinds: &[Kind::Rewrite, Kind::Shift, Kind::Rename, Kind::Add, Kind::Remove, Kind::Comment],
    start,
    change,
    check: |repository| compare(repository, &Accept::Nothing).1,
};

fn start(repository: &Repository) {
    let entry = |number: usize| {
        let (path, code) = (path(number), format!("  order_{number}:\n    status: {}\n", 430 + number));
        format!(
            "{code}    message: Number {number} is missing\n    sources:\n      - {path}:2-3\n    retry: never\n"
        )
    };
    let entries: String = (1..=ENTRIES).map(entry).collect();
    repository.write(TABLE, &format!("title: Orders\nenvelope: none\nerrors:\n{entries}"));
    for number in 1..=ENTRIES {
        let code = format!(
            "def check_{number}(order):\n    if order.number == {number}:\n        raise Missing({number})\n    return order\n"
        );
        repository.write(&format!("code/{}", path(number)), &code);
    }
    generate(repository);
}

fn path(number: usize) -> String {
    format!("order_{number}.py")
}

fn change(repository: &Repository, kind: Kind, number: usize, side: &str) {
    let path = path(number);
    let code = format!("code/{path}");
    let source = format!("      - {path}:2-3\n");
    match kind {
        Kind::Rewrite => repository.replace(&code, "if order.number ==", &format!("if order.{side} ==")),
        Kind::Shift => {
            let lines = if side == "ours" { 1 } else { 2 };
            repository.replace(&code, "def", &("import shop\n".repeat(lines) + "def"));
            let shifted = format!("      - {path}:{}-{}\n", 2 + lines, 3 + lines);
            repository.replace(TABLE, &source, &shifted);
        }
        Kind::Rename => {
            let renamed = format!("{side}_{number}.py");
            fs::rename(repository.path(&code), repository.path(&format!("code/{renamed}")))
                .expect("it moves");
            repository.replace(TABLE, &source, &format!("      - {renamed}:2-3\n"));
        }
        Kind::Add => repository.replace(
            TABLE,
            &source,
            &format!("{source}      - {path}:{}\n", if side == "ours" { 1 } else { 4 }),
        ),
        Kind::Remove => repository.replace(TABLE, &format!("    sources:\n{source}"), ""),
        Kind::Comment => {
            let comment = format!("    return order  # {side}\n");
            repository.replace(&code, "    return order\n", &comment);
        }
    }
    generate(repository);
}

/// Writes the lock, like `gen --accept-all`.
fn generate(repository: &Repository) {
    let ((path, text), report) = compare(repository, &Accept::Everything);
    assert!(report.findings.is_empty(), "{}", crate::rendered(&report));
    repository.write(&path, &text);
}

/// Returns the path and the text of the lock, and the findings.
fn compare(repository: &Repository, accept: &Accept) -> ((String, String), Report) {
    let checked = match repository.check(Accept::Everything) {
        Ok(checked) => checked,
        Err(report) => return (Default::default(), report),
    };
    let entries = fs::read_dir(repository.path("code")).expect("the code");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
    let file = |path: String| {
        let text = Some(repository.read(&format!("code/{path}")));
        File { path, text }
    };
    let others: Vec<File> = names.map(file).collect();
    let api = &checked.catalog.apis[0];
    let paths = sources::referenced_paths(api);
    let files = others.iter().filter(|file| paths.contains(&*file.path)).cloned().collect();
    let tree = SourceTree { name: "code".to_owned(), files };
    let mut report = Report { findings: checked.warnings, sources: checked.sources };
    let states = sources::compare(api, &tree, accept, &no_base, &mut report);
    let lock = states.lock();
    sources::check(states, &others, &mut report);
    (lock, report)
}
