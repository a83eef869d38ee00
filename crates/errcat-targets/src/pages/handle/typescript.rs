//! TypeScript, with `fetch`: browsers have it, and so do Node, Deno and Bun.

use super::identify::{Again, Look, Path, Step, Text};
use super::literal::{comment, is_name, quoted};
use errcat_catalog::model::ParamType;

pub(super) fn client(look: &Look<'_>) -> String {
    match (&look.retry, look.is_answer) {
        (_, false) => message(look),
        (Some(again), true) => format!("{}\n\n{}", send(look, again), predicate(look)),
        (None, true) => answer(look),
    }
}

/// What comes in a stream, or inside another answer, has been read by then.
fn message(look: &Look<'_>) -> String {
    let advice = look.retry.as_ref().map(|again| format!("  // {}\n", comment(&again.sentence)));
    format!(
        "// body: the received data, parsed with JSON.parse\nif ({}) {{\n{}{}}}",
        members(look).join(" && "),
        advice.unwrap_or_default(),
        shown(look)
    )
}

fn answer(look: &Look<'_>) -> String {
    let body = "await response.json().catch(() => undefined)";
    let mut code = String::from("const response = await fetch(url, request);\n");
    let members = members(look);
    match (status(look), members.is_empty()) {
        (Some(status), true) => code.push_str(&format!("if ({status}) {{\n")),
        (status, _) => {
            let status = status.unwrap_or_else(|| "!response.ok".to_owned());
            let members = members.join(" && ");
            code.push_str(&format!(
                "const body = response.ok ? undefined : {body};\nif ({status} && {members}) {{\n"
            ));
        }
    }
    if members.is_empty() && (look.message.is_some() || !look.params.is_empty()) {
        code.push_str(&format!("  const body = {body};\n"));
    }
    code + &shown(look) + "}"
}

fn send(look: &Look<'_>, again: &Again<'_>) -> String {
    let Again { sentence, attempts, .. } = again;
    let is_it = format!("is{}(response)", look.variant);
    format!(
        "// {}\n\
         async function send(url: string, request?: RequestInit): Promise<Response> {{\n  \
           for (let attempt = 1; ; attempt++) {{\n    \
             const response = await fetch(url, request);\n    \
             if (attempt === {attempts} || !(await {is_it})) return response;\n\
             {}  \
           }}\n\
         }}",
        comment(sentence),
        wait(again)
    )
}

fn wait(again: &Again<'_>) -> String {
    let delay = again.delay;
    let mut code = String::new();
    let mut seconds = match again.header {
        None => delay.to_string(),
        Some((name, holds)) => {
            code.push_str(&format!("    const header = response.headers.get({});\n", quoted(name)));
            let value = match holds {
                ParamType::DurationMilliseconds => "Number(header) / 1000",
                ParamType::TimestampSeconds => "Math.max(0, Number(header) - Date.now() / 1000)",
                ParamType::TimestampMilliseconds => "Math.max(0, Number(header) - Date.now()) / 1000",
                ParamType::TimestampRfc3339 => "Math.max(0, Date.parse(header) - Date.now()) / 1000",
                _ => "Number(header)",
            };
            format!("header === null ? {delay} : {value}")
        }
    };
    code.push_str(&format!("    const seconds = {seconds};\n"));
    seconds = "seconds".to_owned();
    if again.doubles {
        seconds.push_str(" * 2 ** (attempt - 1)");
    }
    if again.jitter {
        seconds.push_str(" * (1 + Math.random() / 2)");
    }
    code + &format!("    await new Promise((wake) => setTimeout(wake, {seconds} * 1000));\n")
}

fn predicate(look: &Look<'_>) -> String {
    let status = status(look);
    let members = members(look);
    let mut code = format!("async function is{}(response: Response): Promise<boolean> {{\n", look.variant);
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

fn status(look: &Look<'_>) -> Option<String> {
    match look.statuses {
        [] => None,
        [one] => Some(format!("response.status === {one}")),
        several => Some(format!("{several:?}.includes(response.status)")),
    }
}

/// A condition for each member that tells the error apart.
fn members(look: &Look<'_>) -> Vec<String> {
    let condition = |(path, text): &(Path<'_>, Text<'_>)| {
        let member = member(path);
        match text {
            Text::Is(text) => vec![format!("{member} === {}", quoted(text))],
            Text::Around(start, end) => [("startsWith", start), ("endsWith", end)]
                .into_iter()
                .filter(|(_, part)| !part.is_empty())
                .map(|(test, part)| format!("String({member}).{test}({})", quoted(part)))
                .collect(),
        }
    };
    look.members.iter().flat_map(condition).collect()
}

fn member(path: &Path<'_>) -> String {
    let mut member = String::from("body");
    for step in path {
        match step {
            Step::Member(name) if is_name(name) => member.push_str(&format!("?.{name}")),
            Step::Member(name) => member.push_str(&format!("?.[{}]", quoted(name))),
            Step::Item(position) => member.push_str(&format!("?.[{position}]")),
        }
    }
    member
}

/// What a person would look at first.
fn shown(look: &Look<'_>) -> String {
    let params = look.params.iter().map(|(name, path)| format!("{name}: {}", member(path)));
    let params = params.collect::<Vec<_>>().join(", ");
    let mut shown: Vec<String> = look.message.iter().map(member).collect();
    if !params.is_empty() {
        shown.push(format!("{{ {params} }}"));
    }
    match (shown.is_empty(), look.is_answer) {
        (false, _) => format!("  console.error({});\n", shown.join(", ")),
        (true, true) => "  console.error(response.status);\n".to_owned(),
        (true, false) => "  console.error(body);\n".to_owned(),
    }
}
