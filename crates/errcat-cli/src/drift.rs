//! Generated files that aren't what the catalog says, told in two ways: as a list with differences
//! (`gen --check`), and as findings among the others (`check`).

use std::fmt::Write;
use std::io;

use anstyle::AnsiColor;
use camino::Utf8Path;
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Sources, Span};
use errcat_catalog::report::visible;
use similar::{ChangeTag, TextDiff};

use errcat_targets::selection::Selection;
use errcat_targets::target::Target;

use crate::disk::compare::{Changes, InMemory};
use crate::disk::last_run::UpToDateApi;
use crate::program::Program;
use crate::reading::workspace::read_if_there;
use crate::session::Session;
use crate::terminal::failure::Stopped;
use crate::terminal::output::counted;

pub(crate) static STALE_FILE: Rule = Rule {
    name: "stale-file",
    why: "A generated file is out of date: the catalog or a template was changed, or the file was \
          edited by hand.",
    fix: "Run `gen`. Make changes in the catalog or in a template, not in the generated file.",
    ..Rule::REQUIRED
};

pub(crate) static MISSING_FILE: Rule = Rule {
    name: "missing-file",
    why: "A generated file doesn't exist: something was added to the catalog, or the file was deleted.",
    fix: "Run `gen`, and commit the file together with the catalog.",
    ..Rule::REQUIRED
};

pub(crate) static ORPHANED_FILE: Rule = Rule {
    name: "orphaned-file",
    why: "A generated file is left over from something that is no longer in the catalog. It would \
          still be compiled or published.",
    fix: "Run `gen`, which deletes it.",
    ..Rule::REQUIRED
};

pub(crate) static HAND_MADE_FILE: Rule = Rule {
    name: "hand-made-file",
    why: "A file without the mark `@generated` is at the path of a generated file. Files without the \
          mark are hand-written and never overwritten.",
    fix: "Move or delete the file, or set another folder in [workspace.metadata.errcat].",
    ..Rule::REQUIRED
};

/// The most lines of a difference that are shown.
const MAX_DIFF_LINES: usize = 12;
/// The most characters of a line that are shown.
const MAX_LINE_CHARS: usize = 160;
/// The largest texts whose difference is shown. Larger ones are only said to differ.
const MAX_DIFF_BYTES: usize = 1 << 20;

/// How the disk differs from what the catalog says, with the content that it should have.
pub(crate) type Drift = Changes<Vec<u8>>;

/// Compares the selected part of what is generated with the disk. A target that isn't committed and was never generated on this
/// machine isn't missing.
pub(crate) fn find(
    session: &Session,
    targets: &[Box<dyn Target>],
    selection: &Selection<'_>,
    up_to_date: &[UpToDateApi],
) -> Result<Drift, Stopped> {
    let mut changes = session.compare(targets, selection, up_to_date, &InMemory, &mut |_| {})?;
    for output in absent(session, targets) {
        changes.writes.retain(|write| !write.path.starts_with(output));
    }
    Ok(changes)
}

/// The outputs of targets that aren't committed and that this machine doesn't have, each once.
fn absent<'t>(session: &Session, targets: &'t [Box<dyn Target>]) -> Vec<&'t str> {
    let root = &session.workspace.root;
    let not_committed = targets.iter().filter(|target| !target.is_committed()).map(|target| target.output());
    let mut absent: Vec<&str> = not_committed.filter(|output| !root.join(output).exists()).collect();
    absent.dedup();
    absent
}

/// Every file that differs, with the first lines that do. `-` is on the disk, `+` is what `gen` writes.
pub(crate) fn listed(
    session: &Session,
    targets: &[Box<dyn Target>],
    drift: &Drift,
    program: Program,
) -> io::Result<String> {
    let mut text = String::new();
    for obstacle in &drift.obstacles {
        headline(&mut text, "in the way", &obstacle.path);
        writeln!(text, "    it {}", obstacle.reason.text()).expect("writing to a String");
    }
    for write in &drift.writes {
        headline(&mut text, if write.stale { "stale" } else { "missing" }, &write.path);
        if write.stale {
            let found = read_if_there(&session.workspace.root.join(&write.path))?.unwrap_or_default();
            text.push_str(&difference(&found, &write.content));
        }
    }
    for orphan in &drift.orphans {
        headline(&mut text, "orphaned", orphan);
    }
    let command = program.command;
    for output in absent(session, targets) {
        writeln!(text, "{output} hasn't been generated yet, so it wasn't compared")
            .expect("writing to a String");
    }
    if drift.is_empty() {
        let files = counted(drift.unchanged, "generated file");
        writeln!(text, "No drift in {files}").expect("writing to a String");
    } else {
        let count = drift.obstacles.len() + drift.writes.len() + drift.orphans.len();
        let are = if count == 1 { "is" } else { "are" };
        let files = counted(count, "generated file");
        writeln!(text, "{files} {are} out of date; run `{command} gen`").expect("writing to a String");
    }
    Ok(text)
}

