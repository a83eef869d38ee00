//! Python code, with requests: it isn't in the standard library, but most clients use it, and so do the
//! examples. With urllib, error responses are exceptions, and the body has to be parsed separately.

mod pattern;

use heck::ToSnakeCase;

use self::pattern::BodyPattern;
use super::Package;
use super::identify::ResponsePattern;
use super::literal::{comment, comments, python_module, quoted};
use super::retry_plan::RetryPlan;
use errcat_catalog::model::{ParamType, Statuses};

/// Returns the code for a client that uses the generated package.
pub(super) fn with_package(package: &Package<'_>, pattern: &ResponsePattern<'_>) -> String {
    let module = python_module(package.api);
    let (api, import) = match module.as_str() {
        // The code binds these names.
        "error" | "idempotent" | "method" | "print" | "requests" | "response" | "text" | "url" => {
            (format!("{module}_errors"), format!("{module} as {module}_errors"))
        }
        _ => (module.clone(), module),
    };
    let import = format!("from {} import {import}", package.name.to_snake_case());
    let start = format!("# pip install {}\n", comment(package.name));
    let handle = format!(
        "if error.code == {}:\n{}",
        quoted(package.code),
        comments("    # ", package.caveat) + "    print(error, error.params)"
    );
    if !pattern.is_response {
        return format!(
            "{start}{import}\n\n\
             # text: the received data, as JSON\n\
             error = {api}.decode_parts(200, {{}}, text)\n{handle}"
        );
    }
    let advice = pattern.package_advice("# ");
    let options = if pattern.retry.is_some() { ", idempotent=idempotent" } else { "" };
    format!(
        "{start}import requests\n{import}\n\n\
         {advice}\
         try:\n    \
             response = {api}.send(lambda: requests.request(method, url){options})\n\
         except {api}.Error as error:\n    {}",
        handle.replace('\n', "\n    ")
    )
}

/// Returns the code for a client without the generated package.
pub(super) fn client(pattern: &ResponsePattern<'_>) -> String {
    if !pattern.is_response {
        return message(pattern);
    }
    match &pattern.retry {
        Some(retry_plan) => {
            let is_error = format!("is_{}", pattern.variant.to_snake_case());
            let predicate = predicate(pattern, &is_error);
            format!("{}\n\n\n{predicate}\n\n\n{}", imports(retry_plan), send(&is_error, retry_plan))
        }
        None => request_once(pattern),
    }
}

/// Returns the code for an error in a stream or inside another response, which the client has already parsed.
fn message(pattern: &ResponsePattern<'_>) -> String {
    let mut body = BodyPattern::new(pattern);
    body.bind_values(pattern);
    let advice = pattern.retry.as_ref().map(|retry_plan| retry_plan.sentence.as_str());
    format!(
        "# body: the received data, parsed with json.loads\n\
         match body:\n    {}\n{}{}        print({})",
        body.case(None),
        comments("        # ", pattern.caveat.as_deref()),
        comments("        # ", advice),
        body.values.join(", ")
    )
}

fn request_once(pattern: &ResponsePattern<'_>) -> String {
    let start = "import requests\n\nresponse = requests.request(method, url)\n";
    if pattern.members.is_empty() {
        return format!(
            "{start}if {}:\n{}    print(response.text)",
            guard(pattern).unwrap_or_default(),
            comments("    # ", pattern.caveat.as_deref())
        );
    }
    let mut body = BodyPattern::new(pattern);
    body.bind_values(pattern);
    format!(
        "{start}\
         try:\n    \
             body = response.json()\n\
         except ValueError:\n    \
             body = None  # for example a proxy's page\n\
         match body:\n    \
             {}\n{}        print({})",
        body.case(guard(pattern).as_deref()),
        comments("        # ", pattern.caveat.as_deref()),
        body.values.join(", ")
    )
}

fn imports(retry_plan: &RetryPlan<'_>) -> String {
    let mut imports = vec!["import time"];
    match retry_plan.header {
        Some((_, ParamType::TimestampRfc3339)) => imports.push("from datetime import datetime"),
        Some((_, holds)) if is_duration(holds) => {
            imports.extend(["from calendar import timegm", "from email.utils import parsedate"]);
        }
        _ => {}
    }
    if retry_plan.jitter {
        imports.insert(0, "import random");
    }
    format!("{}\n\nimport requests", imports.join("\n"))
}

