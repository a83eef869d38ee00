//! TypeScript code, with `fetch`, which browsers, Node, Deno and Bun support.

use super::Package;
use super::identify::{Expected, Path, ResponsePattern, Step};
use super::literal::{comment, comments, is_name, quoted};
use super::retry_plan::RetryPlan;
use errcat_catalog::model::{ParamType, Statuses};

/// The expression that parses a body. A response can be read once, and the caller may read it too.
const BODY: &str = "await response.clone().json().catch(() => undefined)";

/// Returns the code for a client that uses the generated package.
pub(super) fn with_package(package: &Package<'_>, pattern: &ResponsePattern<'_>) -> String {
    let module = quoted(&format!("{}/{}", package.name, package.api));
    let code = quoted(package.code);
    let start = format!("// npm install {}\n", comment(package.name));
    let caveat = comments("  // ", package.caveat);
    if !pattern.is_response {
        return format!(
            "{start}import {{ decodeValue }} from {module};\n\n\
             // body: the received data, parsed with JSON.parse\n\
             const error = decodeValue(body);\n\
             if (error.code === {code}) {{\n\
             {caveat}  console.error(error.message, error.params);\n\
             }}"
        );
    }
    let options = if pattern.retry.is_some() { ", { idempotent }" } else { "" };
    format!(
        "{start}import {{ send }} from {module};\n\n\
         {}\
         const result = await send(() => fetch(url, request){options});\n\
         if (!result.ok && result.error.code === {code}) {{\n\
         {caveat}  console.error(result.error.message, result.error.params);\n\
         }}",
        pattern.package_advice("// ")
    )
}

/// Returns the code for a client without the generated package.
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
    let advice = pattern.retry.as_ref().map(|retry_plan| retry_plan.sentence.as_str());
    format!(
        "// body: the received data, parsed with JSON.parse\nif ({}) {{\n{}{}{}}}",
        members(pattern).join(" && "),
        comments("  // ", pattern.caveat.as_deref()),
        comments("  // ", advice),
        print_values(pattern)
    )
}

fn request_once(pattern: &ResponsePattern<'_>) -> String {
    let body = if pattern.members.is_empty() { String::new() } else { format!("const body = {BODY};\n") };
    format!(
        "const response = await fetch(url, request);\n{body}if ({}) {{\n{}{}}}",
        condition(pattern),
        comments("  // ", pattern.caveat.as_deref()),
        print_values(pattern)
    )
}

fn request_with_retries(pattern: &ResponsePattern<'_>, retry_plan: &RetryPlan<'_>) -> String {
    let advice = comments("// ", retry_plan.advice.iter().map(String::as_str));
    let (parameter, never) = match retry_plan.idempotent_only {
        true => ("request: RequestInit, idempotent: boolean", "!idempotent || "),
        false => ("request?: RequestInit", ""),
    };
    let left = if retry_plan.is_long() {
        format!(
            "  let left = {}; // the longest time to wait in total, in seconds\n",
            RetryPlan::MAX_TOTAL_WAIT
        )
    } else {
        String::new()
    };
    format!(
        "{advice}async function send(url: string, {parameter}): Promise<Response> {{\n\
         {left}  for (let attempt = 1; ; attempt++) {{\n    \
             const response = await fetch(url, request);\n    \
             if ({never}attempt === {} || !(await is{}(response))) return response;\n\
             {}  \
           }}\n\
         }}",
        retry_plan.attempts,
        pattern.variant,
        wait(retry_plan)
    )
}

fn wait(retry_plan: &RetryPlan<'_>) -> String {
    let mut seconds = retry_plan.own_wait("Math.min");
    if retry_plan.is_immediate() {
        seconds = format!("(attempt === 1 ? 0 : {seconds})");
    }
    let mut code = String::new();
    if let Some((name, holds)) = retry_plan.header {
        code = format!(
            "    const header = response.headers.get({}) ?? \"\";\n    const asked = {};\n",
            quoted(name),
            asked(holds)
        );
        let obeyed = match retry_plan.min_wait {
            Some(min) => format!("Math.max(asked, {min})"),
            None => "asked".to_owned(),
        };
        // `NaN`, which a missing header is too, isn't greater than anything.
        seconds = format!("asked >= 0 ? {obeyed} : {seconds}");
    }
    if retry_plan.jitter {
        seconds = format!("({seconds}) * (1 + Math.random() / 2)");
    }
    if code.is_empty() && !retry_plan.is_long() {
        let milliseconds = match seconds.parse::<f64>() {
            Ok(seconds) => (seconds * 1000.0).round().to_string(),
            Err(_) => format!("{seconds} * 1000"),
        };
        return format!("    await new Promise((wake) => setTimeout(wake, {milliseconds}));\n");
    }
    code.push_str(&format!("    const seconds = {seconds};\n"));
    if retry_plan.is_long() {
        code.push_str("    if ((left -= seconds) < 0) return response;\n");
    }
    code + "    await new Promise((wake) => setTimeout(wake, seconds * 1000));\n"
}

/// Returns the expression that reads the wait from `header`, in seconds.
fn asked(holds: &ParamType) -> String {
    // Waits until a time in the past have no length.
    let until = |time: &str| format!("Math.max(0, {time} - Date.now()) / 1000");
    match holds {
        ParamType::TimestampRfc3339 => until("Date.parse(header)"),
        ParamType::TimestampSeconds => until("parseFloat(header) * 1000"),
        ParamType::TimestampMilliseconds => until("parseFloat(header)"),
        duration => {
            let unit = if *duration == ParamType::DurationMilliseconds { " / 1000" } else { "" };
            // One of the three forms of HTTP dates doesn't name its zone.
            let date = until("Date.parse(header.replace(/( GMT)?$/, \" GMT\"))");
            format!("/^[A-Z]/.test(header)\n      ? {date}\n      : parseFloat(header){unit}")
        }
    }
}

fn predicate(pattern: &ResponsePattern<'_>) -> String {
    let body = if pattern.members.is_empty() { String::new() } else { format!("  const body = {BODY};\n") };
    format!(
        "{}async function is{}(response: Response): Promise<boolean> {{\n{body}  return {};\n}}",
        comments("// ", pattern.caveat.as_deref()),
        pattern.variant,
        condition(pattern)
    )
}

/// Returns the condition for the whole response.
fn condition(pattern: &ResponsePattern<'_>) -> String {
    let header = |name: &str, value: &str| format!("response.headers.get({name}) === {value}");
    [pattern.head_conditions(has_status, header), members(pattern)].concat().join(" && ")
}

/// Returns the condition for the status.
fn has_status(statuses: &Statuses) -> String {
    match statuses {
        Statuses::Listed(numbers) => match numbers.as_slice() {
            [status] => format!("response.status === {status}"),
            several => format!("{several:?}.includes(response.status)"),
        },
        Statuses::Range(range) => {
            let (first, last) = range.bounds().into_inner();
            format!("response.status >= {first} && response.status <= {last}")
        }
    }
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
    let values = match pattern.members.is_empty() {
        true => "await response.text()".to_owned(),
        false if values.is_empty() => "body".to_owned(),
        false => values.join(", "),
    };
    format!("  console.error({values});\n")
}
