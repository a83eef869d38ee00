//! Suggestions for messages: "did you mean".

/// Returns the candidate closest to `text`, if any is close enough.
pub(crate) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let text = normalize(text);
    // Up to a third of the characters may differ. Beyond that, suggestions are noise.
    let max_distance = text.chars().count().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&text, &normalize(candidate)), candidate))
        .filter(|(distance, _)| *distance <= max_distance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the candidates, sorted by their distance from `text`.
pub(crate) fn by_nearness<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let text = normalize(text);
    let mut candidates: Vec<_> = candidates.into_iter().collect();
    candidates.sort_by_cached_key(|candidate| strsim::damerau_levenshtein(&text, &normalize(candidate)));
    candidates
}

/// Returns a text in lower case and without separators, so that `AgentNotFound` equals `agent_not_found`.
pub(crate) fn normalize(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// Returns `` : did you mean `x`? `` for a suggestion, or an empty string.
pub(crate) fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |it| format!(": did you mean `{it}`?"))
}

/// Formats names as a list: `` `a`, `b` and `c` ``.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Like [`list`], but shows at most `max` names: `` `a`, `b` and 3 more ``.
pub(crate) fn list_some(names: &[&str], max: usize) -> String {
    // A single remaining name is shown, because it is as short as "1 more".
    match names.split_at_checked(max) {
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
    fn nearest_only_returns_close_candidates() {
        let codes = ["agent_not_found", "agent_not_ready", "kms_not_configured"];
        assert_eq!(nearest("agent_not_fond", codes), Some("agent_not_found"));
        assert_eq!(nearest("AgentNotReady", codes), Some("agent_not_ready"));
        assert_eq!(nearest("teapot", codes), None);
        assert_eq!(nearest("", codes), None);
    }

    #[test]
    fn lists_use_commas_and_a_final_and() {
        assert_eq!(list::<&str>(&[]), "");
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(list_some(&["a", "b", "c"], 2), "`a`, `b` and `c`");
        assert_eq!(list_some(&["a", "b", "c", "d"], 2), "`a`, `b` and 2 more");
        assert_eq!(list_some(&["a"], 2), "`a`");
    }

    #[test]
    fn by_nearness_sorts_the_nearest_first() {
        let codes = ["kms_not_configured", "agent_not_found", "agent_retired"];
        assert_eq!(by_nearness("agent_not_active", codes), ["agent_not_found", "agent_retired", codes[0]]);
    }
}
