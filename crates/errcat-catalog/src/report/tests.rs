use super::{code, github, human, json, located};
use crate::finding::Report;
use crate::finding::{FileId, Finding, Span};

const TABLE: &str =
    "title: Certificates\nerrors:\n  not_found:\n    message: Gone\n  not_found:\n    mesage: Gone\n";

#[test]
fn findings_look_like_those_of_rustc() {
    let mut report = Report::default();
    let file = report.sources.add("catalog/kakunin/certify.yaml", TABLE);
    let (first, second) = (span_of(file, TABLE, "not_found"), last_span_of(file, TABLE, "not_found"));
    report.findings.push(duplicate(second).related(first, "first written here"));
    assert_eq!(
        human(&report, false),
        "\
error[duplicate-key]: the key `not_found` is written twice
 --> catalog/kakunin/certify.yaml:5:3
  |
3 |   not_found:
  |   --------- first written here
4 |     message: Gone
5 |   not_found:
  |   ^^^^^^^^^ again
  |
  = help: rename one of them, or delete it

1 finding in 1 file
"
    );
}

#[test]
fn findings_are_sorted_and_distant_locations_have_their_own_excerpt() {
    let mut report = Report::default();
    let far = format!("title: A\n{}not_found: 1\n", "# a line\n".repeat(200));
    let far_file = report.sources.add("catalog/b.yaml", &*far);
    let file = report.sources.add("catalog/a.yaml", TABLE);
    report.findings.push(duplicate(span_of(far_file, &far, "title")).label(""));
    let related = span_of(far_file, &far, "not_found");
    report.findings.push(duplicate(span_of(file, TABLE, "mesage")).related(related, "and here"));
    assert_eq!(
        human(&report, false),
        "\
error[duplicate-key]: the key `not_found` is written twice
   --> catalog/a.yaml:6:5
    |
  6 |     mesage: Gone
    |     ^^^^^^ again
    |
   ::: catalog/b.yaml:202:1
    |
202 | not_found: 1
    | --------- and here
    |
    = help: rename one of them, or delete it

error[duplicate-key]: the key `not_found` is written twice
 --> catalog/b.yaml:1:1
  |
1 | title: A
  | ^^^^^
  |
  = help: rename one of them, or delete it

2 findings in 2 files
"
    );
}

#[test]
fn text_of_the_catalog_is_escaped() {
    let mut report = Report::default();
    let text = "a: \u{1b}]0;title\u{7}\u{9b}1m\u{202e}cba\r\nb: 1\r\n";
    let file = report.sources.add("catalog/\u{1b}[2J.yaml", text);
    let finding = duplicate(span_of(file, text, "cba"))
        .label("\u{202e}label")
        .related(span_of(file, text, "b: 1"), "\u{1b}[1A");
    let finding = Finding { message: "a \u{1b}[2J\nb".into(), help: "say \u{7}\nso".into(), ..finding };
    report.findings.push(finding);
    let shown = human(&report, false);
    assert_eq!(
        shown,
        "\
error[duplicate-key]: a \\u{1b}[2J\\nb
 --> catalog/\\u{1b}[2J.yaml:1:18
  |
1 | a: ␛]0;title␇�1m�cba
  |                  ^^^ \\u{202e}label
2 | b: 1
  | ---- \\u{1b}[1A
  |
  = help: say \\u{7}
          so

1 finding in 1 file
"
    );
    for text in [shown, json(&report), github(&report)] {
        assert_eq!(crate::invisible::find(&text).next(), None, "{text:?}");
    }
}

#[test]
fn json_contains_everything() {
    let mut report = Report::default();
    let file = report.sources.add("catalog/a.yaml", TABLE);
    let span =
        Span { end: last_span_of(file, TABLE, "mesage").end, ..last_span_of(file, TABLE, "not_found") };
    report.findings.push(duplicate(span).related(span_of(file, TABLE, "title"), "here"));
    assert_eq!(
        json(&report),
        r#"[
  {
    "rule": "duplicate-key",
    "level": "deny",
    "message": "the key `not_found` is written twice",
    "path": "catalog/a.yaml",
    "line": 5,
    "column": 3,
    "end_line": 6,
    "end_column": 11,
    "text": "not_found:\n    mesage",
    "label": "again",
    "related": [
      {
        "path": "catalog/a.yaml",
        "line": 1,
        "column": 1,
        "end_line": 1,
        "end_column": 6,
        "text": "title",
        "label": "here"
      }
    ],
    "help": "rename one of them, or delete it"
  }
]
"#
    );
    assert_eq!(json(&Report::default()), "[]\n");
}

