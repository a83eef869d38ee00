use super::{File, MAX_FILE_BYTES, SourceTree, check, compare, referenced_paths};
use crate::accept::Accept;
use crate::lock::no_base;
use errcat_catalog::inputs::SOURCES_LOCK;
use errcat_catalog::{InputFile, Inputs, Report, read};

const AUTH: &str = "\
import jwt

def verify(token):
    if not token:
        raise Refused(401)
    return decode(token)

def owner(user, agent):
    if agent.owner != user:
        raise Refused(403)
    return agent

def reader(user, agent):
    if agent.reader != user:
        raise Refused(403)
    return agent
";

type Files<'a> = [(&'a str, &'a str)];

/// Checks an API with an error `refused` that has these sources. Returns its findings, each as its location,
/// its rule and the first line of its help, and the new lock.
fn run(sources: &str, files: &Files<'_>, lock: Option<&str>, accept: &Accept) -> (Vec<String>, String) {
    let table = format!(
        "title: Auth\nstatus: none\nerrors:\n  refused:\n    message: Refused\n    sources: {sources}\n"
    );
    let input = |name: &str, text: &str| InputFile::new(format!("catalog/shop/{name}"), text);
    let mut inputs = vec![input("api.yaml", "title: Shop\nsummary: Sells.\n"), input("auth.yaml", &table)];
    inputs.extend(lock.map(|lock| input(SOURCES_LOCK, lock)));
    let checked = read(&Inputs::of(&inputs)).expect("a good catalog");
    let api = &checked.catalog.apis[0];
    let is_small = |text: &&str| text.len() <= MAX_FILE_BYTES;
    let file = |(path, text): &(&str, &str)| File {
        path: (*path).to_owned(),
        text: Some(*text).filter(is_small).map(str::to_owned),
    };
    let others: Vec<File> = files.iter().map(file).collect();
    let paths = referenced_paths(api);
    let named = others.iter().filter(|file| paths.contains(&*file.path)).cloned();
    let tree = SourceTree { name: "../shop".to_owned(), files: named.collect() };
    let mut report = Report { findings: checked.warnings, sources: checked.sources };
    let states = compare(api, &tree, accept, &no_base, &mut report);
    let (path, lock) = states.lock();
    assert_eq!(path, "catalog/shop/sources.lock");
    check(states, &others, &mut report);
    let findings = report.findings.sorted(&report.sources).into_iter().map(|finding| {
        let help = finding.help.lines().next().unwrap_or_default();
        format!("{} {}: {help}", report.sources.text(finding.span), finding.rule.name)
    });
    (findings.collect(), lock)
}

/// Returns the findings after the code has changed, if no change is accepted.
fn findings(sources: &str, before: &Files<'_>, after: &Files<'_>) -> Vec<String> {
    let (fine, lock) = run(sources, before, None, &Accept::Nothing);
    assert!(fine.is_empty(), "{fine:?}");
    assert_eq!(run(sources, before, Some(&lock), &Accept::Nothing), (fine, lock.clone()));
    run(sources, after, Some(&lock), &Accept::Nothing).0
}

#[track_caller]
fn assert_findings(sources: &str, after: &str, expected: &[&str]) {
    assert_eq!(findings(sources, &[("auth.py", AUTH)], &[("auth.py", after)]), expected, "{sources}");
}

#[test]
fn code_that_moved_in_its_file_is_found() {
    let down = format!("# Who may do what.\n\n{AUTH}");
    assert_findings("auth.py:3-6", &down, &["3-6 moved-source: write \"auth.py:5-8\""]);
    assert_findings("['auth.py:3-6, 10, 15']", &down, &["3-6 moved-source: write \"auth.py:5-8, 12, 17\""]);
    assert_findings(
        "auth.py:1, 10",
        &format!("import jwt\n{down}"),
        &["10 moved-source: write \"auth.py:1, 13\""],
    );
    let up = AUTH.replace("import jwt\n\n", "");
    assert_findings("auth.py:3-6", &up, &["3-6 moved-source: write \"auth.py:1-4\""]);
    // The file now has fewer lines than the source refers to, but still contains the code.
    assert_findings("auth.py:13-16", &up, &["13-16 moved-source: write \"auth.py:11-14\""]);
    let (start, end) = AUTH.split_at(AUTH.find("def owner").expect("a function"));
    assert_findings(
        "auth.py:8-11",
        &format!("{end}\n{start}"),
        &["8-11 moved-source: write \"auth.py:1-4\""],
    );
}

