//! Reports generated files that are out of date: as a list with diffs (`gen --check`), and as findings
//! (`check`).

use std::fmt::Write;
use std::io;

use anstyle::AnsiColor;
use camino::{Utf8Path, Utf8PathBuf};
use errcat_catalog::Report;
use errcat_catalog::finding::{Finding, Rule, Sources, Span};
use errcat_catalog::report::visible;
use similar::{ChangeTag, TextDiff};

use errcat_targets::selection::Selection;
use errcat_targets::target::Target;

use crate::disk::compare::{Changes, InMemory, Reason};
use crate::disk::last_run::UpToDate;
use crate::program::Program;
use crate::reading::workspace::read_if_there;
use crate::session::Session;
use crate::terminal::failure::RunError;
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

pub(crate) static EDITED_ORPHAN: Rule = Rule {
    name: "edited-orphan",
    why: "A generated file is left over from something that the catalog no longer has, but it has been edited since it was \
          generated. Deleting it would lose that work.",
    fix: "Keep the edit elsewhere, and delete the file.",
    ..Rule::REQUIRED
};

pub(crate) static UNLISTED_FILE: Rule = Rule {
    name: "unlisted-file",
    why: "A file in a folder of generated files has the header of one, but no manifest lists it. It is a renamed copy, or an \
          older version of errcat left it. It would be compiled or published with the others.",
    fix: "Delete the file. If it is yours, remove the header.",
    ..Rule::REQUIRED
};

pub(crate) static HAND_MADE_FILE: Rule = Rule {
    name: "hand-made-file",
    why: "A file is where a generated one would be written, but no manifest lists it as generated. It was \
          probably written by hand, so it isn't overwritten.",
    fix: "Move or delete the file, choose another folder under [workspace.metadata.errcat], or run `gen --adopt`, which \
          overwrites it. Restore a lock with `git checkout`: it records what was published.",
    ..Rule::REQUIRED
};

/// The maximum number of lines of a diff that are shown.
const MAX_DIFF_LINES: usize = 12;
/// The maximum number of characters of a line that are shown.
const MAX_LINE_CHARS: usize = 160;
/// The maximum size of texts whose diff is shown. For larger ones, only the fact that they differ is.
const MAX_DIFF_BYTES: usize = 1 << 20;

/// The differences between the disk and the generated files, with the content of those files.
pub(crate) type Drift = Changes<Vec<u8>>;

/// Compares the selected part of the generated files with the disk. Generated files in `abandoned`
/// directories are orphans. Skips targets that aren't committed and that were never generated on this
/// machine.
pub(crate) fn find(
    session: &Session,
    targets: &[Box<dyn Target>],
    selection: &Selection<'_>,
    up_to_date: &UpToDate,
    abandoned: &[Utf8PathBuf],
) -> Result<Drift, RunError> {
    let mut changes = session.compare(targets, selection, up_to_date, abandoned, &InMemory, &mut |_| {})?;
    for output in absent_outputs(session, targets) {
        changes.writes.retain(|write| !write.path.starts_with(output));
        changes.manifests.retain(|write| !write.path.starts_with(output));
    }
    Ok(changes)
}

/// Returns the outputs of targets that aren't committed and that don't exist on this machine, without
/// duplicates.
fn absent_outputs<'t>(session: &Session, targets: &'t [Box<dyn Target>]) -> Vec<&'t str> {
    let root = &session.workspace.root;
    let not_committed = targets.iter().filter(|target| !target.is_committed()).map(|target| target.output());
    let mut absent: Vec<&str> = not_committed.filter(|output| !root.join(output).exists()).collect();
    absent.dedup();
    absent
}

/// Renders every file that differs, with the beginning of its diff. `-` is on the disk, `+` is what `gen`
/// writes.
pub(crate) fn render(
    session: &Session,
    targets: &[Box<dyn Target>],
    drift: &Drift,
    program: Program,
) -> io::Result<String> {
    let mut text = String::new();
    for obstacle in &drift.obstacles {
        push_headline(&mut text, "in the way", &obstacle.path);
        writeln!(text, "    it {}", obstacle.reason.text()).expect("writing to a String");
    }
    for write in drift.writes.iter().chain(&drift.manifests) {
        push_headline(&mut text, if write.stale { "stale" } else { "missing" }, &write.path);
        if write.stale {
            let found = read_if_there(&session.workspace.root.join(&write.path))?.unwrap_or_default();
            text.push_str(&render_diff(&found, &write.content));
        }
    }
    for orphan in &drift.orphans {
        push_headline(&mut text, "orphaned", orphan);
    }
    for path in &drift.unlisted {
        push_headline(&mut text, "unlisted", path);
        writeln!(text, "    it has the header of a generated file, but wasn't generated here")
            .expect("writing to a String");
    }
    for orphan in &drift.edited_orphans {
        push_headline(&mut text, "edited", orphan);
        writeln!(text, "    it is no longer generated, and is kept because it has been edited")
            .expect("writing to a String");
    }
    let command = program.command;
    for output in absent_outputs(session, targets) {
        writeln!(text, "{output} hasn't been generated yet, so it wasn't compared")
            .expect("writing to a String");
    }
    if drift.is_empty() {
        let files = counted(drift.unchanged, "generated file");
        writeln!(text, "No drift in {files}").expect("writing to a String");
    } else {
        let Changes { obstacles, writes, manifests, orphans, edited_orphans, unlisted, .. } = drift;
        let count = obstacles.len()
            + writes.len()
            + manifests.len()
            + orphans.len()
            + edited_orphans.len()
            + unlisted.len();
        let are = if count == 1 { "is" } else { "are" };
        let files = counted(count, "generated file");
        writeln!(text, "{files} {are} out of date; run `{command} gen`").expect("writing to a String");
    }
    Ok(text)
}

