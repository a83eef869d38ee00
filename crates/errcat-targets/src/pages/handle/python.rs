//! Python, with requests: not of the standard library, but what most who call an API have and what its examples
//! use. With urllib a response that isn't a success is an exception, and the body has to be read twice by hand.

use heck::ToSnakeCase;

use super::identify::{Again, Look, Path, Step, Text};
use super::literal::{comment, quoted};
use errcat_catalog::model::ParamType;

pub(super) fn client(look: &Look<'_>) -> String {
    if !look.is_answer {
        return message(look);
    }
    let is_it = format!("is_{}", look.variant.to_snake_case());
    let (imports, body) = match &look.retry {
        Some(again) => (imports(again), send(&is_it, again)),
        None => (
            "import requests".to_owned(),
            format!("response = requests.request(method, url)\nif {is_it}(response):\n{}", shown(look)),
        ),
    };
    format!("{imports}\n\n\n{}\n\n\n{body}", predicate(look, &is_it))
}

/// What comes in a stream, or inside another answer, has been read by then.
fn message(look: &Look<'_>) -> String {
    let advice = look.retry.as_ref().map(|again| format!("    # {}\n", comment(&again.sentence)));
    format!(
        "# body: the received data, parsed with json.loads\nif {}:\n{}{}",
        members(look).join(" and "),
        advice.unwrap_or_default(),
        shown(look)
    )
}

fn imports(again: &Again<'_>) -> String {
    let mut modules = vec!["time"];
    if matches!(again.header, Some((_, ParamType::TimestampRfc3339))) {
        modules.push("datetime");
    }
    if again.jitter {
        modules.push("random");
    }
    modules.sort_unstable();
    let modules: Vec<String> = modules.iter().map(|module| format!("import {module}")).collect();
    format!("{}\n\nimport requests", modules.join("\n"))
}

fn predicate(look: &Look<'_>, is_it: &str) -> String {
    let status = match look.statuses {
        [] => "not response.ok".to_owned(),
        [one] => format!("response.status_code == {one}"),
        several => format!("response.status_code in {several:?}"),
    };
    let members = members(look);
    if members.is_empty() {
        return format!("def {is_it}(response):\n    return {status}");
    }
    format!(
        "def {is_it}(response):\n    \
             try:\n        \
                 body = response.json()\n        \
                 return {status} and {}\n    \
             except (ValueError, LookupError, TypeError):\n        \
                 return False  # a different body, for example from a proxy",
        members.join(" and ")
    )
}

fn send(is_it: &str, again: &Again<'_>) -> String {
    let Again { sentence, attempts, .. } = again;
    let last = attempts + 1;
    format!(
        "# {}\n\
         for attempt in range(1, {last}):\n    \
             response = requests.request(method, url)\n    \
             if attempt == {attempts} or not {is_it}(response):\n        \
                 break\n\
         {}",
        comment(sentence),
        wait(again)
    )
}

fn wait(again: &Again<'_>) -> String {
    let delay = again.delay;
    let mut code = String::new();
    match again.header {
        None => code.push_str(&format!("    seconds = {delay}\n")),
        Some((name, holds)) => {
            let value = match holds {
                ParamType::DurationMilliseconds => "float(header) / 1000",
                ParamType::TimestampSeconds => "max(0, float(header) - time.time())",
                ParamType::TimestampMilliseconds => "max(0, float(header) / 1000 - time.time())",
                ParamType::TimestampRfc3339 => {
                    "max(0, datetime.datetime.fromisoformat(header).timestamp() - time.time())"
                }
                _ => "float(header)",
            };
            code.push_str(&format!(
                "    header = response.headers.get({})\n    seconds = {value} if header else {delay}\n",
                quoted(name)
            ));
        }
    }
    let mut seconds = String::from("seconds");
    if again.doubles {
        seconds.push_str(" * 2 ** (attempt - 1)");
    }
    if again.jitter {
        seconds.push_str(" * random.uniform(1, 1.5)");
    }
    code + &format!("    time.sleep({seconds})")
}

/// A condition for each member that tells the error apart.
fn members(look: &Look<'_>) -> Vec<String> {
    let condition = |(path, text): &(Path<'_>, Text<'_>)| {
        let member = member(path);
        match text {
            Text::Is(text) => vec![format!("{member} == {}", quoted(text))],
            Text::Around(start, end) => [("startswith", start), ("endswith", end)]
                .into_iter()
                .filter(|(_, part)| !part.is_empty())
                .map(|(test, part)| format!("str({member}).{test}({})", quoted(part)))
                .collect(),
        }
    };
    look.members.iter().flat_map(condition).collect()
}

fn member(path: &Path<'_>) -> String {
    let mut member = String::from("body");
    for step in path {
        match step {
            Step::Member(name) => member.push_str(&format!("[{}]", quoted(name))),
            Step::Item(position) => member.push_str(&format!("[{position}]")),
        }
    }
    member
}

/// What a person would look at first.
fn shown(look: &Look<'_>) -> String {
    let params = look.params.iter().map(|(name, path)| format!("{}: {}", quoted(name), member(path)));
    let params = params.collect::<Vec<_>>().join(", ");
    let mut shown: Vec<String> = look.message.iter().map(member).collect();
    if !params.is_empty() {
        shown.push(format!("{{{params}}}"));
    }
    match (shown.is_empty(), look.is_answer) {
        (true, true) => "    print(response.text)".to_owned(),
        (true, false) => "    print(body)".to_owned(),
        (false, false) => format!("    print({})", shown.join(", ")),
        (false, true) => format!("    body = response.json()\n    print({})", shown.join(", ")),
    }
}
