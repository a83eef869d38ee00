//! The numbers that errors have as facts, and the next free ones.

use std::collections::{BTreeSet, HashMap};

use super::Scope;
use crate::model::{FactId, ParamType};
use crate::raw::RawFactValue;
use crate::value;

/// Returns the value of a fact that is an integer.
pub fn number(raw: &RawFactValue) -> Option<i64> {
    value::fact(raw, &ParamType::Integer).ok()?.as_i64()
}

/// The numbers that errors have as facts.
pub struct Numbers(HashMap<usize, BTreeSet<i64>>);

impl Numbers {
    /// Collects the numbers of an API.
    pub fn of(scope: &Scope<'_>) -> Self {
        let mut numbers: HashMap<usize, BTreeSet<i64>> = HashMap::new();
        for (id, raw) in (0..scope.entries.len()).flat_map(|index| scope.facts(index)) {
            if let Some(number) = number(raw) {
                numbers.entry(id.index()).or_default().insert(number);
            }
        }
        Numbers(numbers)
    }

    /// Returns the number in a range that follows the greatest one that an error has, or else the first that
    /// no error has.
    pub fn next_free(&self, fact: FactId, first: i64, last: i64) -> Option<i64> {
        let empty = BTreeSet::new();
        let used = self.0.get(&fact.index()).unwrap_or(&empty);
        let greatest = used.range(first..=last).next_back();
        let after = greatest.map_or(Some(first), |greatest| greatest.checked_add(1));
        after
            .filter(|number| *number <= last)
            .or_else(|| (first..=last).find(|number| !used.contains(number)))
    }
}
