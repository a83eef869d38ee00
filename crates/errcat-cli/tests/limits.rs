//! Tests of hostile and huge inputs: each results in a located finding or a catalog, in bounded time and
//! memory, and without a panic.
//!
//! The time limit is generous, because of debug builds on busy machines. Quadratic algorithms exceed it by
//! far.

mod catalog;

use std::fmt::Write;
use std::time::{Duration, Instant};

use errcat_catalog::report::human;
use errcat_catalog::{InputFile, Report};
use errcat_cli::pipeline::read;

const BOUND: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });
const API: &str = "title: Demo\nsummary: An API.\nenvelope: http\nenvelopes:\n  http:\n    summary: Every error.\n    \
                   body: { error: \"{code}\", message: \"{message}\", details: \"{params}\" }\n    identify_by: code\n";
const HEAD: &str = "title: Errors\nerrors:\n";
const MIB: usize = 1 << 20;

#[test]
fn nested_aliases() {
    let mut lines = String::from("x-0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..30 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(lines, "x-{level}: &a{level} [{aliases}]").expect("a String");
    }
    only(&table(&lines), "alias-bomb");
}

#[test]
fn aliases_of_a_long_text() {
    let text = "x".repeat(MIB);
    only(&table(&format!("title: T\nx-a: &a {text}\nx-b: [{}]\n", "*a, ".repeat(99_000))), "alias-bomb");
}

#[test]
fn merges_of_merges() {
    let keys: String = (0..1000).fold(String::new(), |keys, n| keys + &format!("k{n}: 1, "));
    let merges = "<<: *a\n  ".repeat(90);
    found(&table(&format!("title: T\nx-a: &a {{ {keys} }}\nx-b:\n  {merges}\n")));
    let own: String = (0..100_000).fold(String::new(), |keys, n| keys + &format!("  k{n}: 1\n"));
    found(&table(&format!("title: T\nx-a: &a {{ a: 1 }}\nx-b:\n{own}{}\n", "  <<: *a\n".repeat(20_000))));
}

#[test]
fn nesting_in_brackets_and_in_blocks() {
    for open in ["[", "{", "{ a: ", "[[a, ", "- ", "? "] {
        let text = format!("title: T\nx-a:\n  {}\n", open.repeat(100_000));
        only(&table(&text), "too-deep");
    }
    let steps =
        (0..5_000).fold(String::from("title: T\n"), |text, depth| text + &" ".repeat(depth) + "x-a:\n");
    only(&table(&steps), "too-deep");
    let in_guide = ["[", "> ", "- ", "*", "(", "![", "`", "<"]
        .map(|open| catalog::file("demo/guides/deep.md", format!("# Deep\n\n{}\n", open.repeat(100_000))));
    for guide in in_guide {
        found(&[guide]);
    }
}

#[test]
fn a_file_that_is_too_large_isnt_read() {
    let large = vec![b'#'; 65 * MIB];
    only(&[catalog::file("demo/errors.yaml", large)], "too-large");
    let unread = InputFile { too_large: true, ..catalog::file("demo/errors.yaml", "") };
    only(&[unread], "too-large");
}

#[test]
fn a_line_of_many_mebibytes() {
    let line = "a [b] ".repeat(2 * MIB);
    only(
        &table(&format!("{HEAD}  slow: {{ status: 503, message: M, log: \"{line}{{c}}\" }}\n")),
        "undeclared-param",
    );
}

#[test]
fn a_line_of_escapes_and_placeholders() {
    let escapes = format!("title: T\nsummary: \"{}\"\n", "\\u0041".repeat(MIB));
    assert_eq!(found(&table(&escapes)), None);
    let placeholders = "{c} ".repeat(MIB) + ".";
    only(
        &table(&format!("{HEAD}  slow: {{ status: 503, message: M, log: \"{placeholders}\" }}\n")),
        "undeclared-param",
    );
}

#[test]
fn a_long_line_in_any_place() {
    let line = "9".repeat(4 * MIB);
    for text in [
        "title: LINE\n",
        "title: T\nis: LINE\n",
        "LINE: 1\n",
        "# LINE",
        "title: T\nenvelope: LINE",
        "title: 'LINE",
    ] {
        assert!(found(&table(&text.replace("LINE", &line))).is_some_and(|shown| shown.len() < 10_000));
    }
}

#[test]
fn bytes_that_arent_utf8() {
    let places: [&[u8]; 5] =
        [b"\xff", b"title: T\xc3", b"title: \xc0\x80\n", b"\xef\xbb\xbf\xed\xa0\x80", b"\xfe\xfft\0i\0t"];
    for bytes in places {
        only(&[catalog::file("demo/errors.yaml", bytes)], "invalid-utf8");
        only(&[catalog::file("demo/guides/a.md", bytes)], "invalid-utf8");
        let api = InputFile { bytes: bytes.into(), ..catalog::file("demo/api.yaml", "") };
        only(&[api], "invalid-utf8");
    }
}

