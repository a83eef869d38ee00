//! Generated Rust as a module of an existing crate.

use std::iter;

/// A module of an existing crate: the form of generated Rust if its folder is below a folder `src`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustModule {
    /// The folder of the crate's package, from the workspace's root. Empty if it is the root.
    pub package: String,
    /// The path of the module in its crate: `crate::errors`.
    pub path: String,
}

impl RustModule {
    /// Returns the module in a folder: `src/errors`. `None` if the folder isn't below a folder `src`, or if a
    /// folder between them has a name that no module can have, because it is a crate then.
    pub(super) fn in_folder(folder: &str) -> Option<Self> {
        let parts: Vec<&str> = folder.split('/').collect();
        let src = parts.iter().rposition(|part| *part == "src")?;
        let modules = &parts[src + 1..];
        if modules.is_empty() || !modules.iter().all(|name| is_module(name)) {
            return None;
        }
        let path = iter::once("crate").chain(modules.iter().copied()).collect::<Vec<_>>().join("::");
        Some(RustModule { package: parts[..src].join("/"), path })
    }
}

fn is_module(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::RustModule;

    #[test]
    fn folders_below_src_are_modules() {
        for (folder, package, path) in [
            ("src/errors", "", "crate::errors"),
            ("src/api/errors", "", "crate::api::errors"),
            ("crates/shop/src/errors", "crates/shop", "crate::errors"),
            ("src/shop/src/errors", "src/shop", "crate::errors"),
        ] {
            let (package, path) = (package.to_owned(), path.to_owned());
            assert_eq!(RustModule::in_folder(folder), Some(RustModule { package, path }), "{folder}");
        }
        for folder in ["crates/api-errors", "src", "crates/src", "src/api-errors", "src/type", "srcs/errors"]
        {
            assert_eq!(RustModule::in_folder(folder), None, "{folder}");
        }
    }
}
