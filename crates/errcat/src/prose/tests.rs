use super::*;

const PARAMS: &[Param<'static>] = &[
    Param { name: "table", ..Param::EMPTY },
    Param { name: "limit", ty: ParamType::Integer, ..Param::EMPTY },
    Param { name: "shard", audience: Audience::Internal, ..Param::EMPTY },
    Param { name: "token", audience: Audience::Secret, ..Param::EMPTY },
];

fn filled(text: &str, value: &str) -> String {
    let values = [Value::Text(value), Value::Integer(7), Value::Text("s1"), Value::Text("t0k3n")];
    FilledText { text, params: PARAMS, values: &values }.to_string()
}

/// Returns the inline markup of a filled text, as a strict reader of Markdown sees it: the characters that
/// aren't escaped, and aren't in a code span.
fn markup(markdown: &str) -> String {
    let mut seen = String::new();
    let mut chars = markdown.chars();
    let mut in_code = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' if !in_code => drop(chars.next()),
            '`' => in_code = !in_code,
            c if c.is_ascii_punctuation() && !in_code => seen.push(c),
            _ => {}
        }
    }
    assert!(!in_code, "an open code span: {markdown}");
    seen
}

#[test]
fn only_names_of_params_are_filled() {
    assert_eq!(filled("Create {table} with {limit} rows", "users"), "Create users with 7 rows");
    for text in ["`GET /agents/{id}`", "{}", "{ table }", "{tables}", "{table", "table}", "{table:x}"] {
        assert_eq!(filled(text, "users"), text);
    }
}

#[test]
fn doubled_braces_are_literal() {
    assert_eq!(filled("{{table}} and {{id}}", "users"), "{table} and {id}");
    assert_eq!(filled("{{{table}}}", "users"), "{{table}}");
    assert_eq!(filled("{{ table }} {{a.b}}", "users"), "{{ table }} {{a.b}}");
    assert_eq!(shown("{{table}} {table} `{{id}}`"), "{table} {table} `{id}`");
}

#[test]
fn only_public_values_are_shown() {
    assert_eq!(filled("{shard} {token}", ""), "\\- \\[secret\\]");
    let absent = FilledText { text: "{table}", params: PARAMS, values: &[] };
    assert_eq!(absent.to_string(), "\\-");
}

#[test]
fn values_are_never_markup() {
    for value in [
        "[a](https://evil.example)",
        "](https://evil.example)",
        "<https://evil.example>",
        "https://evil.example",
        "www.evil.example",
        "![a](x)",
        "<script>alert(1)</script>",
        "**bold** _em_ ~~gone~~",
        "`code` ``",
        "\\",
        "\\[a](b)",
        "&lt;b&gt; &#91;",
        "# heading",
        "- item",
        "| a | b |",
        "{limit}",
        "a\n\n# b",
        "a\r\n> b",
    ] {
        assert_eq!(markup(&filled("{table}", value)), "", "{value}");
        let code = filled("`x {table}` [guide] {limit}", value);
        assert_eq!(markup(&code), "[]", "{value}");
        assert!(!code.contains('\n') && code.ends_with(" 7"), "{code}");
    }
}

#[test]
fn values_in_code_spans_stay_in_them() {
    assert_eq!(filled("Run `DROP {table}` now", "a` [b](c) `*"), "Run `DROP a' [b](c) '*` now");
    assert_eq!(filled("``a ` {table}``, {table}", "`x`"), "``a ` 'x'``, \\`x\\`");
    assert_eq!(filled("`{table}`", ""), "` `");
    // These backticks open no code span.
    assert_eq!(filled("\\`{table}` and `` {table}", "*"), "\\`\\*` and `` \\*");
}

#[test]
fn no_value_decides_where_a_link_leads() {
    for text in ["[a](https://e.org/{table})", "<https://{table}/>"] {
        assert_eq!(filled(text, "x"), text);
    }
    assert_eq!(filled("[{table}](https://e.org) < {table}", "x]"), "[x\\]](https://e.org) < x\\]");
}

#[test]
fn control_characters_become_spaces() {
    let value = "a\u{1b}[2J\u{2028}\u{202e}\u{2066}\t\u{7f}\u{85}b";
    assert_eq!(filled("{table}", value), "a \\[2J      b");
    assert_eq!(filled("`{table}`", value), "`a [2J      b`");
    assert_eq!(filled("**{table}**", "\n\u{1b}[1m "), "**\\[1m**");
}

#[test]
fn long_values_are_cut() {
    let whole = "é".repeat(MAX_VALUE_CHARS);
    assert_eq!(filled("{table}", &whole), whole);
    let cut = filled("{table}", &"é".repeat(MAX_VALUE_CHARS + 1));
    assert_eq!((cut.chars().count(), cut.ends_with("é…")), (MAX_VALUE_CHARS, true));
}

#[test]
fn a_long_value_is_not_written_to_its_end() {
    struct Endless;
    impl Display for Endless {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            loop {
                f.write_str("x")?;
            }
        }
    }
    assert!(fill("{table}", |_| Some(Endless)).ends_with('…'));
}

#[test]
fn placeholders_have_their_location() {
    let text = "é {a} `{b}`";
    let found = parts(text).into_iter().filter_map(|part| match part {
        Part::Placeholder(Placeholder { name, range, in_code }) => Some((name, &text[range], in_code)),
        Part::Text(_) => None,
    });
    assert_eq!(found.collect::<Vec<_>>(), [("a", "{a}", false), ("b", "{b}", true)]);
}

/// Texts of this length, in which nothing is closed, took seconds when each search went to the end.
#[test]
fn unclosed_links_and_code_take_linear_time() {
    const MANY: usize = 1 << 17;
    let runs: String = (1..300).map(|ticks| "`".repeat(ticks) + "x").collect();
    for text in ["](".repeat(MANY), "<".repeat(MANY), "`".repeat(MANY), "{".repeat(MANY), runs] {
        assert_eq!(parts(&text), [Part::Text(&text)]);
    }
}
