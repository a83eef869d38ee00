//! The rule on the tables of published codes.

use errcat_catalog::finding::{Rule, Span};
use errcat_catalog::raw::RawTable;
use errcat_catalog::shape::Text;
use errcat_catalog::suggest::quoted;

use super::Changes;
use crate::lock::published::Pair;
use crate::lock::text::scalar;

pub(crate) static CHANGED_TABLE: Rule = Rule {
    name: "changed-table",
    why: "A table is a Rust enum. An error that moves to another table, or is no longer shared with \
          one, disappears from the enum where code expects it.",
    fix: "Move the entry back, or share it from its new table with `same_as`. If the change is \
          intended, run `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Checks that a code stays in the tables that it was published in. Which of them defines it doesn't matter.
pub(super) fn changed_table(pair: &Pair<'_>, changes: &mut Changes) {
    let Pair { was, now, .. } = pair;
    let is_gone = |table: &str| now.table != table && !now.also.contains(&table);
    let shared = format!("  {}:\n    same_as: {}", scalar(pair.locked), scalar(now.table));
    let table = &was.table;
    if is_gone(&table.value) {
        let finding = pair.changed(
            &CHANGED_TABLE,
            (pair.place(""), format!("is in the table {}", quoted(now.table))),
            (table.span, format!("in {}", quoted(&table.value))),
            &format!("move it back to {}.yaml, or share it there:\n{shared}", table.value),
        );
        let lost = lost_operations(pair).into_iter();
        changes.push(lost.fold(finding, |finding, place| finding.related(place, "it loses this operation")));
    }
    for table in was.also.iter().filter(|table| is_gone(&table.value)) {
        changes.push_of(
            &table.value,
            pair.changed(
                &CHANGED_TABLE,
                (pair.place(""), format!("isn't in the table {}", quoted(&table.value))),
                (table.span, "there too".to_owned()),
                &format!("share it in {}.yaml:\n{shared}", table.value),
            ),
        );
    }
}

/// Returns the operations of a code's former table that none of its tables now has. None if the code has its
/// own, which moved with it.
fn lost_operations(pair: &Pair<'_>) -> Vec<Span> {
    let Pair { was, now, scope, .. } = pair;
    if pair.raw().has_operations() {
        return Vec::new();
    }
    let operations = |is_in: &dyn Fn(&str) -> bool| -> Vec<&Text> {
        let tables = scope.tables.iter().filter(|table| is_in(table.name)).map(|table| table.raw);
        tables.flat_map(RawTable::all_operations).collect()
    };
    let kept = operations(&|table| table == now.table || now.also.contains(&table));
    let is_kept = |operation: &Text| kept.iter().any(|kept| kept.value == operation.value);
    let former = operations(&|table| table == was.table.value);
    former.into_iter().filter(|operation| !is_kept(operation)).map(|operation| operation.span).collect()
}
