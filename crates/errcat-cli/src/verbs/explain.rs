//! `explain`: prints an error's causes and fixes, or why a rule exists.
//!
//! The argument is a code, `api/code`, a former code, a rule, or `lints`. Otherwise it is a text in which
//! errors are found, like the standard input, which is a response body or a log.

mod code;
mod find;
mod input;
mod page;
mod prose;

use std::io::{IsTerminal, Read};

use self::input::{FoundError, FoundErrors, Values};
use crate::program::{Program, Verdict};
use crate::reading::workspace;
use crate::rules;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;
use camino::Utf8Path;
use errcat_catalog::model::Catalog;
use errcat_catalog::report;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat explain agent_not_found          # or kakunin/agent_not_found, AGENT-NOT-FOUND
  errcat explain duplicate-key            # a rule
  errcat explain lints                    # all lints, with their levels in this workspace
  errcat explain 429                      # a status, a message, a log line, a response body
  curl -s https://… | errcat explain      # the errors in a response
  tail -n 100 service.log | errcat explain

Exit codes: 0 success, 1 nothing found, 2 usage error or failure.";

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Code, rule or text to explain, or `lints`
    ///
    /// Codes match in any case, with `-` or `_`, by former names, and with or without their API:
    /// `agent_not_found`, `kakunin/agent_not_found`. Any other text is searched for errors, like standard
    /// input.
    #[arg(value_name = "CODE|RULE|TEXT", allow_negative_numbers = true)]
    question: Option<String>,
}

pub(crate) fn run(options: &Options, here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    match &options.question {
        Some(question) => explain_name(question.trim(), here, program),
        None => explain_input(here, program),
    }
}

fn explain_name(question: &str, here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let rules = explain_rule(question, here);
    let catalog = match (read_catalog(here), &rules) {
        (Ok(catalog), _) => catalog,
        // Rules must be available even if the catalog can't be read: that is when they are needed most.
        (Err(_), Some(rules)) => {
            output::print(rules)?;
            return Ok(Verdict::Fine);
        }
        (Err(failure), None) => return Err(failure),
    };
    let codes = find::by_name(&catalog, question);
    let codes = codes.into_iter().map(|code| page::of_code(&catalog, code, &Values::new()));
    let mut pages: Vec<String> = rules.into_iter().chain(codes).collect();
    if pages.is_empty() {
        pages = explain_text(&catalog, question, program);
    }
    if pages.is_empty() {
        output::eprint(&render_unknown(&catalog, question, program));
        return Ok(Verdict::Findings);
    }
    output::print(&pages.join("\n"))?;
    Ok(Verdict::Fine)
}

/// Renders a page for each error that a text identifies, and one for all that are possible.
fn explain_text(catalog: &Catalog, text: &str, program: Program) -> Vec<String> {
    let FoundErrors { errors, possible } = input::find(catalog, text);
    let page = |found: &FoundError| page::of_code(catalog, found.code, &found.values);
    let mut pages: Vec<String> = errors.iter().map(page).collect();
    if !possible.is_empty() {
        pages.push(page::of_possible(catalog, &possible, program));
    }
    pages
}

/// Renders a rule or the list of lints, with the levels that the workspace sets. `None` if the question is
/// neither.
fn explain_rule(question: &str, here: &Utf8Path) -> Option<String> {
    let lints = workspace::find(here).map(|workspace| workspace.settings.lints).unwrap_or_default();
    let name = question.to_lowercase().replace('_', "-");
    match name.as_str() {
        "lints" => Some(page::of_lints(&lints)),
        name => rules::from_name(name).map(|rule| page::of_rule(rule, &lints)),
    }
}

/// Explains the errors in the standard input.
fn explain_input(here: &Utf8Path, program: Program) -> Result<Verdict, Failure> {
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::new(
            "nothing to explain",
            format!(
                "specify a code or a rule, or pipe in a response body or a log: `curl … | {} explain`",
                program.command
            ),
        ));
    }
    let catalog = read_catalog(here)?;
    let mut input = Vec::new();
    stdin.read_to_end(&mut input)?;
    let pages = explain_text(&catalog, &String::from_utf8_lossy(&input), program);
    if pages.is_empty() {
        output::eprint("no errors of the catalog were found in the standard input\n");
        return Ok(Verdict::Findings);
    }
    output::print(&pages.join("\n"))?;
    Ok(Verdict::Fine)
}

fn read_catalog(here: &Utf8Path) -> Result<Catalog, Failure> {
    Ok(Session::open(here)?.catalog()?.1)
}

/// Renders the message for an unknown name, with suggestions, or for a text without errors.
fn render_unknown(catalog: &Catalog, question: &str, program: Program) -> String {
    if question.contains(char::is_whitespace) {
        return "no errors of the catalog were found in the text\n".to_owned();
    }
    let question = report::visible::line(question);
    let close = find::close_to(catalog, &question);
    let help = if close.is_empty() {
        format!("`{} list` lists the codes", program.command)
    } else {
        format!(
            "did you mean {}?",
            close.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
        )
    };
    Failure::new(format!("no code or rule is named `{question}`"), help).to_string()
}