/// In every place of a file and in every way of writing them.
#[test]
fn invisible_characters() {
    let kinds = [
        '\u{1}',
        '\u{7f}',
        '\u{85}',
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{17b4}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{2028}',
        '\u{2029}',
        '\u{202e}',
        '\u{2060}',
        '\u{2063}',
        '\u{2800}',
        '\u{3164}',
        '\u{e000}',
        '\u{fe00}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{fff9}',
        '\u{1bca0}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e0100}',
        '\u{f0000}',
        '\u{10fffd}',
    ];
    for c in kinds {
        let escape = format!("\\U{:08x}", u32::from(c));
        for text in [
            format!("title: ab{c}cd\n"),
            format!("title: \"ab{c}cd\"\n"),
            format!("title: \"ab{escape}cd\"\n"),
            format!("title: T\nsummary: |\n  ab{c}cd\n"),
            format!("title: T # ab{c}cd\n"),
            format!("title: T\nx-ab{c}cd: 1\n"),
            format!("title: T\n\"x-ab{escape}cd\": 1\n"),
            format!("title: T\nerrors: {{ ab{c}cd: {{ name: A, status: 400, message: M }} }}\n"),
        ] {
            only(&table(&text), "invisible-character");
        }
        only(&[catalog::file("demo/guides/a.md", format!("# A\n\nab{c}cd\n"))], "invisible-character");
        let entity = format!("# A\n\nab&#{};cd\n", u32::from(c));
        only(&[catalog::file("demo/guides/a.md", entity)], "invisible-character");
    }
}

#[test]
fn control_characters_and_bidirectional_marks() {
    let texts = [
        "title: T\0\n".to_owned(),
        "title: \"T\0\"\n".into(),
        "\0".repeat(MIB),
        "t\0i\0t\0l\0e\0:\0 \0T\0\n\0".into(),
        "title: T\rerrors: {}\r".into(),
        "title: T # \u{202e}\n".into(),
        "title: T\nx-\u{2066}a: 1\n".into(),
        "title: \"\\u202e\"\n".into(),
        "title: \"\\0\"\n".into(),
        "title: T\n\"x-\\u2066\": 1\n".into(),
        "title: T\nx-a: { b: [\"\\x1b[31m\"] }\n".into(),
    ];
    for text in texts {
        only(&table(&text), "invisible-character");
    }
    only(&[catalog::file("demo/guides/a.md", "# A\n\nB \u{202e}\n")], "invisible-character");
}

#[test]
fn a_million_keys() {
    let keys =
        (0..1_000_000).fold(String::from("title: T\nx-a:\n"), |keys, n| keys + &format!(" key_{n}: 1\n"));
    assert_eq!(found(&table(&keys)), None);
}

#[test]
fn a_hundred_thousand_keys_in_any_place() {
    let keys =
        |value: &str| (0..100_000).fold(String::new(), |keys, n| keys + &format!("  key_{n}: {value}\n"));
    let example = "  slow:\n   status: 503\n   message: M\n   examples:\n   - request:\n      body:\n       ";
    assert_eq!(
        found(&table(&format!("{HEAD}{example}{}", keys("1").replace("  key", "       key").trim_start()))),
        None
    );
    only(&table(&format!("title: T\n{}", keys("1").replace("  key", "key"))), "unknown-key");
    only(&table(&format!("title: T\n{}", "title: T\n".repeat(100_000))), "duplicate-key");
    only(&table(&format!("{HEAD}{}", keys("{}"))), "too-many");
    let params = keys("{ doc: A, example: a }").replace("  key", "      key");
    only(
        &table(&format!("{HEAD}  slow:\n    status: 503\n    message: M\n    params:\n{params}")),
        "too-many",
    );
}

#[test]
fn a_code_of_ten_thousand_characters() {
    let code = "c".repeat(10_000);
    let error = format!("\n    status: 404\n    message: M\n    is: {code}x\n    aliases: [{code}y]\n");
    // YAML requires a question mark before keys of over 1,024 characters.
    for (text, rule) in
        [(format!("{code}:{error}"), "syntax"), (format!("? {code}\n  :{error}"), "invalid-code")]
    {
        let shown = found(&table(&format!("{HEAD}  {text}"))).expect("a finding");
        assert!(shown.contains(&format!("error[{rule}]")) && shown.len() < 10_000, "{shown}");
    }
}

