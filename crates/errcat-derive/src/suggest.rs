//! "did you mean".

/// The candidate that `text` most likely should have been, if one is near.
pub(crate) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = bare(text);
    // A third of the letters may be wrong: beyond, a suggestion is noise.
    let most = text.chars().count().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&text, &bare(candidate)), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The candidates, the nearest to `text` first.
pub(crate) fn by_nearness<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let text = bare(text);
    let mut candidates: Vec<_> = candidates.into_iter().collect();
    candidates.sort_by_cached_key(|candidate| strsim::damerau_levenshtein(&text, &bare(candidate)));
    candidates
}

/// Only what is heard: `AgentNotFound` is as near to `agent_not_found` as can be.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// `: did you mean `x`?`, or nothing.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |it| format!(": did you mean `{it}`?"))
}

/// `` `a`, `b` and `c` ``.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// As [`list`], of so many names at most: `` `a`, `b` and 3 more ``.
pub(crate) fn list_some(names: &[&str], most: usize) -> String {
    // One more is as short as the remark that there is one.
    match names.split_at_checked(most) {
        Some((first, rest)) if rest.len() > 1 => {
            let first: Vec<_> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and {} more", first.join(", "), rest.len())
        }
        _ => list(names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_of_those_that_are_near() {
        let codes = ["agent_not_found", "agent_not_ready", "kms_not_configured"];
        assert_eq!(nearest("agent_not_fond", codes), Some("agent_not_found"));
        assert_eq!(nearest("AgentNotReady", codes), Some("agent_not_ready"));
        assert_eq!(nearest("teapot", codes), None);
        assert_eq!(nearest("", codes), None);
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list_some(&["a", "b", "c"], 2), "`a`, `b` and `c`");
        assert_eq!(list_some(&["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
        assert_eq!(list_some(&["a"], 2), "`a`");
    }

    #[test]
    fn the_nearest_come_first() {
        let codes = ["kms_not_configured", "agent_not_found", "agent_retired"];
        assert_eq!(by_nearness("agent_not_active", codes), ["agent_not_found", "agent_retired", codes[0]]);
    }
}
