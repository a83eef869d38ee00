//! Declares the generated module in the file of a crate's root.

use std::ops::Range;

use syn::Item;
use syn::spanned::Spanned;

/// Returns `true` if an item of the file has this name, so that a module can't have it. Only items that share
/// the namespace of modules count, and imports.
pub(super) fn is_defined(text: &str, name: &str) -> bool {
    let Ok(file) = syn::parse_file(text) else { return false };
    file.items.iter().any(|item| match item {
        Item::Mod(item) => item.ident == name,
        Item::ExternCrate(item) => {
            item.rename.as_ref().map_or_else(|| item.ident == name, |(_, rename)| rename == name)
        }
        Item::Use(item) => is_imported(&item.tree, name),
        _ => false,
    })
}

fn is_imported(tree: &syn::UseTree, name: &str) -> bool {
    match tree {
        syn::UseTree::Path(path) => is_imported(&path.tree, name),
        syn::UseTree::Name(import) => import.ident == name,
        syn::UseTree::Rename(import) => import.rename == name,
        syn::UseTree::Group(group) => group.items.iter().any(|tree| is_imported(tree, name)),
        syn::UseTree::Glob(_) => false,
    }
}

/// Adds a declaration, such as `mod errors;`, as a line of its own, and changes nothing else. `None` if the
/// file can't be parsed, or if there is no place for the line.
pub(super) fn declare(text: &str, name: &str, is_public: bool) -> Option<String> {
    let items = syn::parse_file(text).ok()?.items;
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let visibility = if is_public { "pub " } else { "" };
    let declaration = format!("{visibility}mod {name};{line_end}");
    let lines = |item: &Item| -> Range<usize> { item.span().start().line - 1..item.span().end().line };
    let modules: Vec<&Item> = items.iter().filter(|item| is_declaration(item)).collect();
    let uses = items.iter().take_while(|item| matches!(item, Item::Use(_) | Item::ExternCrate(_)));
    // In the order of the other modules, or else after the imports, so that comments stay with their items.
    let (line, declaration) = match (modules.last(), uses.last()) {
        (Some(last), _) => {
            let next = modules
                .iter()
                .find(|item| matches!(item, Item::Mod(it) if it.ident.to_string().as_str() > name));
            (next.map_or(lines(last).end, |next| lines(next).start), declaration)
        }
        (None, Some(last)) => (lines(last).end, format!("{line_end}{declaration}")),
        (None, None) => match items.first() {
            Some(first) => (start_of_comments(text, lines(first).start), format!("{declaration}{line_end}")),
            None => (text.lines().count(), declaration),
        },
    };
    let at: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let (before, after) = text.split_at(at);
    let separator = if before.is_empty() || before.ends_with('\n') { "" } else { line_end };
    let changed = format!("{before}{separator}{declaration}{after}");
    // A line may be inside of something, such as a text of several lines.
    let parsed = syn::parse_file(&changed).ok()?.items;
    let is_declared =
        parsed.iter().any(|item| is_declaration(item) && matches!(item, Item::Mod(it) if it.ident == name));
    (is_declared && parsed.len() == items.len() + 1).then_some(changed)
}

/// Returns `true` if an item is a module in a file of its own that is always compiled.
fn is_declaration(item: &Item) -> bool {
    matches!(item, Item::Mod(item) if item.content.is_none()
        && !item.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")))
}

/// Returns the first line of the comments directly above a line.
fn start_of_comments(text: &str, line: usize) -> usize {
    let lines: Vec<&str> = text.lines().take(line).collect();
    let is_comment = |line: &&&str| {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("//!")
    };
    line - lines.iter().rev().take_while(is_comment).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(declare(text, "errors", false).as_deref(), Some(expected));
        // A single line doesn't show how lines end.
        let windows = text.replace('\n', "\r\n");
        let expected = if windows == text { expected.to_owned() } else { expected.replace('\n', "\r\n") };
        assert_eq!(declare(&windows, "errors", false), Some(expected));
    }

    #[test]
    fn modules_stay_sorted() {
        check("mod cli;\nmod orders;\n", "mod cli;\nmod errors;\nmod orders;\n");
        check("mod cli;\n\nfn main() {}\n", "mod cli;\nmod errors;\n\nfn main() {}\n");
        check("mod cli;", "mod cli;\nmod errors;\n");
        check(
            "/// Orders.\n#[macro_use]\nmod orders;\n",
            "mod errors;\n/// Orders.\n#[macro_use]\nmod orders;\n",
        );
    }

    #[test]
    fn comments_stay_with_their_items() {
        check("fn main() {}\n", "mod errors;\n\nfn main() {}\n");
        check("// Starts it.\nfn main() {}\n", "mod errors;\n\n// Starts it.\nfn main() {}\n");
        check(
            "//! A shop.\n#![deny(warnings)]\n\nuse a::b;\n\n/// Starts it.\nfn main() {}\n",
            "//! A shop.\n#![deny(warnings)]\n\nuse a::b;\n\nmod errors;\n\n/// Starts it.\nfn main() {}\n",
        );
        check("//! A shop.\n", "//! A shop.\nmod errors;\n");
        check("#!/usr/bin/env run\nfn main() {}\n", "#!/usr/bin/env run\nmod errors;\n\nfn main() {}\n");
        check("", "mod errors;\n");
    }

    #[test]
    fn modules_of_tests_or_with_content_are_no_place() {
        check(
            "use a;\nfn main() {}\n#[cfg(test)]\nmod tests;\nmod inner { fn f() {} }\n",
            "use a;\n\nmod errors;\nfn main() {}\n#[cfg(test)]\nmod tests;\nmod inner { fn f() {} }\n",
        );
    }

    #[test]
    fn a_file_that_is_no_rust_stays() {
        assert_eq!(declare("fn main( {", "errors", false), None);
        assert_eq!(
            declare("fn a() { let x = 1;\n} fn b() {}", "errors", true).as_deref(),
            Some("pub mod errors;\n\nfn a() { let x = 1;\n} fn b() {}")
        );
    }

    #[test]
    fn names_in_use_are_found() {
        for text in [
            "mod errors;",
            "use a::errors;",
            "use a::{b as errors};",
            "mod errors {}",
            "extern crate errors;",
        ] {
            assert!(is_defined(text, "errors"), "{text}");
        }
        for text in ["", "fn errors() {}", "use errors::a;", "use a::*;", "use a::errors as b;"] {
            assert!(!is_defined(text, "errors"), "{text}");
        }
    }
}