#[test]
fn three_hundred_params() {
    let params: String =
        (0..300).fold(String::new(), |params, n| params + &format!("      p{n}: {{ doc: A, example: a }}\n"));
    only(
        &table(&format!("{HEAD}  slow:\n    status: 503\n    message: M\n    params:\n{params}")),
        "too-many",
    );
}

#[test]
fn too_large_envelopes_and_apis() {
    let many = |part: &dyn Fn(usize) -> String| (0..1_001).map(part).collect::<String>();
    let api = |text: String| vec![catalog::file("demo/api.yaml", text)];
    let members = API.replace("error:", &format!("{} error:", many(&|n| format!("m{n}: a, "))));
    only(&api(members), "too-many");
    let slots = API.replace("{message}", &"{message} ".repeat(1_001));
    only(&api(slots), "too-many");
    only(&api(format!("{API}    fields: {{ {} }}\n", many(&|n| format!("m{n}: A, ")))), "too-many");
    only(&api(format!("{API}    optional: [{}]\n", many(&|n| format!("m{n}, ")))), "too-many");
    let field = |n| format!("c{n}: {{ doc: A, example: a }}, ");
    only(&api(format!("{API}    context: {{ {} }}\n", (0..65).map(field).collect::<String>())), "too-many");
    let guides = (0..201).map(|n| catalog::file(&format!("demo/guides/g{n}.md"), "# A\n"));
    only(&guides.collect::<Vec<_>>(), "too-many");
    let headers = format!("{API}headers:\n{}", many(&|n| format!("  X-{n}: {{ doc: A, example: a }}\n")));
    let sets = format!("header_sets: {{ all: [{}] }}\n", many(&|n| format!("X-{n}, ")));
    let mut files = errors(1_000, |_| "headers: [all]".into());
    files.push(catalog::file("demo/api.yaml", headers + &sets));
    only(&files, "too-many");
}

/// A few lines that expand to far more, on each error's page or on all of them.
#[test]
fn too_large_pages() {
    let error = |message: &str, example: &str| {
        let param = format!("{{ p: {{ doc: A, example: {example} }} }}");
        table(&format!("{HEAD}  slow: {{ status: 503, message: \"{message}\", params: {param} }}\n"))
    };
    only(&error("{p}, ".repeat(2_000).trim_end(), &"a".repeat(2_000)), "too-large");
    assert_eq!(found(&error("{p}, ".repeat(200).trim_end(), &"a".repeat(2_000))), None);
    let mut files = error("{p}", &"a".repeat(20_000));
    files.push(catalog::file("demo/api.yaml", API.replace("{message}", &"{message} ".repeat(100))));
    only(&files, "too-large");
    only(&table(&format!("title: {}\nerrors: {{}}\n", "a".repeat(33_000))), "too-large");
    only(&[catalog::file("demo/guides/a.md", format!("# {}\n", "a".repeat(33_000)))], "too-large");
    let title = format!("title: {}", "a".repeat(16_000));
    let inherits = |n: usize| if n == 0 { title.clone() } else { "is: code_0".into() };
    only(&errors(17_500, inherits), "too-large");
    assert_eq!(found(&errors(1_000, inherits)), None);
}

/// Nested anchors, which are copied at each level.
#[test]
fn nested_anchors() {
    let (open, close) = ((0..50).map(|n| format!("&a{n} [")).collect::<String>(), "]".repeat(50));
    only(&table(&format!("title: T\nx-a: {open}{}{close}\n", "a".repeat(MIB))), "alias-bomb");
}

/// Inherited params. Inheritance stops at the maximum number of params.
#[test]
fn thousands_of_params_inherited_by_thousands() {
    let params: String = (0..5_000).map(|n| format!("p{n}: {{ doc: A, example: a }}, ")).collect();
    let inherits = |n: usize| if n == 0 { format!("params: {{ {params} }}") } else { "is: code_0".into() };
    only(&errors(5_000, inherits), "too-many");
}

/// Suggestions among similar words, which are the slowest to find.
#[test]
fn suggestions_among_similar_long_words() {
    let code = |n: usize| format!("{}{n}", "a".repeat(100));
    let text = (0..2_000).fold(String::from(HEAD), |text, n| {
        text + &format!("  {}: {{ is: {}x, status: 503, message: M }}\n", code(n), code(n))
    });
    only(&table(&text), "unknown-kind");
}

#[test]
fn seventy_thousand_codes() {
    only(&errors(70_000, |_| String::new()), "too-many");
    assert_eq!(found(&errors(65_535, |_| String::new())), None);
}

