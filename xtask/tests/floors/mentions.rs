//! The paths in the code of a module: in `use`, expressions, types, patterns, macros and attributes.

use std::collections::HashMap;

use proc_macro2::Span;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, ExprPath, ImplItem, Item, ItemMacro, ItemMod, ItemUse, Macro, Meta, Path, Stmt,
    VisRestricted,
};

use crate::definitions::Namespace;
use crate::test_code::{is_test_only, is_test_only_member};
use crate::tokens::{self, TokenPath};
use crate::use_tree::{LeafName, UseLeaf, leaves, plain};

/// A name that a module imports, or everything of another module (`*`).
#[derive(Debug)]
pub(crate) struct Import {
    /// `None` for `*`.
    pub(crate) name: Option<String>,
    pub(crate) path: Vec<String>,
}

/// A path in the code of a module.
#[derive(Debug)]
pub(crate) struct Mention {
    /// The path, with its first name replaced if a `use` of the function around it imports that name.
    pub(crate) path: Vec<String>,
    /// The namespaces in which the last name of the path may be.
    pub(crate) namespaces: &'static [Namespace],
    pub(crate) line: usize,
    /// The path as written: `use crate::names::is_name`.
    pub(crate) text: String,
    pub(crate) is_use: bool,
}

/// The imports and mentions of a module, collected by visiting its items.
#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) imports: Vec<Import>,
    pub(crate) found: Vec<Mention>,
    /// The imports of the blocks around the current code, innermost last.
    blocks: Vec<HashMap<String, Vec<String>>>,
}

impl Mentions {
    /// Collects from an item of the module.
    pub(crate) fn read_item(&mut self, item: &Item) {
        self.visit_item(item);
    }

    fn mention(&mut self, path: Vec<String>, namespaces: &'static [Namespace], span: Span) {
        let text = path.join("::");
        let path = self.expand(path);
        self.found.push(Mention { path, namespaces, line: span.start().line, text, is_use: false });
    }

    fn mention_path(&mut self, path: &Path, namespaces: &'static [Namespace]) {
        if let (None, Some(first)) = (path.leading_colon, path.segments.first()) {
            self.mention(segments(path), namespaces, first.ident.span());
        }
    }

    fn mention_tokens(&mut self, paths: impl IntoIterator<Item = TokenPath>) {
        paths.into_iter().for_each(|found| self.mention(found.path, Namespace::ALL, found.span));
    }

    fn mention_leaf(&mut self, leaf: UseLeaf) {
        let (end, namespaces) = match leaf.name {
            LeafName::Name(_) => ("", Namespace::ALL),
            LeafName::ModuleItself(_) => ("", &[Namespace::Type][..]),
            LeafName::Glob => ("::*", &[Namespace::Type][..]),
        };
        let text = format!("use {}{end}", leaf.path.join("::"));
        let path = self.expand(leaf.path);
        self.found.push(Mention { path, namespaces, line: leaf.span.start().line, text, is_use: true });
    }

    fn expand(&self, path: Vec<String>) -> Vec<String> {
        let first = path.first().map_or("", String::as_str);
        match self.blocks.iter().rev().find_map(|block| block.get(first)) {
            Some(import) => import.iter().chain(&path[1..]).cloned().collect(),
            None => path,
        }
    }

    /// Collects the imports of a block before its code is visited, because order doesn't matter to them.
    fn block_imports(&self, block: &Block) -> HashMap<String, Vec<String>> {
        let uses = block.stmts.iter().filter_map(|statement| match statement {
            Stmt::Item(Item::Use(item)) => Some(item),
            _ => None,
        });
        let leaves = uses.flat_map(leaves);
        leaves.filter_map(|leaf| Some((leaf.name.known()?.to_owned(), self.expand(leaf.path)))).collect()
    }
}

impl<'ast> Visit<'ast> for Mentions {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_test_only(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        if !is_test_only_member(item) {
            visit::visit_impl_item(self, item);
        }
    }

    /// Skips a module in a function: other modules can't import it.
    fn visit_item_mod(&mut self, _: &'ast ItemMod) {}

    /// Skips `pub(in crate::emit)`, which uses nothing of `emit`.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for leaf in leaves(item) {
            if self.blocks.is_empty() {
                let name = leaf.name.known().map(str::to_owned);
                self.imports.push(Import { name, path: leaf.path.clone() });
            }
            self.mention_leaf(leaf);
        }
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.blocks.push(self.block_imports(block));
        visit::visit_block(self, block);
        self.blocks.pop();
    }

    fn visit_expr_path(&mut self, expression: &'ast ExprPath) {
        self.mention_path(&expression.path, &[Namespace::Value]);
        visit::visit_path(self, &expression.path);
        if let Some(itself) = &expression.qself {
            self.visit_qself(itself);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        // A pattern may be a constructor or a constant.
        self.mention_path(path, &[Namespace::Type, Namespace::Value]);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.mention_path(&call.path, &[Namespace::Macro]);
        if !tokens::is_quotation(&segments(&call.path)) {
            self.mention_tokens(tokens::paths(call.tokens.clone()));
        }
    }

    /// Collects only the paths from `$crate` of a `macro_rules!`: others depend on the caller.
    fn visit_item_macro(&mut self, item: &'ast ItemMacro) {
        if item.ident.is_none() {
            return visit::visit_item_macro(self, item);
        }
        let paths = tokens::paths(item.mac.tokens.clone());
        self.mention_tokens(paths.into_iter().filter(|found| found.path[0] == "crate"));
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let Meta::List(list) = &attribute.meta {
            self.mention_tokens(tokens::paths(list.tokens.clone()));
            self.mention_tokens(tokens::paths_in_texts(list.tokens.clone()));
        }
    }
}

fn segments(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| plain(&segment.ident)).collect()
}
