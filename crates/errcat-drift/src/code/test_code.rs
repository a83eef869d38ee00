//! Recognizes test code.

use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

/// Returns `true` if cargo only builds the file for tests, or its name marks it as a test.
pub(super) fn is_test_path(path: &str) -> bool {
    let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(".rs").unwrap_or(file);
    folders.split('/').any(|folder| matches!(folder, "tests" | "benches"))
        || matches!(stem, "test" | "tests" | "bench" | "benches")
        || stem.ends_with("_test")
        || stem.ends_with("_tests")
}

/// Returns `true` if attributes mark an item as test code: `#[test]`, `#[tokio::test]`, `#[rstest]`,
/// `#[cfg(test)]`.
pub(super) fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let name = attribute.path().segments.last().map(|segment| segment.ident.to_string());
        match name.as_deref() {
            Some("test" | "rstest" | "bench" | "test_case" | "quickcheck") => true,
            Some("cfg") => attribute.parse_args::<Meta>().is_ok_and(|condition| needs_test(&condition)),
            _ => false,
        }
    })
}

/// Returns `true` if a condition is only true in tests.
fn needs_test(condition: &Meta) -> bool {
    let inner = |list: &syn::MetaList| {
        list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default()
    };
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) if list.path.is_ident("all") => inner(list).iter().any(needs_test),
        Meta::List(list) if list.path.is_ident("any") => {
            let inner = inner(list);
            !inner.is_empty() && inner.iter().all(needs_test)
        }
        _ => false,
    }
}

/// Returns the files and folders of `#[cfg(test)] mod name;` in a file: `src/name.rs`, `src/name/`.
pub(super) fn test_modules(path: &str, text: &str) -> Vec<String> {
    let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
    let below = match file.strip_suffix(".rs").unwrap_or(file) {
        "lib" | "main" | "mod" => folder.to_owned(),
        stem => join(folder, stem),
    };
    let after = text.split("#[cfg(test)]").skip(1);
    after
        .filter_map(|rest| {
            let rest = rest.trim_start();
            let rest = rest.strip_prefix("pub(crate)").or(rest.strip_prefix("pub")).unwrap_or(rest);
            let (name, _) = rest.trim_start().strip_prefix("mod ")?.split_once(';')?;
            let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            is_name.then(|| join(&below, name))
        })
        .flat_map(|module| [format!("{module}.rs"), format!("{module}/")])
        .collect()
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_paths_are_recognized() {
        for path in [
            "tests/api.rs",
            "crates/a/tests/common/mod.rs",
            "a/benches/b.rs",
            "src/certify/tests.rs",
            "src/b_test.rs",
        ] {
            assert!(is_test_path(path), "{path}");
        }
        for path in ["src/lib.rs", "src/latest.rs", "src/attests/mod.rs", "examples/service.rs"] {
            assert!(!is_test_path(path), "{path}");
        }
    }

    #[test]
    fn attributes_of_tests_are_recognized() {
        let attributes = |text: &str| {
            let item: syn::ItemFn = syn::parse_str(&format!("{text} fn f() {{}}")).unwrap();
            item.attrs
        };
        for text in [
            "#[test]",
            "#[tokio::test]",
            "#[cfg(test)]",
            "#[cfg(all(test, unix))]",
            "#[cfg(any(test, test))]",
        ] {
            assert!(is_test(&attributes(text)), "{text}");
        }
        for text in ["", "#[cfg(not(test))]", "#[cfg(any(test, feature = \"mock\"))]", "#[inline]"] {
            assert!(!is_test(&attributes(text)), "{text}");
        }
    }

    #[test]
    fn test_modules_are_found() {
        let text = "mod a;\n#[cfg(test)]\nmod fixture;\n#[cfg(test)]\nmod tests {\n    use super::*;\n}\n";
        assert_eq!(test_modules("src/lib.rs", text), ["src/fixture.rs", "src/fixture/"]);
        assert_eq!(test_modules("src/certify.rs", text), ["src/certify/fixture.rs", "src/certify/fixture/"]);
    }
}
