//! TypeScript code, with `fetch`, which browsers, Node, Deno and Bun support.

use super::identify::{Expected, Path, ResponsePattern, RetryPlan, Step};
use super::literal::{comment, is_name, quoted};
use errcat_catalog::model::{ParamType, Statuses};

pub(super) fn client(pattern: &ResponsePattern<'_>) -> String {
    match (&pattern.retry, pattern.is_response) {
        (_, false) => message(pattern),
        (Some(retry_plan), true) => {
            format!("{}\n\n{}", request_with_retries(pattern, retry_plan), predicate(pattern))
        }
        (None, true) => request_once(pattern),
    }
}

/// Returns the code for an error in a stream or inside another response, which the client has already parsed.
fn message(pattern: &ResponsePattern<'_>) -> String {
    let advice = pattern.retry.as_ref().map(|retry_plan| format!("  // {}\n", comment(&retry_plan.sentence)));
    format!(
        "// body: the received data, parsed with JSON.parse\nif ({}) {{\n{}{}}}",
        members(pattern).join(" && "),
        advice.unwrap_or_default(),
        print_values(pattern)
    )
}

fn request_once(pattern: &ResponsePattern<'_>) -> String {
    let body = "await response.json().catch(() => undefined)";
    let mut code = String::from("const response = await fetch(url, request);\n");
    let members = members(pattern);
    match (status(pattern), members.is_empty()) {
        (Some(status), true) => code.push_str(&format!("if ({status}) {{\n")),
        (status, _) => {
            let status = status.unwrap_or_else(|| "!response.ok".to_owned());
            let members = members.join(" && ");
            code.push_str(&format!(
                "const body = response.ok ? undefined : {body};\nif ({status} && {members}) {{\n"
            ));
        }
    }
    if members.is_empty() && (pattern.message.is_some() || !pattern.params.is_empty()) {
        code.push_str(&format!("  const body = {body};\n"));
    }
    code + &print_values(pattern) + "}"
}

fn request_with_retries(pattern: &ResponsePattern<'_>, retry_plan: &RetryPlan<'_>) -> String {
    let RetryPlan { sentence, attempts, .. } = retry_plan;
    let is_error = format!("is{}(response)", pattern.variant);
    format!(
        "// {}\n\
         async function send(url: string, request?: RequestInit): Promise<Response> {{\n  \
           for (let attempt = 1; ; attempt++) {{\n    \
             const response = await fetch(url, request);\n    \
             if (attempt === {attempts} || !(await {is_error})) return response;\n\
             {}  \
           }}\n\
         }}",
        comment(sentence),
        wait(retry_plan)
    )
}

fn wait(retry_plan: &RetryPlan<'_>) -> String {
    let delay = retry_plan.delay;
    let mut code = String::new();
    match retry_plan.header {
        None => code.push_str(&format!("    const seconds = {delay};\n")),
        Some((name, holds)) => {
            let text = format!("response.headers.get({}) ?? \"\"", quoted(name));
            let (parse, value) = match holds {
                ParamType::DurationMilliseconds => ("parseFloat", "header / 1000"),
                ParamType::TimestampSeconds => ("parseFloat", "Math.max(0, header - Date.now() / 1000)"),
                ParamType::TimestampMilliseconds => ("parseFloat", "Math.max(0, header - Date.now()) / 1000"),
                ParamType::TimestampRfc3339 => ("Date.parse", "Math.max(0, header - Date.now()) / 1000"),
                _ => ("parseFloat", "header"),
            };
            // `NaN`, which a missing header is too, isn't greater than anything.
            code.push_str(&format!(
                "    const header = {parse}({text});\n    const seconds = header >= 0 ? {value} : {delay};\n"
            ));
        }
    }
    let mut seconds = String::from("seconds");
    if retry_plan.doubles {
        seconds.push_str(" * 2 ** (attempt - 1)");
    }
    if retry_plan.jitter {
        seconds.push_str(" * (1 + Math.random() / 2)");
    }
    code + &format!("    await new Promise((wake) => setTimeout(wake, {seconds} * 1000));\n")
}