/// Adds a finding for each file that differs. A finding for a stale file is at the first line that differs.
pub(crate) fn add_findings(
    report: &mut Report,
    root: &Utf8Path,
    drift: &Drift,
    program: Program,
) -> io::Result<()> {
    let Report { findings, sources } = report;
    let gen_help = format!("run `{} gen`", program.command);
    for obstacle in &drift.obstacles {
        let span = file_span(sources, &obstacle.path, "");
        let message = format!("{} {}", obstacle.path, obstacle.reason.text());
        let help = obstacle_help(obstacle.reason, &[&obstacle.path], program);
        findings.push(Finding::new(&HAND_MADE_FILE, span, message, help));
    }
    for write in drift.writes.iter().chain(&drift.manifests) {
        if write.stale {
            let found = read_if_there(&root.join(&write.path))?.unwrap_or_default();
            let span = first_difference(sources, &write.path, &found, &write.content);
            let message = format!("{} is out of date", write.path);
            findings.push(Finding::new(&STALE_FILE, span, message, &*gen_help).label("first difference"));
        } else {
            let span = file_span(sources, &write.path, "");
            findings.push(Finding::new(
                &MISSING_FILE,
                span,
                format!("{} is missing", write.path),
                &*gen_help,
            ));
        }
    }
    for orphan in &drift.orphans {
        let span = file_span(sources, orphan, "");
        let message = format!("{orphan} was generated from something that no longer exists");
        findings.push(Finding::new(&ORPHANED_FILE, span, message, format!("{gen_help}, which deletes it")));
    }
    add_kept_files(report, drift);
    Ok(())
}

/// Returns what to do about files that are in the way for the same reason.
pub(crate) fn obstacle_help(reason: Reason, paths: &[&Utf8Path], program: Program) -> String {
    let them = if paths.len() == 1 { "it" } else { "them" };
    match reason {
        Reason::HandMade => {
            let command = program.command;
            format!("move {them} elsewhere, or run `{command} gen --adopt` to have {them} overwritten")
        }
        Reason::DamagedLock => {
            let paths: Vec<&str> = paths.iter().map(|path| path.as_str()).collect();
            format!("restore {them}: git checkout -- {}", paths.join(" "))
        }
        Reason::HandMadeElsewhere
        | Reason::ListedLink
        | Reason::SymbolicLink
        | Reason::NotAFile
        | Reason::NotADirectory => format!("move {them} elsewhere"),
    }
}

/// Adds findings for files that `gen` doesn't delete: edited orphans, and files that no manifest lists.
pub(crate) fn add_kept_files<T>(report: &mut Report, changes: &Changes<T>) {
    for path in &changes.unlisted {
        let span = file_span(&mut report.sources, path, "");
        let message = format!("{path} has the header of a generated file, but wasn't generated here");
        let help = "delete it, or remove the header if it is yours";
        report.findings.push(Finding::new(&UNLISTED_FILE, span, message, help));
    }
    for orphan in &changes.edited_orphans {
        let span = file_span(&mut report.sources, orphan, "");
        let message = format!("{orphan} is no longer generated, and has been edited");
        let help = "keep your changes elsewhere, and delete it";
        report.findings.push(Finding::new(&EDITED_ORPHAN, span, message, help));
    }
}

fn push_headline(text: &mut String, state: &str, path: &Utf8Path) {
    let bold = anstyle::Style::new().bold();
    writeln!(text, "{bold}{state:<10}{bold:#} {}", visible::line(path.as_str()))
        .expect("writing to a String");
}

/// Renders the beginning of the diff of two texts, indented.
fn render_diff(found: &[u8], planned: &[u8]) -> String {
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
        std::iter::once(header).chain(changes.map(|change| render_change(change.tag(), change.value())))
    });
    let mut text: String = lines.by_ref().take(MAX_DIFF_LINES).map(|line| line + "\n").collect();
    let more = lines.count();
    if more > 0 {
        writeln!(text, "    … {} more", counted(more, "line")).expect("writing to a String");
    }
    text
}

fn render_change(tag: ChangeTag, line: &str) -> String {
    let (sign, style) = match tag {
        ChangeTag::Delete => ('-', AnsiColor::Red.on_default()),
        ChangeTag::Insert => ('+', AnsiColor::Green.on_default()),
        ChangeTag::Equal => (' ', anstyle::Style::new()),
    };
    let line = line.trim_end_matches(['\r', '\n']);
    let shown: String = line.chars().take(MAX_LINE_CHARS).collect();
    let more = if shown.len() < line.len() { "…" } else { "" };
    format!("    {style}{sign} {}{more}{style:#}", visible::lines(&shown))
}

/// Returns the start of a file, for findings about the whole file.
fn file_span(sources: &mut Sources, path: &Utf8Path, text: &str) -> Span {
    Span::start_of(sources.add(path.as_str(), text))
}

/// Returns the first line that differs, in the file on the disk.
fn first_difference(sources: &mut Sources, path: &Utf8Path, found: &[u8], planned: &[u8]) -> Span {
    let Ok(text) = str::from_utf8(found) else { return file_span(sources, path, "") };
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
