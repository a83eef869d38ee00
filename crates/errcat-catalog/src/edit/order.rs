//! The order of the entries in a table.

use std::cmp::Ordering;

use super::outline::{EntryOutline, TableOutline};

/// The minimum number of entries that show an order. Fewer may be sorted by chance.
const MIN_SORTED: usize = 3;

/// Returns the code before which a new entry belongs, if the entries of the table are sorted: by code, by a
/// fact or by status. `None` if it belongs at the end.
pub fn successor<'a>(table: &'a TableOutline, new: &EntryOutline) -> Option<&'a str> {
    let entries = &table.entries;
    if entries.len() < MIN_SORTED {
        return None;
    }
    let by_code = |entry: &EntryOutline| Some(Key::of(&entry.code));
    let by_status = |entry: &EntryOutline| entry.status.map(Key::Number);
    let by_fact = |name: &str, entry: &EntryOutline| {
        entry.facts.iter().find(|(fact, _)| fact == name).map(|(_, value)| Key::of(value))
    };
    if is_sorted(entries, by_code, Ordering::is_lt) {
        return first_after(entries, by_code, new);
    }
    for (name, _) in &new.facts {
        if is_sorted(entries, |entry| by_fact(name, entry), Ordering::is_lt) {
            return first_after(entries, |entry| by_fact(name, entry), new);
        }
    }
    if is_sorted(entries, by_status, Ordering::is_le)
        && entries[0].status != entries[entries.len() - 1].status
    {
        return first_after(entries, by_status, new);
    }
    None
}

/// A value by which entries are sorted.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(i64),
    Text(String),
}

impl Key {
    fn of(text: &str) -> Self {
        text.parse().map_or_else(|_| Key::Text(text.to_owned()), Key::Number)
    }
}

fn is_sorted(
    entries: &[EntryOutline],
    key: impl Fn(&EntryOutline) -> Option<Key>,
    is_ordered: fn(Ordering) -> bool,
) -> bool {
    let keys: Option<Vec<Key>> = entries.iter().map(key).collect();
    keys.is_some_and(|keys| keys.windows(2).all(|pair| is_ordered(pair[0].cmp(&pair[1]))))
}

fn first_after<'a>(
    entries: &'a [EntryOutline],
    key: impl Fn(&EntryOutline) -> Option<Key>,
    new: &EntryOutline,
) -> Option<&'a str> {
    let own = key(new)?;
    entries.iter().find(|entry| key(entry).is_some_and(|key| key > own)).map(|entry| entry.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(code: &str, status: i64, errno: &str) -> EntryOutline {
        let facts = vec![("errno".to_owned(), errno.to_owned())];
        EntryOutline { code: code.to_owned(), kind: None, status: Some(status), facts, line: 1 }
    }

    fn successor_of(new: &EntryOutline, entries: &[(&str, i64, &str)]) -> Option<String> {
        let entries = entries.iter().map(|(code, status, errno)| entry(code, *status, errno)).collect();
        successor(&TableOutline { entries, ..TableOutline::default() }, new).map(str::to_owned)
    }

    #[test]
    fn the_order_of_the_entries_is_kept() {
        let new = entry("d", 404, "15");
        let by_code = [("a", 500, "3"), ("c", 400, "2"), ("e", 500, "9")];
        let by_fact = [("z", 500, "1"), ("c", 400, "20"), ("e", 500, "100")];
        let by_status = [("z", 400, "9"), ("c", 404, "7"), ("e", 500, "8")];
        let unsorted = [("z", 500, "9"), ("c", 404, "7"), ("e", 500, "8")];
        assert_eq!(successor_of(&new, &by_code).as_deref(), Some("e"));
        assert_eq!(successor_of(&new, &by_fact).as_deref(), Some("c"));
        assert_eq!(successor_of(&new, &by_status).as_deref(), Some("e"));
        assert_eq!(successor_of(&new, &unsorted), None);
        assert_eq!(successor_of(&new, &by_code[1..]), None, "too few");
        assert_eq!(successor_of(&entry("z", 404, "1"), &by_code), None, "after the last");
        let numbers = [("9", 1, "a"), ("10", 1, "a"), ("100", 1, "a")];
        assert_eq!(successor_of(&entry("99", 1, "a"), &numbers).as_deref(), Some("100"));
    }
}
