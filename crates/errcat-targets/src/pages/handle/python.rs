//! Python code, with requests: it isn't in the standard library, but most clients use it, and so do the
//! examples. With urllib, error responses are exceptions, and the body has to be parsed separately.

use heck::ToSnakeCase;

use super::identify::{Expected, Path, ResponsePattern, RetryPlan, Step};
use super::literal::{comment, quoted};
use errcat_catalog::model::{ParamType, Statuses};

pub(super) fn client(pattern: &ResponsePattern<'_>) -> String {
    if !pattern.is_response {
        return message(pattern);
    }
    let is_error = format!("is_{}", pattern.variant.to_snake_case());
    let (imports, body) = match &pattern.retry {
        Some(retry_plan) => (imports(retry_plan), send(&is_error, retry_plan)),
        None => (
            "import requests".to_owned(),
            format!(
                "response = requests.request(method, url)\nif {is_error}(response):\n{}",
                print_values(pattern)
            ),
        ),
    };
    format!("{imports}\n\n\n{}\n\n\n{body}", predicate(pattern, &is_error))
}

/// Returns the code for an error in a stream or inside another response, which the client has already parsed.
fn message(pattern: &ResponsePattern<'_>) -> String {
    let advice =
        pattern.retry.as_ref().map(|retry_plan| format!("    # {}\n", comment(&retry_plan.sentence)));
    format!(
        "# body: the received data, parsed with json.loads\nif {}:\n{}{}",
        members(pattern).join(" and "),
        advice.unwrap_or_default(),
        print_values(pattern)
    )
}

fn imports(retry_plan: &RetryPlan<'_>) -> String {
    let mut modules = vec!["time"];
    if matches!(retry_plan.header, Some((_, ParamType::TimestampRfc3339))) {
        modules.push("datetime");
    }
    if retry_plan.jitter {
        modules.push("random");
    }
    modules.sort_unstable();
    let modules: Vec<String> = modules.iter().map(|module| format!("import {module}")).collect();
    format!("{}\n\nimport requests", modules.join("\n"))
}

fn predicate(pattern: &ResponsePattern<'_>, is_error: &str) -> String {
    let mut status = match pattern.statuses {
        None => "not response.ok".to_owned(),
        Some(Statuses::Listed(numbers)) => match numbers.as_slice() {
            [status] => format!("response.status_code == {status}"),
            several => format!("response.status_code in {several:?}"),
        },
        Some(Statuses::Range(range)) => {
            let (first, last) = range.bounds().into_inner();
            format!("{first} <= response.status_code <= {last}")
        }
    };
    for (name, value) in &pattern.headers {
        status.push_str(&format!(" and response.headers.get({}) == {}", quoted(name), quoted(value)));
    }
    let members = members(pattern);
    if members.is_empty() {
        return format!("def {is_error}(response):\n    return {status}");
    }
    format!(
        "def {is_error}(response):\n    \
             try:\n        \
                 body = response.json()\n        \
                 return {status} and {}\n    \
             except (ValueError, LookupError, TypeError):\n        \
                 return False  # a different body, for example from a proxy",
        members.join(" and ")
    )
}

fn send(is_error: &str, retry_plan: &RetryPlan<'_>) -> String {
    let RetryPlan { sentence, attempts, .. } = retry_plan;
    let last = attempts + 1;
    format!(
        "# {}\n\
         for attempt in range(1, {last}):\n    \
             response = requests.request(method, url)\n    \
             if attempt == {attempts} or not {is_error}(response):\n        \
                 break\n\
         {}",
        comment(sentence),
        wait(retry_plan)
    )
}

fn wait(retry_plan: &RetryPlan<'_>) -> String {
    let delay = retry_plan.delay;
    let mut code = String::new();
    match retry_plan.header {
        None => code.push_str(&format!("    seconds = {delay}\n")),
        Some((name, holds)) => {
            let text = format!("response.headers[{}]", quoted(name));
            let value = match holds {
                ParamType::DurationMilliseconds => format!("max(0, float({text}) / 1000)"),
                ParamType::TimestampSeconds => format!("max(0, float({text}) - time.time())"),
                ParamType::TimestampMilliseconds => format!("max(0, float({text}) / 1000 - time.time())"),
                ParamType::TimestampRfc3339 => {
                    format!("max(0, datetime.datetime.fromisoformat({text}).timestamp() - time.time())")
                }
                _ => format!("max(0, float({text}))"),
            };
            code.push_str(&format!(
                "    try:\n        seconds = {value}\n    except (KeyError, ValueError):\n        \
                     seconds = {delay}  # no header, or one that can't be read\n"
            ));
        }
    }
    let mut seconds = String::from("seconds");
    if retry_plan.doubles {
        seconds.push_str(" * 2 ** (attempt - 1)");
    }
    if retry_plan.jitter {
        seconds.push_str(" * random.uniform(1, 1.5)");
    }
    code + &format!("    time.sleep({seconds})")
}

/// Returns a condition for each member that identifies the error.
fn members(pattern: &ResponsePattern<'_>) -> Vec<String> {
    pattern.members.iter().flat_map(|(path, text)| conditions("body", path, text)).collect()
}

/// Returns the conditions for a value below `root`.
fn conditions(root: &str, path: &[Step<'_>], text: &Expected<'_>) -> Vec<String> {
    if let Some(at) = path.iter().position(|step| matches!(step, Step::ObjectItem(_))) {
        // Other items may not have the member.
        let (item, rest) = match &path[at + 1..] {
            [Step::Member(name), rest @ ..] => (format!("item.get({})", quoted(name)), rest),
            rest => ("item".to_owned(), rest),
        };
        let conditions = conditions(&item, rest, text).join(" and ");
        return vec![format!("any({conditions} for item in {})", below(root, &path[..at]))];
    }
    let member = below(root, path);
    let tests = |tests: &[(&str, &str)]| {
        let tests = tests.iter().filter(|(_, part)| !part.is_empty());
        tests.map(|(test, part)| format!("str({member}).{test}({})", quoted(part))).collect()
    };
    match text {
        Expected::Exact(text) => vec![format!("{member} == {}", quoted(text))],
        Expected::Number(number) => vec![format!("{member} == {number}")],
        Expected::Affixes(start, end) => tests(&[("startswith", start), ("endswith", end)]),
        Expected::End(end) => tests(&[("endswith", end)]),
    }
}

fn member(path: &Path<'_>) -> String {
    below("body", path)
}

fn below(root: &str, path: &[Step<'_>]) -> String {
    let mut member = String::from(root);
    for step in path {
        match step {
            Step::Member(name) => member.push_str(&format!("[{}]", quoted(name))),
            Step::Item(position) | Step::ObjectItem(position) => member.push_str(&format!("[{position}]")),
        }
    }
    member
}

/// Returns the code that prints the message and the params.
fn print_values(pattern: &ResponsePattern<'_>) -> String {
    let params = pattern.params.iter().map(|(name, path)| format!("{}: {}", quoted(name), member(path)));
    let params = params.collect::<Vec<_>>().join(", ");
    let mut values: Vec<String> = pattern.message.iter().map(member).collect();
    if !params.is_empty() {
        values.push(format!("{{{params}}}"));
    }
    match (values.is_empty(), pattern.is_response) {
        (true, true) => "    print(response.text)".to_owned(),
        (true, false) => "    print(body)".to_owned(),
        (false, false) => format!("    print({})", values.join(", ")),
        (false, true) => format!("    body = response.json()\n    print({})", values.join(", ")),
    }
}
