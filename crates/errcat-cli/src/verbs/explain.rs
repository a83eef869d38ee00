//! `explain`: an error's causes and fixes in the terminal, or why a rule exists.
//!
//! What is asked for is a code, `api/code`, a former code, a rule, or `lints`; without a question, a body or a log on the
//! standard input is searched for errors that it may tell of.

mod find;
mod page;
mod prose;

use std::io::{IsTerminal, Read};

use crate::program::Verdict;
use crate::reading::workspace;
use crate::rules;
use crate::session::Session;
use crate::terminal::failure::Failure;
use crate::terminal::output;
use camino::Utf8Path;
use errcat_catalog::model::Catalog;
use errcat_catalog::report;

#[derive(Debug, clap::Args)]
pub struct Options {
    /// A code (`agent_not_found`, `kakunin/agent_not_found`; any case, `-` or `_`) or a rule (`duplicate-key`), or
    /// `lints`, the rules that are a matter of taste; without one, the errors in a body or a log on the standard input are explained
    #[arg(value_name = "CODE|RULE")]
    question: Option<String>,
}

pub(crate) fn run(options: &Options, here: &Utf8Path) -> Result<Verdict, Failure> {
    match &options.question {
        Some(question) => answer(question.trim(), here),
        None => answer_input(here),
    }
}

fn answer(question: &str, here: &Utf8Path) -> Result<Verdict, Failure> {
    let rules = about_rules(question, here);
    let catalog = match (catalog(here), &rules) {
        (Ok(catalog), _) => catalog,
        // It is when the catalog is broken that rules are looked up.
        (Err(_), Some(rules)) => {
            output::print(rules)?;
            return Ok(Verdict::Fine);
        }
        (Err(failure), None) => return Err(failure),
    };
    let codes = find::by_name(&catalog, question);
    let codes = codes.into_iter().map(|found| page::of_code(&catalog, found));
    let pages: Vec<String> = rules.into_iter().chain(codes).collect();
    if pages.is_empty() {
        output::tell(&unknown(&catalog, question));
        return Ok(Verdict::Findings);
    }
    output::print(&pages.join("\n"))?;
    Ok(Verdict::Fine)
}

/// The page of a rule, or the list of lints, with the levels that the workspace has chosen.
fn about_rules(question: &str, here: &Utf8Path) -> Option<String> {
    let lints = workspace::find(here).map(|workspace| workspace.settings.lints).unwrap_or_default();
    let name = question.to_lowercase().replace('_', "-");
    match name.as_str() {
        "lints" => Some(page::of_lints(&lints)),
        name => rules::from_name(name).map(|rule| page::of_rule(rule, &lints)),
    }
}

fn answer_input(here: &Utf8Path) -> Result<Verdict, Failure> {
    let mut stdin = std::io::stdin();
    if stdin.is_terminal() {
        return Err(Failure::new(
            "nothing to explain",
            "name a code or a rule, or pipe a body or a log in: `curl … | errcat explain`",
        ));
    }
    let catalog = catalog(here)?;
    let mut input = Vec::new();
    stdin.read_to_end(&mut input)?;
    let found = find::in_text(&catalog, &String::from_utf8_lossy(&input));
    if found.is_empty() {
        output::tell("no error of the catalog is named on the standard input\n");
        return Ok(Verdict::Findings);
    }
    let pages: Vec<String> = found.into_iter().map(|found| page::of_code(&catalog, found)).collect();
    output::print(&pages.join("\n"))?;
    Ok(Verdict::Fine)
}

fn catalog(here: &Utf8Path) -> Result<Catalog, Failure> {
    Ok(Session::open(here)?.catalog()?.1)
}

fn unknown(catalog: &Catalog, question: &str) -> String {
    let question = report::visible::line(question);
    let close = find::close_to(catalog, &question);
    let help = if close.is_empty() {
        "`errcat list` lists the codes".to_owned()
    } else {
        format!(
            "did you mean {}?",
            close.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
        )
    };
    Failure::new(format!("neither a code nor a rule is called `{question}`"), help).to_string()
}
