//! Changes of published codes, which `catalog.lock` records.

use errcat_drift::accept::Accept;
use errcat_drift::lock;

use crate::Matrix;
use crate::repository::Repository;

/// The number of entries of each table.
const ENTRIES: usize = 9;

const LOCK: &str = "catalog/shop/catalog.lock";
const ORDERS: &str = "catalog/shop/orders.yaml";
const PARCELS: &str = "catalog/shop/parcels.yaml";

/// A kind of change of an entry.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Reword,
    Retire,
    /// Renamed, with an alias.
    Alias,
    Delete,
    /// Moved to another table.
    Move,
    /// Another entry is added below it.
    Add,
    /// The status is changed.
    Accept,
}

pub(crate) const MATRIX: Matrix<Kind> = Matrix {
    kinds: &[Kind::Reword, Kind::Retire, Kind::Alias, Kind::Delete, Kind::Move, Kind::Add, Kind::Accept],
    start,
    change,
    check: |repository| repository.check(Accept::Nothing).err().unwrap_or_default(),
};

fn start(repository: &Repository) {
    for (path, name) in [(ORDERS, "order"), (PARCELS, "parcel")] {
        let entries = (1..=ENTRIES).map(|number| entry(&format!("{name}_{number}"), number));
        let table = format!("title: {name}\nenvelope: none\nerrors:\n{}", entries.collect::<String>());
        repository.write(path, &table);
    }
    generate(repository);
}

fn change(repository: &Repository, kind: Kind, number: usize, side: &str) {
    let code = format!("order_{number}");
    let entry = entry(&code, number);
    let replace = |from: &str, to: &str| repository.replace(ORDERS, from, to);
    match kind {
        Kind::Reword => {
            let message = format!("message: Number {number} ");
            replace(&format!("{message}is missing"), &format!("{message}was lost ({side})"));
        }
        Kind::Retire => replace(&entry, &(entry.clone() + "    retired: Since 2.0\n")),
        Kind::Alias => {
            let renamed = format!("  {code}_{side}:\n    aliases: [{code}]\n");
            replace(&format!("  {code}:\n"), &renamed);
        }
        Kind::Delete => replace(&entry, ""),
        Kind::Move => {
            replace(&entry, "");
            let before = self::entry(&format!("parcel_{number}"), number);
            repository.replace(PARCELS, &before, &(before.clone() + &entry));
        }
        Kind::Add => {
            let added = self::entry(&format!("{code}_{side}"), number + 10);
            replace(&entry, &(entry.clone() + &added));
        }
        Kind::Accept => {
            let status = if side == "ours" { 410 } else { 423 };
            replace(&format!("status: {}\n", 430 + number), &format!("status: {status}\n"));
        }
    }
    generate(repository);
}

fn entry(code: &str, number: usize) -> String {
    format!(
        "  {code}:\n    status: {}\n    title: Title {number}\n    message: Number {number} is missing\n    meaning: It is number {number}.\n    retry: never\n",
        430 + number
    )
}

/// Writes the lock, like `gen --accept-all`.
fn generate(repository: &Repository) {
    let checked = repository.check(Accept::Everything).expect("a catalog without errors");
    repository.write(LOCK, &lock::text(&checked.catalog.apis[0]));
}
