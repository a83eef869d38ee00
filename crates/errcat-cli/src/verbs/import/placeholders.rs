//! Placeholders of other formats in messages.

use std::sync::LazyLock;

use errcat_catalog::edit::NewParam;
use errcat_catalog::names::suggest_snake_case;
use errcat_catalog::value::{CONSTANTS, RESERVED};
use regex::{Captures, Regex};

/// The style of placeholders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(super) enum Placeholders {
    /// `%s`, `%d`, `%(name)s`, `%1$s`
    Printf,
    /// `{0}`, `{}`, `{name}`, `${name}`
    Braces,
    /// `<name>`
    Angle,
    /// Texts without placeholders
    None,
}

static PRINTF: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"%%|%(?:\((?<name>\w+)\)|(?<index>\d+)\$)?[-+#]?\d*(?:\.\d+)?(?:l|ll|h|z)?(?<verb>[sdiufgqvwxXtpTeErc])",
    )
});
static BRACES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"\{\{|\}\}|\$?\{(?<name>[A-Za-z_][\w.-]*|\d*)(?:[:!,][^{}\s]*)?\}"));
static ANGLE: LazyLock<Regex> = LazyLock::new(|| regex(r"<(?<name>[A-Za-z_][A-Za-z0-9_ -]*)>"));

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

impl Placeholders {
    /// The word for the style in flags.
    pub(super) fn name(self) -> &'static str {
        match self {
            Placeholders::Printf => "printf",
            Placeholders::Braces => "braces",
            Placeholders::Angle => "angle",
            Placeholders::None => "none",
        }
    }

    /// Returns the style that most messages have, and how many.
    pub(super) fn guess<'a>(messages: impl Iterator<Item = &'a str> + Clone) -> (Self, usize) {
        let count = |style: Placeholders| messages.clone().filter(|text| style.is_in(text)).count();
        // The first is the best if several are as frequent: a tag of HTML isn't a placeholder.
        let styles = [Placeholders::Printf, Placeholders::Braces, Placeholders::Angle];
        let counts = styles.map(|style| (style, count(style)));
        let best = counts.into_iter().rev().max_by_key(|(_, count)| *count).expect("there are styles");
        if best.1 == 0 { (Placeholders::None, 0) } else { best }
    }

    fn is_in(self, text: &str) -> bool {
        self.pattern()
            .is_some_and(|pattern| pattern.captures_iter(text).any(|found| !is_text(&found[0], text)))
    }

    fn pattern(self) -> Option<&'static Regex> {
        match self {
            Placeholders::Printf => Some(&PRINTF),
            Placeholders::Braces => Some(&BRACES),
            Placeholders::Angle => Some(&ANGLE),
            Placeholders::None => None,
        }
    }

    /// Returns a message with `{params}`, in which other braces are doubled, and its params.
    pub(super) fn convert(self, text: &str) -> (String, Vec<(String, NewParam)>) {
        let mut params: Vec<(String, NewParam)> = Vec::new();
        let Some(pattern) = self.pattern() else { return (escaped(text), params) };
        let (mut message, mut end, mut count) = (String::new(), 0, 0);
        for found in pattern.captures_iter(text) {
            let whole = found.get(0).expect("the whole match");
            message += &escaped(&text[end..whole.start()]);
            end = whole.end();
            match whole.as_str() {
                "%%" => message.push('%'),
                "{{" | "}}" => message += whole.as_str(),
                written if is_text(written, text) => message += &escaped(written),
                _ => {
                    let (name, ty) = param_of(&found, &mut count);
                    message += &format!("{{{name}}}");
                    if !params.iter().any(|(known, _)| *known == name) {
                        params.push((name, NewParam { ty: ty.map(str::to_owned), ..NewParam::default() }));
                    }
                }
            }
        }
        (message + &escaped(&text[end..]), params)
    }
}

