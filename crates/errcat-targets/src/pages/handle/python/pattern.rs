//! Patterns of Python's `match` statement. Unlike subscripts, they fit any body without an exception.

use crate::pages::handle::identify::{Expected, Path, ResponsePattern, Step};
use crate::pages::handle::literal::{python_name, quoted};

/// The pattern of a body, with the names that it binds.
pub(super) struct BodyPattern<'a> {
    leaves: Vec<Leaf<'a>>,
    guards: Vec<String>,
    /// The values to print, as expressions.
    pub(super) values: Vec<String>,
}

/// A member of the body with a required value, a name that is bound to it, or both.
struct Leaf<'a> {
    path: &'a [Step<'a>],
    /// A literal, or `list()`, which fits any list.
    literal: Option<String>,
    name: Option<String>,
}

impl<'a> BodyPattern<'a> {
    /// Creates the pattern that identifies an error.
    pub(super) fn new(pattern: &'a ResponsePattern<'_>) -> Self {
        let mut body = BodyPattern { leaves: Vec::new(), guards: Vec::new(), values: Vec::new() };
        for (path, expected) in &pattern.members {
            body.require(path, expected);
        }
        body
    }

    /// Binds the message and the params, to print them.
    pub(super) fn bind_values(&mut self, pattern: &'a ResponsePattern<'_>) {
        if let Some(path) = pattern.message.as_ref().filter(|path| has_position(path)) {
            let name = self.bind(path, "message");
            self.values.push(name);
        }
        let params = pattern.params.iter().filter(|(_, path)| has_position(path));
        let params: Vec<String> =
            params.map(|(name, path)| format!("{}: {}", quoted(name), self.bind(path, name))).collect();
        if !params.is_empty() {
            self.values.push(format!("{{{}}}", params.join(", ")));
        }
        if self.values.is_empty() {
            self.values.push("body".to_owned());
        }
    }

    /// Returns the pattern and its guards, in addition to the guard for the rest of the response.
    pub(super) fn case(&self, guard: Option<&str>) -> String {
        let leaves: Vec<(&[Step<'_>], &Leaf<'_>)> =
            self.leaves.iter().map(|leaf| (leaf.path, leaf)).collect();
        let guards: Vec<&str> = guard.into_iter().chain(self.guards.iter().map(String::as_str)).collect();
        let guard = if guards.is_empty() { String::new() } else { format!(" if {}", guards.join(" and ")) };
        format!("case {}{guard}:", written(&leaves))
    }

    fn require(&mut self, path: &'a Path<'_>, expected: &Expected<'_>) {
        // The item can have any position, so a pattern can't describe it.
        if let Some(at) = path.iter().position(|step| matches!(step, Step::ObjectItem(_))) {
            let list = self.bind(&path[..at], "entries");
            self.leaf(&path[..at]).literal = Some("list()".to_owned());
            let mut value = "item".to_owned();
            for (depth, step) in path[at + 1..].iter().enumerate() {
                let otherwise = if at + depth + 2 == path.len() { "" } else { ", {}" };
                match step {
                    Step::Member(name) => value = format!("{value}.get({}{otherwise})", quoted(name)),
                    Step::Item(index) | Step::ObjectItem(index) => value = format!("{value}[{index}]"),
                }
            }
            let is_object = if value == "item" { "" } else { "isinstance(item, dict) and " };
            let tests = tests(&value, expected).join(" and ");
            self.guards.push(format!("any({is_object}{tests} for item in {list})"));
            return;
        }
        match expected {
            Expected::Exact(text) => self.leaf(path).literal = Some(quoted(text)),
            Expected::Number(number) => self.leaf(path).literal = Some(number.clone()),
            Expected::Affixes(..) | Expected::End(_) => {
                let name = self.bind(path, "text");
                self.guards.extend(tests(&name, expected));
            }
        }
    }

    /// Binds the member at a path, and returns its name.
    fn bind(&mut self, path: &'a [Step<'a>], wanted: &str) -> String {
        let mut name = python_name(wanted);
        while self.leaves.iter().any(|leaf| leaf.path != path && leaf.name.as_ref() == Some(&name)) {
            name.push('_');
        }
        self.leaf(path).name.get_or_insert(name).clone()
    }

    fn leaf(&mut self, path: &'a [Step<'a>]) -> &mut Leaf<'a> {
        let index = self.leaves.iter().position(|leaf| leaf.path == path).unwrap_or_else(|| {
            self.leaves.push(Leaf { path, literal: None, name: None });
            self.leaves.len() - 1
        });
        &mut self.leaves[index]
    }
}