#[test]
fn equal_lines_are_distinguished_by_the_lines_around_them() {
    let between =
        AUTH.replace("def reader", "def writer(user, agent):\n    raise Refused(403)\n\ndef reader");
    assert_findings("auth.py:10", &between, &[]);
    assert_findings("auth.py:15", &between, &["15 moved-source: write \"auth.py:18\""]);
    let apart = "raise Refused(403)\nlog()\nraise Refused(403)\n";
    assert_findings(
        "auth.py:15",
        apart,
        &["15 missing-lines: write the lines that raise the error now, or remove these"],
    );
}

#[test]
fn edits_in_the_middle_and_reformatting_do_not_matter() {
    let longer =
        AUTH.replace("    return decode(token)\n\ndef owner", "    return decode(token)\n\n\ndef owner");
    assert_findings("auth.py:3-6", &longer, &[]);
    assert_findings("auth.py:3-11", &AUTH.replace("return decode(token)", "return token"), &[]);
    assert_findings("auth.py:3-6, 8", &AUTH.replace('\n', "\r\n"), &[]);
    assert_findings("auth.py:3-6", &AUTH.replace("    ", "\t"), &[]);
    assert_findings("auth.py:2", "\n\n\n", &[]);
    // Lines that are added in the middle extend the range.
    let grown = AUTH.replace("    return decode(token)\n", "    log(token)\n    return decode(token)\n");
    assert_findings("auth.py:3-11", &grown, &["3-11 moved-source: write \"auth.py:3-12\""]);
}

#[test]
fn rewritten_code_is_reported_as_changed() {
    let help = "changed-source: write the lines that raise `refused` now; or, if these are correct: gen --accept refused";
    let first = AUTH.replace("def verify(token)", "def verify(token, key)");
    assert_findings("auth.py:3-6", &first, &[&format!("3-6 {help}")]);
    assert_findings("auth.py:1, 3-6", &first, &[&format!("3-6 {help}")]);
    let last = AUTH.replace("decode(token)", "decode(token, key)");
    assert_findings("auth.py:5, 6, 8", &last, &[&format!("6 {help}")]);
    assert_findings("auth.py:3-4", &AUTH.replace("verify(token)", "verify(t)"), &[&format!("3-4 {help}")]);
}

#[test]
fn code_that_moved_to_another_file_is_found() {
    let before = [("core/auth.py", AUTH), ("core/roles.py", "import auth\n")];
    let (verify, rest) = AUTH.split_at(AUTH.find("def owner").expect("a function"));
    let roles = format!("import auth\n\n{rest}");
    let after = [("core/auth.py", verify), ("core/roles.py", &*roles)];
    assert_eq!(
        findings("'core/auth.py:3-6, 8-11'", &before, &after),
        ["8-11 moved-source: write \"core/auth.py:3-6\", \"core/roles.py:3-6\""]
    );
    // A single line that occurs elsewhere may be there by chance.
    assert_eq!(
        findings(
            "core/auth.py:11",
            &before,
            &[("core/auth.py", "import jwt\n"), ("core/roles.py", "return agent\n")]
        ),
        ["11 missing-lines: write the lines that raise the error now, or remove these"]
    );
    let first = [("core/auth.py", "import os\n"), ("core/roles.py", "import jwt\n")];
    assert_eq!(findings("core/auth.py:1", &before, &first).len(), 1);
    assert!(findings("core/auth.py:1", &before, &first)[0].contains("changed-source"));
    // Two copies are ambiguous.
    let copies = [("core/auth.py", "import jwt\n"), ("core/a.py", AUTH), ("core/b.py", AUTH)];
    assert_eq!(
        findings("core/auth.py:3-6", &before, &copies),
        ["3-6 missing-lines: write the lines that raise the error now, or remove these"]
    );
}

#[test]
fn a_file_that_was_renamed_is_found_by_its_code_or_its_name() {
    let before = [("core/auth.py", AUTH)];
    let renamed = [("core/access.py", AUTH)];
    let expected = ["3-6 moved-source: write \"core/access.py:3-6, 8\""];
    assert_eq!(
        findings("'core/auth.py:3-6, 8-11'", &before, &renamed),
        ["3-6 moved-source: write \"core/access.py:3-6, 8-11\""]
    );
    assert_eq!(findings("'core/auth.py:3-6, 8'", &before, &renamed), expected);
    let elsewhere = [("lib/core/auth.py", "rewritten()\n"), ("lib/auth.py", "")];
    let expected = ["core/auth.py missing-source: did you mean `lib/core/auth.py`?"];
    assert_eq!(findings("core/auth.py:3-6", &before, &elsewhere), expected);
    assert_eq!(findings("core/auth.py", &before, &elsewhere), expected);
    let gone = ["core/auth.py missing-source: write its path relative to `../shop`, or remove the source"];
    assert_eq!(findings("core/auth.py:3-6", &before, &[]), gone);
}

