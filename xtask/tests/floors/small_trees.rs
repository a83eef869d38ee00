//! Tests the analysis with small crates.

use camino::Utf8Path;

use crate::arrows::arrows;
use crate::read::read;
use crate::report::render_cycles;

/// Analyzes a crate given as the paths and texts of its files, the root first.
fn analyze(files: &[(&str, &str)]) -> Result<Vec<String>, String> {
    let read_file = |path: &Utf8Path| {
        let file = files.iter().find(|(file, _)| *file == path.as_str().replace('\\', "/"));
        file.map(|(_, text)| (*text).to_owned())
    };
    let tree = read(Utf8Path::new(files[0].0), &read_file)?;
    Ok(render_cycles(&tree, &arrows(&tree)))
}

/// Returns the first line of each cycle.
fn cycles(files: &[(&str, &str)]) -> Vec<String> {
    let cycles = analyze(files).unwrap_or_else(|error| panic!("{error}"));
    cycles.iter().filter_map(|cycle| cycle.lines().next()).map(str::to_owned).collect()
}

/// Returns the cycles of a crate of one file.
fn cycles_in(text: &str) -> Vec<String> {
    cycles(&[("src/lib.rs", text)])
}

const NONE: [&str; 0] = [];

#[test]
fn a_cycle_of_imports_is_reported_with_its_lines() {
    let found = analyze(&[
        ("src/lib.rs", "mod a;\nmod b;\n"),
        ("src/a.rs", "//! A.\n\nuse crate::b::{\n    self,\n    B as Other,\n};\npub struct A;\n"),
        ("src/b/mod.rs", "use super::a::*;\npub struct B;\n"),
    ]);
    let expected = "in crate: b -> a -> b
    b -> a
        src/b/mod.rs:1: use super::a::*
    a -> b
        src/a.rs:4: use crate::b
        src/a.rs:5: use crate::b::B
";
    assert_eq!(found.as_deref(), Ok(&[expected.to_owned()][..]));
}

#[test]
fn paths_in_code_are_arrows() {
    for code in [
        "fn f() { crate::b::f(); }",
        "fn f(_: &super::b::B) {}",
        "fn f(x: u8) -> bool { matches!(x, super::b::MAX) }",
        "fn f() { let f = || { use crate::b; b::f() }; }",
        "fn f() { use crate::b::f; }",
        "fn f(x: u8) { if let crate::b::MAX = x {} }",
        "impl crate::b::Trait for u8 {}",
        "struct S { #[serde(with = \"crate::b\")] field: u8 }",
        "macro_rules! m { () => { $crate::b::f() } }",
        "fn f() { <crate::b::B>::new() }",
    ] {
        let found = cycles_in(&format!("mod a {{ {code} }} mod b {{ use crate::a; }}"));
        assert_eq!(found, ["in crate: b -> a -> b"], "{code}");
    }
}

#[test]
fn paths_of_other_crates_and_of_generated_code_are_ignored() {
    for code in [
        "use ::b::B;",
        "use b::B;",
        "fn f() { b::f() }",
        "fn f() { quote! { crate::b::B } }",
        "pub(in crate::b) struct S;",
        "/// See [`crate::b`].\npub struct S;",
    ] {
        assert_eq!(cycles_in(&format!("mod a {{ {code} }} mod b {{ use crate::a; }}")), NONE, "{code}");
    }
}

#[test]
fn reexports_are_followed() {
    let words = "pub mod words { pub fn quoted() {} use super::check; }";
    for (reexport, user) in [
        ("pub use self::words::quoted;", "use crate::rules::quoted;"),
        ("pub use self::words::quoted as q;", "use super::q;"),
        ("pub use self::words::*;", "use super::quoted;"),
        ("use self::words::quoted;", "use super::*; fn f() { quoted() }"),
        ("use self::words;", "use super::*; fn f() { words::quoted() }"),
        ("use self::words as w;", "fn f() { super::w::quoted() }"),
        ("", "use crate::rules; fn f() { rules::words::quoted() }"),
    ] {
        let text = format!("mod rules {{ {words} {reexport} pub mod check {{ {user} }} }}");
        assert_eq!(cycles_in(&text).len(), 1, "{text}");
        assert!(cycles_in(&text)[0].starts_with("in crate::rules: "), "{text}");
    }
}

#[test]
fn a_sibling_that_reexports_is_imported_too() {
    let text =
        "mod a { use crate::b::C; } mod b { pub use crate::c::C; use crate::a; } mod c { pub struct C; }";
    assert_eq!(cycles_in(text), ["in crate: b -> a -> b"]);
}