fn predicate(pattern: &ResponsePattern<'_>, is_error: &str) -> String {
    let caveat = comments("    # ", pattern.caveat.as_deref());
    let guard = guard(pattern);
    if pattern.members.is_empty() {
        return format!("def {is_error}(response):\n{caveat}    return {}", guard.unwrap_or_default());
    }
    format!(
        "def {is_error}(response):\n{caveat}    \
             try:\n        \
                 body = response.json()\n    \
             except ValueError:\n        \
                 return False  # for example a proxy's page\n    \
             match body:\n        \
                 {}\n            \
                     return True\n    \
             return False",
        BodyPattern::new(pattern).case(guard.as_deref())
    )
}

/// Returns the condition for the status and the headers.
fn guard(pattern: &ResponsePattern<'_>) -> Option<String> {
    let status = |statuses: &Statuses| match statuses {
        Statuses::Listed(numbers) => match numbers.as_slice() {
            [status] => format!("response.status_code == {status}"),
            several => format!("response.status_code in {several:?}"),
        },
        Statuses::Range(range) => {
            let (first, last) = range.bounds().into_inner();
            format!("{first} <= response.status_code <= {last}")
        }
    };
    let header = |name: &str, value: &str| format!("response.headers.get({name}) == {value}");
    let conditions = pattern.head_conditions(status, header);
    (!conditions.is_empty()).then(|| conditions.join(" and "))
}

fn send(is_error: &str, retry_plan: &RetryPlan<'_>) -> String {
    let attempts = retry_plan.attempts;
    let never = if retry_plan.idempotent_only { "not idempotent or " } else { "" };
    let left = if retry_plan.is_long() {
        format!("left = {}  # the longest time to wait in total, in seconds\n", RetryPlan::MAX_TOTAL_WAIT)
    } else {
        String::new()
    };
    format!(
        "{}{left}\
         for attempt in range(1, {}):\n    \
             response = requests.request(method, url)\n    \
             if {never}attempt == {attempts} or not {is_error}(response):\n        \
                 break\n\
         {}",
        comments("# ", retry_plan.advice.iter().map(String::as_str)),
        u64::from(attempts) + 1,
        wait(retry_plan)
    )
}

fn wait(retry_plan: &RetryPlan<'_>) -> String {
    let mut own = retry_plan.own_wait("min");
    if retry_plan.is_immediate() {
        own = format!("0 if attempt == 1 else {own}");
    }
    let is_simple = retry_plan.header.is_none() && !retry_plan.is_long() && !retry_plan.jitter;
    if is_simple {
        return format!("    time.sleep({own})");
    }
    let mut code = match retry_plan.header {
        None => format!("    seconds = {own}\n"),
        Some((name, holds)) => format!(
            "    header = response.headers.get({}, \"\")\n    \
                 try:\n{}    \
                 except {}:  # no such header\n        \
                     seconds = {own}\n",
            quoted(name),
            asked(holds, retry_plan.min_wait),
            if is_duration(holds) { "(TypeError, ValueError)" } else { "ValueError" }
        ),
    };
    if retry_plan.jitter {
        code.push_str("    seconds *= random.uniform(1, 1.5)\n");
    }
    if retry_plan.is_long() {
        code.push_str("    left -= seconds\n    if left < 0:\n        break\n");
    }
    code + "    time.sleep(seconds)"
}

/// Returns `true` if a header contains a duration, which can also be a date.
fn is_duration(holds: &ParamType) -> bool {
    matches!(holds, ParamType::DurationSeconds | ParamType::DurationMilliseconds)
}

/// Returns the code that reads the wait from `header`, or raises an exception. Waits until a time in the past
/// have no length.
fn asked(holds: &ParamType, min_wait: Option<f64>) -> String {
    let min = min_wait.unwrap_or(0.0);
    let until = |time: &str| format!("seconds = max({min}, {time} - time.time())\n");
    match holds {
        ParamType::TimestampRfc3339 => {
            format!("        {}", until("datetime.fromisoformat(header).timestamp()"))
        }
        ParamType::TimestampSeconds => format!("        {}", until("float(header)")),
        ParamType::TimestampMilliseconds => format!("        {}", until("float(header) / 1000")),
        duration => {
            let unit = if *duration == ParamType::DurationMilliseconds { " / 1000" } else { "" };
            let number = match min_wait {
                Some(min) => format!("max({min}, float(header){unit})"),
                None => format!("float(header){unit}"),
            };
            format!(
                "        \
                     if header[:1].isdecimal():\n            \
                         seconds = {number}\n        \
                     else:\n            \
                         {}",
                until("timegm(parsedate(header))")
            )
        }
    }
}