#[test]
fn files_and_lines_that_never_existed_are_missing() {
    let files = [("auth.py", "a\nb\n")];
    let run = |sources| run(sources, &files, None, &Accept::Nothing).0;
    assert_eq!(run("auth.py:1-2"), [""; 0]);
    assert_eq!(run("auth.py"), [""; 0]);
    let help = "missing-lines: write the lines that raise the error now, or remove these";
    assert_eq!(run("'auth.py:1, 2-3,7'"), [format!("2-3 {help}"), format!("7 {help}")]);
    assert_eq!(run("auht.py:1"), ["auht.py missing-source: did you mean `auth.py`?"]);
}

#[test]
fn invalid_text_and_empty_and_huge_files_are_handled() {
    let latin = String::from_utf8_lossy(b"d\xE9j\xE0\nvu\n").into_owned();
    assert_eq!(run("a.py:1-2", &[("a.py", &latin)], None, &Accept::Nothing).0, [""; 0]);
    let findings = run("a.py:1", &[("a.py", "")], None, &Accept::Nothing).0;
    assert_eq!(findings, ["1 missing-lines: write the lines that raise the error now, or remove these"]);
    let huge = "a\n".repeat(MAX_FILE_BYTES / 2 + 1);
    let findings = run("a.py:1", &[("a.py", &huge)], None, &Accept::Nothing).0;
    assert_eq!(findings, ["a.py too-large: use a hand-written file, or remove the source"]);
}

#[test]
fn the_lock_only_changes_when_a_change_is_accepted() {
    let before = [("auth.py", AUTH)];
    let after_text = AUTH.replace("def verify(token)", "def verify(token, key)");
    let after = [("auth.py", &*after_text)];
    let (_, lock) = run("auth.py:3-6, 9", &before, None, &Accept::Nothing);
    let with = |accept: &Accept| run("auth.py:3-6, 9", &after, Some(&lock), accept);
    assert_eq!(with(&Accept::Nothing).1, lock);
    assert_eq!(with(&Accept::Codes(["other".to_owned()].into())).0.len(), 1);
    for accept in [Accept::Everything, Accept::Codes(["refused".to_owned()].into())] {
        let (findings, accepted) = with(&accept);
        assert_eq!((findings.len(), accepted != lock), (0, true), "{accept:?}");
        assert_eq!(run("auth.py:3-6, 9", &after, Some(&accepted), &Accept::Nothing), (findings, accepted));
    }
    // Ranges that the catalog no longer refers to are removed, and new ones are added.
    let (findings, corrected) = run("auth.py:9, 10", &after, Some(&lock), &Accept::Nothing);
    assert_eq!(findings, [""; 0]);
    assert_eq!(lines(&corrected), ["\"auth.py:9\"", "\"auth.py:10\""]);
    // Invalid fingerprints are ignored.
    let hand_made = "'auth.py:9': { first: soon, before: x, after: y }\n";
    assert_eq!(run("auth.py:9", &after, Some(hand_made), &Accept::Nothing).0, [""; 0]);
}

#[test]
fn of_the_lines_of_two_branches_one_has_to_agree() {
    let (_, lock) = run("auth.py:3-6", &[("auth.py", AUTH)], None, &Accept::Nothing);
    let (_, other) = run("auth.py:3-6", &[("auth.py", "x\n\na\nb\nc\nd\n")], None, &Accept::Nothing);
    let [ours, theirs] = [&lock, &other].map(|lock| lock.lines().last().expect("a range"));
    let conflict = format!("<<<<<<< ours\n{theirs}\n||||||| base\n=======\n{ours}\n>>>>>>> theirs\n");
    for merged in [format!("{ours}\n{ours}\n"), format!("{theirs}\n{ours}\n"), conflict] {
        let read = run("auth.py:3-6", &[("auth.py", AUTH)], Some(&merged), &Accept::Nothing);
        assert_eq!(read, (Vec::new(), lock.clone()), "{merged}");
    }
    let neither = format!("{theirs}\n{}\n", theirs.replace("first: ", "first: 1"));
    let findings = run("auth.py:3-6", &[("auth.py", AUTH)], Some(&neither), &Accept::Nothing).0;
    assert!(findings.len() == 1 && findings[0].contains("changed-source"), "{findings:?}");
}

#[test]
fn each_range_is_one_line_of_the_lock() {
    let (_, lock) =
        run("['b.py:10, 2-3', 'a.py:1', 'b.py:2']", &[("a.py", "x"), ("b.py", AUTH)], None, &Accept::Nothing);
    assert_eq!(lines(&lock), ["\"a.py:1\"", "\"b.py:2\"", "\"b.py:2-3\"", "\"b.py:10\""]);
}

/// Returns the ranges in a lock.
fn lines(lock: &str) -> Vec<&str> {
    lock.lines().filter_map(|line| Some(line.split_once(": {")?.0)).collect()
}
