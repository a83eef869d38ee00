//! Rules on tables.

use std::collections::HashMap;

use crate::finding::{Finding, Findings, Rule};
use crate::scope::{Scope, Table};

pub(crate) static DUPLICATE_ORDER: Rule = Rule {
    name: "duplicate-order",
    why: "`order` is the position of a table in the docs. If two tables have the same one, their names decide, \
          which is seldom what was meant.",
    fix: "Give each table its own number, or remove `order` from both.",
    is_harmless: true,
    ..Rule::REQUIRED
};

/// Checks that each `order` is that of one table.
pub(super) fn duplicate_order(scope: &Scope<'_>, findings: &mut Findings) {
    let mut first: HashMap<i64, &Table<'_>> = HashMap::new();
    let taken = || scope.tables.iter().filter_map(|table| Some(table.raw.order.as_ref()?.value));
    let free = taken().max().unwrap_or(0).saturating_add(1);
    for table in &scope.tables {
        let Some(order) = &table.raw.order else { continue };
        let Some(before) = first.get(&order.value) else {
            first.insert(order.value, table);
            continue;
        };
        let message = format!("the tables `{}` and `{}` have the same `order`", before.name, table.name);
        let help = format!("write another number: `order: {free}` is the next one after all tables");
        let finding = Finding::new(&DUPLICATE_ORDER, order.span, message, help);
        let place = before.raw.keys.place("order").unwrap_or(order.span);
        findings.push(finding.related(place, "the other one"));
    }
}