/// The same as findings. Each is at the first line that differs, where there is one.
pub(crate) fn add(report: &mut Report, root: &Utf8Path, drift: &Drift, program: Program) -> io::Result<()> {
    let Report { findings, sources } = report;
    let gen_help = format!("run `{} gen`", program.command);
    for obstacle in &drift.obstacles {
        let span = whole(sources, &obstacle.path, "");
        let message = format!("{} {}", obstacle.path, obstacle.reason.text());
        findings.push(Finding::new(&HAND_MADE_FILE, span, message, "move it elsewhere, or delete it"));
    }
    for write in &drift.writes {
        if write.stale {
            let found = read_if_there(&root.join(&write.path))?.unwrap_or_default();
            let span = first_difference(sources, &write.path, &found, &write.content);
            let message = format!("{} is out of date", write.path);
            findings.push(Finding::new(&STALE_FILE, span, message, &*gen_help).label("first difference"));
        } else {
            let span = whole(sources, &write.path, "");
            findings.push(Finding::new(
                &MISSING_FILE,
                span,
                format!("{} is missing", write.path),
                &*gen_help,
            ));
        }
    }
    for orphan in &drift.orphans {
        let span = whole(sources, orphan, "");
        let message = format!("{orphan} was generated from something that no longer exists");
        findings.push(Finding::new(&ORPHANED_FILE, span, message, format!("{gen_help}, which deletes it")));
    }
    Ok(())
}

fn headline(text: &mut String, what: &str, path: &Utf8Path) {
    let bold = anstyle::Style::new().bold();
    writeln!(text, "{bold}{what:<10}{bold:#} {}", visible::line(path.as_str())).expect("writing to a String");
}

/// A short difference of two texts, indented.
fn difference(found: &[u8], planned: &[u8]) -> String {
    let (Ok(found), Ok(planned)) = (str::from_utf8(found), str::from_utf8(planned)) else {
        return "    the bytes differ\n".into();
    };
    if found.len().max(planned.len()) > MAX_DIFF_BYTES {
        return "    the texts differ\n".into();
    }
    let diff = TextDiff::from_lines(found, planned);
    let hunks = diff.grouped_ops(1);
    let mut lines = hunks.iter().flat_map(|hunk| {
        let start = hunk.first().map_or(0, |op| op.old_range().start);
        let header = format!("    @@ line {} @@", start + 1);
        let changes = hunk.iter().flat_map(|op| diff.iter_changes(op));
        std::iter::once(header).chain(changes.map(|change| changed_line(change.tag(), change.value())))
    });
    let mut text: String = lines.by_ref().take(MAX_DIFF_LINES).map(|line| line + "\n").collect();
    let more = lines.count();
    if more > 0 {
        writeln!(text, "    … {} more", counted(more, "line")).expect("writing to a String");
    }
    text
}

fn changed_line(tag: ChangeTag, line: &str) -> String {
    let (sign, style) = match tag {
        ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
        ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
        ChangeTag::Equal => (' ', anstyle::Style::new()),
    };
    let line = line.trim_end_matches(['\r', '\n']);
    let cut: String = line.chars().take(MAX_LINE_CHARS).collect();
    let more = if cut.len() < line.len() { "…" } else { "" };
    format!("    {style}{sign} {}{more}{style:#}", visible::lines(&cut))
}

fn whole(sources: &mut Sources, path: &Utf8Path, text: &str) -> Span {
    Span::start_of(sources.add(path.as_str(), text))
}

/// The line of the file on the disk that is the first to differ.
fn first_difference(sources: &mut Sources, path: &Utf8Path, found: &[u8], planned: &[u8]) -> Span {
    let Ok(text) = str::from_utf8(found) else { return whole(sources, path, "") };
    let without_return = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
    let planned = String::from_utf8_lossy(planned);
    let mut planned_lines = planned.lines();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if planned_lines.next().map(without_return) != Some(without_return(line)) {
            break;
        }
        start += line.len();
    }
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Span::of(sources.add(path.as_str(), text), start..end)
}