/// Returns `true` if a path leads to one member, wherever its item is in a list.
fn has_position(path: &[Step<'_>]) -> bool {
    !path.iter().any(|step| matches!(step, Step::ObjectItem(_)))
}

/// Returns the conditions for a value.
fn tests(value: &str, expected: &Expected<'_>) -> Vec<String> {
    let affixes = |tests: &[(&str, &str)]| {
        let tests = tests.iter().filter(|(_, part)| !part.is_empty());
        tests.map(|(test, part)| format!("str({value}).{test}({})", quoted(part))).collect()
    };
    match expected {
        Expected::Exact(text) => vec![format!("{value} == {}", quoted(text))],
        Expected::Number(number) => vec![format!("{value} == {number}")],
        Expected::Affixes(start, end) => affixes(&[("startswith", start), ("endswith", end)]),
        Expected::End(end) => affixes(&[("endswith", end)]),
    }
}

/// Writes the pattern of a value from its leaves, with their paths from there.
fn written(leaves: &[(&[Step<'_>], &Leaf<'_>)]) -> String {
    if let Some((_, leaf)) = leaves.iter().find(|(path, _)| path.is_empty()) {
        return match (&leaf.literal, &leaf.name) {
            (Some(literal), Some(name)) => format!("{literal} as {name}"),
            (Some(literal), None) => literal.clone(),
            (None, Some(name)) => name.clone(),
            (None, None) => "_".to_owned(),
        };
    }
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (path, _) in leaves {
        if !steps.contains(&path[0]) {
            steps.push(path[0]);
        }
    }
    let below = |step: &Step<'_>| {
        let leaves = leaves.iter().filter(|(path, _)| path[0] == *step);
        written(&leaves.map(|(path, leaf)| (&path[1..], *leaf)).collect::<Vec<_>>())
    };
    let last = steps.iter().filter_map(|step| match step {
        Step::Item(index) | Step::ObjectItem(index) => Some(*index),
        Step::Member(_) => None,
    });
    if let Some(last) = last.max() {
        let item =
            |index| steps.iter().find(|step| **step == Step::Item(index)).map_or("_".to_owned(), below);
        let items: Vec<String> = (0..=last).map(item).collect();
        return format!("[{}, *_]", items.join(", "));
    }
    let member = |step: &Step<'_>| match step {
        Step::Member(name) => Some(format!("{}: {}", quoted(name), below(step))),
        Step::Item(_) | Step::ObjectItem(_) => None,
    };
    format!("{{{}}}", steps.iter().filter_map(member).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::BodyPattern;
    use crate::pages::handle::identify::{Expected, Path, ResponsePattern, Step};

    fn case(
        members: Vec<(Path<'_>, Expected<'_>)>,
        message: Option<Path<'_>>,
        params: Vec<(&str, Path<'_>)>,
    ) -> String {
        let pattern = ResponsePattern {
            variant: "Error",
            caveat: None,
            statuses: None,
            is_response: true,
            headers: Vec::new(),
            members,
            message,
            params,
            retry: None,
        };
        let mut body = BodyPattern::new(&pattern);
        body.bind_values(&pattern);
        format!("{} print({})", body.case(None), body.values.join(", "))
    }

    #[test]
    fn members_share_a_pattern() {
        let path = |name| vec![Step::Member("error"), Step::Member(name)];
        let code = (path("code"), Expected::Exact("sold_out".to_owned()));
        assert_eq!(
            case(vec![code], Some(path("message")), vec![("class", path("sku")), ("message", path("x"))]),
            "case {\"error\": {\"code\": \"sold_out\", \"message\": message, \"sku\": class_, \"x\": message_}}: \
             print(message, {\"class\": class_, \"message\": message_})"
        );
    }

    #[test]
    fn a_message_is_bound_once() {
        let path = || vec![Step::Item(1)];
        assert_eq!(
            case(vec![(path(), Expected::Affixes("No \"", ""))], Some(path()), Vec::new()),
            "case [_, text, *_] if str(text).startswith(\"No \\\"\"): print(text)"
        );
        assert_eq!(
            case(vec![(path(), Expected::Number("7".to_owned()))], Some(path()), Vec::new()),
            "case [_, 7 as message, *_]: print(message)"
        );
    }

    #[test]
    fn objects_are_found_anywhere_in_a_list() {
        let path = vec![Step::Member("details"), Step::ObjectItem(0), Step::Member("a"), Step::Member("b")];
        assert_eq!(
            case(vec![(path.clone(), Expected::Exact("X".to_owned()))], Some(path), Vec::new()),
            "case {\"details\": list() as entries} if any(isinstance(item, dict) and item.get(\"a\", {}).get(\"b\") == \"X\" \
             for item in entries): print(body)"
        );
    }
}
