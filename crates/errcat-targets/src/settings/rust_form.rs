//! The form of generated Rust: a crate, or a module of an existing crate.

use std::iter;

/// The form of generated Rust. The folder in the setting `rust` determines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RustForm {
    /// A crate of its own, with a crate for its derive: `crates/api-errors`.
    Crate,
    /// A module of an existing crate: `src/errors`.
    Module {
        /// The folder of the crate's package, from the workspace's root. Empty if it is the root.
        package: String,
        /// The path of the module in its crate: `crate::errors`.
        path: String,
    },
}

impl RustForm {
    /// Returns the form of the Rust in a folder: a module if the folder is below a folder `src`, and all
    /// folders between them have names that modules can have.
    pub(super) fn of(folder: &str) -> Self {
        let parts: Vec<&str> = folder.split('/').collect();
        let Some(src) = parts.iter().rposition(|part| *part == "src") else { return RustForm::Crate };
        let modules = &parts[src + 1..];
        if modules.is_empty() || !modules.iter().all(|name| is_module(name)) {
            return RustForm::Crate;
        }
        let path = iter::once("crate").chain(modules.iter().copied()).collect::<Vec<_>>().join("::");
        RustForm::Module { package: parts[..src].join("/"), path }
    }
}

fn is_module(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::RustForm;

    #[test]
    fn folders_below_src_are_modules() {
        for (folder, package, path) in [
            ("src/errors", "", "crate::errors"),
            ("src/api/errors", "", "crate::api::errors"),
            ("crates/shop/src/errors", "crates/shop", "crate::errors"),
            ("src/shop/src/errors", "src/shop", "crate::errors"),
        ] {
            let (package, path) = (package.to_owned(), path.to_owned());
            assert_eq!(RustForm::of(folder), RustForm::Module { package, path }, "{folder}");
        }
        for folder in ["crates/api-errors", "src", "crates/src", "src/api-errors", "src/type", "srcs/errors"]
        {
            assert_eq!(RustForm::of(folder), RustForm::Crate, "{folder}");
        }
    }
}