#[test]
fn github_annotations_have_lines_and_columns() {
    let mut report = Report::default();
    let file = report.sources.add("catalog/a,b.yaml", TABLE);
    let finding = duplicate(span_of(file, TABLE, "mesage"));
    report.findings.push(Finding { message: "100% wrong: a, b".into(), ..finding });
    assert_eq!(
        github(&report),
        "::error file=catalog/a%2Cb.yaml,line=6,endLine=6,col=5,endColumn=11,title=duplicate-key\
         ::100%25 wrong: a, b%0Arename one of them, or delete it\n"
    );
}

#[test]
fn locations_outside_of_the_text_are_clamped() {
    let mut report = Report::default();
    let empty = report.sources.add("catalog/binary.yaml", "");
    let short = report.sources.add("catalog/short.yaml", "é");
    report.findings.push(duplicate(Span { file: empty, start: 7, end: 9 }));
    report.findings.push(duplicate(Span { file: short, start: 1, end: 900 }));
    assert_eq!(
        human(&report, false),
        "\
error[duplicate-key]: the key `not_found` is written twice
--> catalog/binary.yaml:1:1
 = note: again
 = help: rename one of them, or delete it

error[duplicate-key]: the key `not_found` is written twice
 --> catalog/short.yaml:1:1
  |
1 | é
  | ^ again
  |
  = help: rename one of them, or delete it

2 findings in 2 files
"
    );
}

#[test]
fn long_lines_are_cut() {
    let mut report = Report::default();
    let line = format!("{}here{}", "é".repeat(1000), "x".repeat(10_000_000));
    let file = report.sources.add("catalog/a.yaml", &*line);
    report.findings.push(duplicate(span_of(file, &line, "here")));
    report.findings.push(duplicate(Span { file, start: 9_000_000, end: 9_000_001 }));
    let shown = human(&report, false);
    assert!(shown.contains("catalog/a.yaml:1:1001\n"), "{shown}");
    assert!(shown.contains("catalog/a.yaml:1:8999001\n"), "{shown}");
    assert!(shown.len() < 2_000, "{shown}");
    assert!(json(&report).len() < 2_000);
}

#[test]
fn problems_in_settings_have_the_same_style() {
    assert_eq!(
        located("Cargo.toml", "[a]\nb = 1\n", 4..5, "unknown setting `b`", "did you mean `c`?", false),
        "\
error: unknown setting `b`
 --> Cargo.toml:2:1
  |
2 | b = 1
  | ^
  |
  = help: did you mean `c`?
"
    );
}

fn duplicate(span: Span) -> Finding {
    let rule = &crate::shape::DUPLICATE_KEY;
    Finding::new(rule, span, "the key `not_found` is written twice", "rename one of them, or delete it")
        .label("again")
}

fn span_of(file: FileId, text: &str, part: &str) -> Span {
    span(file, text.find(part).expect("a part of the text"), part)
}

fn last_span_of(file: FileId, text: &str, part: &str) -> Span {
    span(file, text.rfind(part).expect("a part of the text"), part)
}

fn span(file: FileId, start: usize, part: &str) -> Span {
    Span::of(file, start..start + part.len())
}

#[test]
fn code_has_its_mark_below_its_line() {
    let text = "fn f() {\n    é\u{202e}\tx;\n}";
    let start = text.find('x').expect("a mark");
    assert_eq!(
        code(text, Some(start..start + 1)),
        "  |\n1 | fn f() {\n2 |     é\u{FFFD}    x;\n  |           ^\n3 | }\n  |"
    );
    assert_eq!(code("x", None), "  |\n1 | x\n  |");
}
