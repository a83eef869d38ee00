//! Reads a crate, from its root file to every module.

use camino::{Utf8Path, Utf8PathBuf};
use syn::{Item, ItemMod};

use crate::definitions::definition;
use crate::mentions::{Import, Mentions};
use crate::module_tree::{ModuleId, ModuleTree};
use crate::test_code::is_test_only;
use crate::use_tree::plain;

/// A source of files: returns the text at a path, or `None` if there is no such file.
pub(crate) type ReadFile<'a> = dyn Fn(&Utf8Path) -> Option<String> + 'a;

/// Reads the modules of a crate from its root file.
///
/// # Errors
///
/// A file that is missing or isn't Rust.
pub(crate) fn read(root: &Utf8Path, read_file: &ReadFile<'_>) -> Result<ModuleTree, String> {
    let mut tree = ModuleTree::new(root);
    let directory = root.parent().unwrap_or(Utf8Path::new("")).to_owned();
    let items = parse(root, read_file)?;
    read_items(&mut tree, ModuleId::ROOT, &items, &Location { file: root, directory, read_file })?;
    Ok(tree)
}

/// The location of the items of a module.
struct Location<'a> {
    file: &'a Utf8Path,
    /// The directory in which `mod` looks for files.
    directory: Utf8PathBuf,
    read_file: &'a ReadFile<'a>,
}

fn read_items(
    tree: &mut ModuleTree,
    id: ModuleId,
    items: &[Item],
    location: &Location<'_>,
) -> Result<(), String> {
    let mut mentions = Mentions::default();
    for item in items.iter().filter(|item| !is_test_only(item)) {
        if let Item::Mod(declaration) = item {
            read_module(tree, id, declaration, location)?;
            continue;
        }
        if let Some(definition) = definition(item) {
            if definition.is_exported_macro && id != ModuleId::ROOT {
                export_macro(tree, id, &definition.name);
            }
            tree[id].definitions.push(definition);
        }
        mentions.read_item(item);
    }
    tree[id].imports.extend(mentions.imports);
    tree[id].mentions.extend(mentions.found);
    Ok(())
}

fn read_module(
    tree: &mut ModuleTree,
    parent: ModuleId,
    declaration: &ItemMod,
    location: &Location<'_>,
) -> Result<(), String> {
    let &Location { file, ref directory, read_file } = location;
    let name = plain(&declaration.ident);
    let line = declaration.ident.span().start().line;
    let directory = directory.join(&name);
    if let Some((_, items)) = &declaration.content {
        let id = tree.child(parent, &name, line, file);
        return read_items(tree, id, items, &Location { file, directory, read_file });
    }
    if declaration.attrs.iter().any(|attribute| attribute.path().is_ident("path")) {
        return Err(format!("{file}:{line}: #[path] isn't supported; name the file after the module"));
    }
    let candidates = [directory.with_added_extension("rs"), directory.join("mod.rs")];
    let found = candidates.iter().find(|candidate| read_file(candidate).is_some());
    let found = found.ok_or_else(|| format!("{file}:{line}: no file for `mod {name}`"))?;
    let id = tree.child(parent, &name, line, found);
    read_items(tree, id, &parse(found, read_file)?, &Location { file: found, directory, read_file })
}

/// Re-exports a `#[macro_export]` macro from the crate root, which is where callers find it.
fn export_macro(tree: &mut ModuleTree, module: ModuleId, name: &str) {
    let mut path = tree.path(module);
    path.push(name.to_owned());
    tree[ModuleId::ROOT].imports.push(Import { name: Some(name.to_owned()), path });
}

fn parse(file: &Utf8Path, read_file: &ReadFile<'_>) -> Result<Vec<Item>, String> {
    let text = read_file(file).ok_or_else(|| format!("{file}: no such file"))?;
    let parsed = syn::parse_file(&text);
    parsed
        .map(|parsed| parsed.items)
        .map_err(|error| format!("{file}:{}: {error}", error.span().start().line))
}
