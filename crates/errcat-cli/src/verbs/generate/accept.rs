//! `gen --accept`: lists the changes that are accepted, and refuses codes that nothing can be accepted for.

use std::collections::BTreeSet;
use std::fmt::Write;

use errcat_catalog::Catalog;
use errcat_catalog::report::visible;
use errcat_catalog::stored::no_models;
use errcat_catalog::suggest::{did_you_mean, quoted};
use errcat_drift::accept::{Accept, AcceptedChange, names};

use crate::program::{Program, Verdict};
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;

const NOTHING_TO_ACCEPT: &str = "nothing to accept: everything is as it was published\n";

/// Lists what `--accept-all` would accept. Writes nothing.
pub(super) fn list(session: &Session, program: Program) -> Result<Verdict, Failure> {
    let examined = session.examine(&no_models, &mut |_| {})?;
    output::eprint(&examined.sources.skipped);
    output::eprint(session.base.note_if_needed());
    if examined.report.findings.has_errors() {
        return Err(examined.report.into());
    }
    let command = program.command;
    if examined.accepted.is_empty() {
        output::eprint(NOTHING_TO_ACCEPT);
        return Ok(Verdict::Findings);
    }
    output::print(&lines("would accept", &examined.accepted))?;
    output::eprint(&format!(
        "nothing was written; to accept some of these changes: {command} gen --accept CODE …, or all: {command} gen --accept-all\n"
    ));
    Ok(Verdict::Findings)
}

/// Returns a line for each accepted change, or one that says that there are none although all were to be
/// accepted.
pub(super) fn listed(accept: &Accept, accepted: &[AcceptedChange]) -> String {
    match accept {
        Accept::Everything if accepted.is_empty() => NOTHING_TO_ACCEPT.to_owned(),
        _ => lines("accepted", accepted),
    }
}

fn lines(verb: &str, changes: &[AcceptedChange]) -> String {
    let mut text = String::new();
    for AcceptedChange { api, code: _, message } in changes {
        writeln!(text, "{verb} in {api}: {}", visible::line(message)).expect("writing to a String");
    }
    text
}

/// Returns the reason why codes can't be accepted, a line for each; `None` if all can.
pub(super) fn refusal(accept: &Accept, accepted: &[AcceptedChange], catalog: &Catalog) -> Option<String> {
    let Accept::Codes(codes) = accept else { return None };
    let error = anstyle::AnsiColor::BrightRed.on_default().bold();
    let mut text = String::new();
    for wanted in codes.iter().filter(|wanted| !accepted.iter().any(|change| change.is_named(wanted))) {
        let known = || {
            let codes = |api: &errcat_catalog::model::Api| {
                api.codes.iter().map(|code| (api.name.clone(), code.code.clone())).collect::<Vec<_>>()
            };
            catalog.apis.iter().flat_map(codes)
        };
        let wanted_text = quoted(wanted);
        let (problem, help) = if known().any(|(api, code)| names(wanted, &api, &code)) {
            let problem = format!("there is nothing to accept for {wanted_text}: it is as it was published");
            (problem, "leave it out".to_owned())
        } else {
            let candidates: BTreeSet<String> =
                known().flat_map(|(api, code)| [format!("{api}/{code}"), code]).collect();
            let help = did_you_mean(wanted, candidates.iter().map(String::as_str));
            let problem = format!("unknown code {wanted_text}");
            (problem, help.unwrap_or_else(|| "write CODE or API/CODE; `list` lists all codes".to_owned()))
        };
        writeln!(text, "{error}error{error:#}: {problem}\n  = help: {help}; nothing was written")
            .expect("writing to a String");
    }
    (!text.is_empty()).then_some(text)
}