#[test]
fn references_of_many_to_many() {
    const MANY: usize = 20_000;
    only(&errors(MANY, |n| format!("is: kind_{n}")), "unknown-kind");
    only(&errors(MANY, |n| format!("related: [other_{n}, code_{}]", (n + 1) % MANY)), "unknown-code");
    let endless = found(&errors(MANY, |n| format!("is: code_{}", n + 1)));
    assert!(
        endless
            .is_some_and(|shown| shown.contains("error[too-many]") && shown.contains("error[unknown-kind]"))
    );
    only(&errors(MANY, |n| format!("is: code_{}", (n + 1) % MANY)), "too-many");
    only(&errors(MANY, |n| format!("same_as: table_{n}")), "unknown-table");
    only(&errors(MANY, |_| "same_as: errors".into()), "same-as-chain");
    only(&errors(MANY, |n| format!("meaning: \"[other_{n}]\"")), "broken-link");
    only(&errors(MANY, |n| format!("headers: [X-{n}]")), "unknown-header");
    let alike = |n: usize| if n == 0 { String::new() } else { "is: code_0".into() };
    let by_status = API.replace("identify_by: code", "identify_by: status");
    let api = InputFile { bytes: by_status.into(), ..catalog::file("demo/api.yaml", "") };
    assert_eq!(found(&[errors(MANY, alike).remove(0), api]), None);
}

#[test]
fn many_parts_of_one_text() {
    let placeholders: String = (0..30_000).fold(String::new(), |text, n| text + &format!("{{p{n}}}"));
    let links: String = (0..30_000).fold(String::new(), |text, n| text + &format!("[l{n}] [l{n}](x{n})\n"));
    only(
        &table(&format!("{HEAD}  slow: {{ status: 503, message: \"{placeholders}\" }}\n")),
        "undeclared-param",
    );
    let escaped = format!("{HEAD}  slow: {{ status: 503, message: \"\\u0041{placeholders}\" }}\n");
    only(&table(&escaped), "undeclared-param");
    let folded = format!(
        "{HEAD}  slow:\n    status: 503\n    message: >-\n      {}\n",
        placeholders.replace('}', "}\n      ").trim_end()
    );
    only(&table(&folded), "undeclared-param");
    only(&[catalog::file("demo/guides/links.md", format!("# Links\n\n{links}"))], "broken-link");
}

#[test]
fn deeply_nested_types() {
    for ty in [
        "a<".repeat(100_000),
        "(".repeat(100_000),
        "a::".repeat(1_000_000),
        "a::b::".to_owned() + &"&".repeat(MIB),
    ] {
        let param = format!("{{ type: \"{ty}\", doc: A, example: a }}");
        let text = format!("{HEAD}  slow: {{ status: 503, message: \"{{p}}\", params: {{ p: {param} }} }}\n");
        only(&table(&text), "unknown-type");
    }
}

/// Returns the files of an API with a table.
fn table(text: &str) -> Vec<InputFile> {
    vec![catalog::file("demo/errors.yaml", text)]
}

/// Returns a table with a number of errors, each with its own line.
fn errors(count: usize, line: impl Fn(usize) -> String) -> Vec<InputFile> {
    let mut text = String::from(HEAD);
    for n in 0..count {
        let line = line(n);
        let rest =
            if line.starts_with("same_as") { "" } else { "\n    status: 503\n    message: It is slow" };
        writeln!(text, "  code_{n}:\n    {line}{rest}").expect("a String");
    }
    table(&text)
}

/// Reads an API in bounded time, and renders its findings.
fn found(files: &[InputFile]) -> Option<String> {
    report(files).map(|report| human(&report, false))
}

/// Asserts that there are findings, all of them of a rule and inside of their files.
fn only(files: &[InputFile], rule: &str) {
    let report = report(files).unwrap_or_default();
    let findings = report.findings.sorted(&report.sources);
    assert!(findings.iter().any(|finding| finding.rule.name == rule), "nothing of {rule}");
    for finding in findings {
        let text = &report.sources.file(finding.span.file).text;
        let inside = text.get(finding.span.start as usize..finding.span.end as usize).is_some();
        assert!(inside && finding.rule.name == rule, "{}: {}", finding.rule.name, finding.message);
    }
}

fn report(files: &[InputFile]) -> Option<Report> {
    let mut files = files.to_vec();
    if !files.iter().any(|file| file.path == "catalog/demo/api.yaml") {
        files.push(catalog::file("demo/api.yaml", API));
    }
    let inputs = catalog::inputs(files);
    let start = Instant::now();
    let report = read(&inputs).err();
    let taken = start.elapsed();
    assert!(taken < BOUND, "{taken:?}");
    report
}