#[test]
fn an_exported_macro_belongs_to_its_module() {
    let text = "mod a { fn f() { crate::m!() } } mod b { #[macro_export] macro_rules! m { () => {} } use crate::a; }";
    assert_eq!(cycles_in(text), ["in crate: b -> a -> b"]);
}

#[test]
fn a_parent_and_its_children_may_import_each_other() {
    let text = "mod a { mod b { use super::A; use super::c::C; } mod c { pub struct C; } use self::b::B; pub struct A; }";
    assert_eq!(cycles_in(text), NONE);
    assert_eq!(cycles_in("mod a { pub struct A; } pub use a::A; mod b { use crate::A; }"), NONE);
}

#[test]
fn modules_include_everything_below_them() {
    let text = "mod a { mod deep { use crate::b::B; } pub struct A; } mod b { mod deep { use crate::a::A; } pub struct B; }";
    assert_eq!(cycles_in(text), ["in crate: b -> a -> b"]);
    let text = "mod a { mod b { mod c { use crate::a::d; } } mod d { use super::b::c; } }";
    assert_eq!(cycles_in(text), ["in crate::a: d -> b -> d"]);
}

#[test]
fn modules_may_not_use_items_of_the_crate_root() {
    let found = analyze(&[
        ("src/main.rs", "mod a;\n/// Text.\nmod b;\nfn run() {}\nuse b::B;\n"),
        ("src/a.rs", "use crate::B;\n"),
        ("src/b.rs", "mod c;\npub struct B;\n"),
        ("src/b/c.rs", "fn f() {\n    crate::run()\n}\n"),
    ]);
    let expected = "in crate: b -> crate -> b
    b -> crate
        src/b/c.rs:2: crate::run
    crate -> b
        src/main.rs:3: mod b
";
    assert_eq!(found.as_deref(), Ok(&[expected.to_owned()][..]));
}

#[test]
fn a_module_and_a_function_may_share_a_name() {
    let text = "mod plan { pub struct Plan; } fn plan() {} mod a { fn f(_: crate::plan::Plan) {} }";
    assert_eq!(cycles_in(text), NONE);
    let text = "mod plan {} fn plan() {} mod a { fn f() { crate::plan() } }";
    assert_eq!(cycles_in(text), ["in crate: a -> crate -> a"]);
}

#[test]
fn code_of_tests_is_ignored() {
    for code in [
        "#[cfg(test)] mod tests { use crate::b; }",
        "#[cfg(test)] use crate::b;",
        "#[cfg(all(test, unix))] fn f() { crate::b::f() }",
        "#[test] fn f() { crate::b::f() }",
        "impl u8 { #[cfg(test)] fn f() { crate::b::f() } }",
        "#[cfg(test)] mod in_no_file;",
    ] {
        assert_eq!(cycles_in(&format!("mod a {{ {code} }} mod b {{ use crate::a; }}")), NONE, "{code}");
    }
    let text = "mod a { #[cfg(any(test, unix))] use crate::b; } mod b { use crate::a; }";
    assert_eq!(cycles_in(text), ["in crate: b -> a -> b"]);
}

#[test]
fn files_are_found_as_the_compiler_finds_them() {
    let found = cycles(&[
        ("src/lib.rs", "mod a; mod b;"),
        ("src/a.rs", "mod c; mod inline { mod d; }"),
        ("src/a/c/mod.rs", "mod e;"),
        ("src/a/c/e.rs", "use crate::b;"),
        ("src/a/inline/d.rs", ""),
        ("src/b.rs", "use crate::a::inline::d;"),
    ]);
    assert_eq!(found, ["in crate: b -> a -> b"]);
    assert_eq!(analyze(&[("src/lib.rs", "\nmod a;")]), Err("src/lib.rs:2: no file for `mod a`".to_owned()));
    assert_eq!(
        analyze(&[("src/lib.rs", "\nfn 1() {}")]).map_err(|error| error[..13].to_owned()),
        Err("src/lib.rs:2:".to_owned())
    );
}

#[test]
fn circular_imports_do_not_hang() {
    let text = "mod a { pub use crate::b::X; } mod b { pub use crate::a::X; }";
    assert_eq!(cycles_in(text), ["in crate: b -> a -> b"]);
}

#[test]
fn one_bad_arrow_is_reported_as_one_cycle() {
    let uses = |names: &str| names.chars().map(|name| format!("use crate::{name};")).collect::<String>();
    let module = |name: char, names: &str| format!("mod {name} {{ {} }}", uses(names));
    let text =
        [module('a', "e"), module('b', "a"), module('c', "ab"), module('d', "abc"), module('e', "abcd")];
    assert_eq!(cycles_in(&text.concat()), ["in crate: a -> e -> a"]);
}