/// Returns `true` if a match isn't a placeholder: an escape, or a tag of HTML.
fn is_text(written: &str, text: &str) -> bool {
    let is_tag = || {
        let name = written.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        name.is_some_and(|name| name == "br" || text.contains(&format!("</{name}>")))
    };
    matches!(written, "%%" | "{{" | "}}") || is_tag()
}

/// Doubles braces, which are then text.
pub(super) fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

/// Returns the name and the type of a placeholder. Those without a name are numbered.
fn param_of(found: &Captures<'_>, count: &mut usize) -> (String, Option<&'static str>) {
    let group = |name| found.name(name).map(|part| part.as_str()).filter(|part| !part.is_empty());
    let ty = match group("verb") {
        Some("d" | "i" | "u") => Some("integer"),
        Some("f" | "g" | "e" | "E") => Some("number"),
        Some("t") => Some("boolean"),
        _ => None,
    };
    *count += 1;
    let index = group("index").map(str::to_owned);
    let number =
        group("name").and_then(|name| name.parse::<usize>().ok()).map(|number| (number + 1).to_string());
    let name = group("name").filter(|name| name.parse::<usize>().is_err());
    let numbered = || format!("arg{}", index.or(number).unwrap_or_else(|| count.to_string()));
    (name.and_then(param_name).unwrap_or_else(numbered), ty)
}

/// Returns the name of a param for a name in another style. Names that bodies use get a suffix.
pub(super) fn param_name(name: &str) -> Option<String> {
    let name = suggest_snake_case(&name.replace(['.', ' '], "_"))?;
    let is_reserved = RESERVED.contains(&&*name) || CONSTANTS.contains(&&*name);
    Some(if is_reserved { format!("{name}_value") } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_params() {
        for (style, text, message, params) in [
            (
                Placeholders::Printf,
                "%s has %d of %d%%",
                "{arg1} has {arg2} of {arg3}%",
                "arg1 arg2:integer arg3:integer",
            ),
            (Placeholders::Printf, "%(orderId)s: {x} %2$s", "{order_id}: {{x}} {arg2}", "order_id arg2"),
            (Placeholders::Printf, "100% sure", "100% sure", ""),
            (Placeholders::Braces, "{0} of {1}, {0}", "{arg1} of {arg2}, {arg1}", "arg1 arg2"),
            (
                Placeholders::Braces,
                "${user.name} in {{x}} {}",
                "{user_name} in {{x}} {arg2}",
                "user_name arg2",
            ),
            (Placeholders::Braces, "{n:>5} {type} { a }", "{n} {type_name} {{ a }}", "n type_name"),
            (
                Placeholders::Angle,
                "No <order id> in <code>",
                "No {order_id} in {code_value}",
                "order_id code_value",
            ),
            (Placeholders::Angle, "<b>No</b> {x}<br>", "<b>No</b> {{x}}<br>", ""),
            (Placeholders::None, "{a} %s", "{{a}} %s", ""),
        ] {
            let (converted, found) = style.convert(text);
            let found = found.iter().map(|(name, param)| match &param.ty {
                Some(ty) => format!("{name}:{ty}"),
                None => name.clone(),
            });
            assert_eq!(
                (converted.as_str(), found.collect::<Vec<_>>().join(" ").as_str()),
                (message, params),
                "{text}"
            );
        }
    }

    #[test]
    fn the_style_is_that_of_most_messages() {
        let guess = |texts: &[&'static str]| Placeholders::guess(texts.iter().copied());
        assert_eq!(guess(&["%s", "a {b}", "100%% %d"]), (Placeholders::Printf, 2));
        assert_eq!(guess(&["a {b}", "{{c}}"]), (Placeholders::Braces, 1));
        assert_eq!(guess(&["a <b>", "<b>a</b>"]), (Placeholders::Angle, 1));
        assert_eq!(guess(&["100% sure"]), (Placeholders::None, 0));
    }
}