fn predicate(pattern: &ResponsePattern<'_>) -> String {
    let status = status(pattern);
    let members = members(pattern);
    let mut code = format!("async function is{}(response: Response): Promise<boolean> {{\n", pattern.variant);
    if members.is_empty() {
        code.push_str(&format!("  return {};\n", status.unwrap_or_else(|| "!response.ok".to_owned())));
    } else {
        let body = "  const body = await response.clone().json().catch(() => undefined);\n";
        let members = members.join(" && ");
        let status = status.unwrap_or_else(|| "!response.ok".to_owned());
        code.push_str(&format!("{body}  return {status} && {members};\n"));
    }
    code + "}"
}

/// Returns the condition for the status and the headers.
fn status(pattern: &ResponsePattern<'_>) -> Option<String> {
    let status = pattern.statuses.map(|statuses| match statuses {
        Statuses::Listed(numbers) => match numbers.as_slice() {
            [status] => format!("response.status === {status}"),
            several => format!("{several:?}.includes(response.status)"),
        },
        Statuses::Range(range) => {
            let (first, last) = range.bounds().into_inner();
            format!("response.status >= {first} && response.status <= {last}")
        }
    });
    let header = |(name, value): &(&str, String)| {
        format!("response.headers.get({}) === {}", quoted(name), quoted(value))
    };
    let conditions: Vec<String> = status.into_iter().chain(pattern.headers.iter().map(header)).collect();
    (!conditions.is_empty()).then(|| conditions.join(" && "))
}

/// Returns a condition for each member that identifies the error.
fn members(pattern: &ResponsePattern<'_>) -> Vec<String> {
    pattern.members.iter().flat_map(|(path, text)| conditions("body", path, text)).collect()
}

/// Returns the conditions for a value below `root`.
fn conditions(root: &str, path: &[Step<'_>], text: &Expected<'_>) -> Vec<String> {
    if let Some(at) = path.iter().position(|step| matches!(step, Step::ObjectItem(_))) {
        let conditions = conditions("item", &path[at + 1..], text).join(" && ");
        return vec![format!("{}?.some?.((item: any) => {conditions})", below(root, &path[..at]))];
    }
    let member = below(root, path);
    let tests = |tests: &[(&str, &str)]| {
        let tests = tests.iter().filter(|(_, part)| !part.is_empty());
        tests.map(|(test, part)| format!("String({member}).{test}({})", quoted(part))).collect()
    };
    match text {
        Expected::Exact(text) => vec![format!("{member} === {}", quoted(text))],
        Expected::Number(number) => vec![format!("{member} === {number}")],
        Expected::Affixes(start, end) => tests(&[("startsWith", start), ("endsWith", end)]),
        Expected::End(end) => tests(&[("endsWith", end)]),
    }
}

fn member(path: &Path<'_>) -> String {
    below("body", path)
}

fn below(root: &str, path: &[Step<'_>]) -> String {
    let mut member = String::from(root);
    for step in path {
        match step {
            Step::Member(name) if is_name(name) => member.push_str(&format!("?.{name}")),
            Step::Member(name) => member.push_str(&format!("?.[{}]", quoted(name))),
            Step::Item(position) | Step::ObjectItem(position) => member.push_str(&format!("?.[{position}]")),
        }
    }
    member
}

/// Returns the code that prints the message and the params.
fn print_values(pattern: &ResponsePattern<'_>) -> String {
    let params = pattern.params.iter().map(|(name, path)| format!("{name}: {}", member(path)));
    let params = params.collect::<Vec<_>>().join(", ");
    let mut values: Vec<String> = pattern.message.iter().map(member).collect();
    if !params.is_empty() {
        values.push(format!("{{ {params} }}"));
    }
    match (values.is_empty(), pattern.is_response) {
        (false, _) => format!("  console.error({});\n", values.join(", ")),
        (true, true) => "  console.error(response.status);\n".to_owned(),
        (true, false) => "  console.error(body);\n".to_owned(),
    }
}
