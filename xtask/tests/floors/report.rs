//! Renders the cycles between the modules of a crate as text.

use std::fmt::Write as _;

use crate::arrows::{Arrows, Evidence};
use crate::cycles::{arrows_of, cycles};
use crate::module_tree::{ModuleId, ModuleTree};

/// The maximum number of lines that are shown for an arrow.
const MAX_LINES: usize = 3;

/// Renders each cycle as a paragraph: `in crate::emit: links -> view -> links`, then the lines that make its
/// arrows.
pub(crate) fn render_cycles(tree: &ModuleTree, arrows: &Arrows) -> Vec<String> {
    let graph = arrows.between_siblings.iter().map(|(arrow, evidence)| (*arrow, evidence.len()));
    let between_siblings = cycles(graph.collect());
    let between_siblings = between_siblings.iter().map(|cycle| between_siblings_text(tree, arrows, cycle));
    let with_root = arrows.to_root.iter().map(|(module, evidence)| with_root_text(tree, *module, evidence));
    between_siblings.chain(with_root).collect()
}

fn between_siblings_text(tree: &ModuleTree, arrows: &Arrows, cycle: &[ModuleId]) -> String {
    let names: Vec<&str> = cycle.iter().chain(cycle.first()).map(|id| tree[*id].name.as_str()).collect();
    let parent = tree[cycle[0]].parent.map(|parent| tree.path(parent).join("::"));
    let mut text = format!("in {}: {}\n", parent.unwrap_or_default(), names.join(" -> "));
    for (from, to) in arrows_of(cycle) {
        write_arrow(&mut text, &tree[from].name, &tree[to].name, &arrows.between_siblings[&(from, to)]);
    }
    text
}

fn with_root_text(tree: &ModuleTree, module: ModuleId, evidence: &[Evidence]) -> String {
    let (root, module) = (&tree[ModuleId::ROOT], &tree[module]);
    let name = &module.name;
    let mut text = format!("in crate: {name} -> crate -> {name}\n");
    write_arrow(&mut text, name, "crate", evidence);
    _ = writeln!(text, "    crate -> {name}");
    _ = writeln!(text, "        {}:{}: mod {name}", root.file, module.declared_on);
    text
}

fn write_arrow(text: &mut String, from: &str, to: &str, evidence: &[Evidence]) {
    _ = writeln!(text, "    {from} -> {to}");
    for Evidence { file, line, text: path, .. } in evidence.iter().take(MAX_LINES) {
        _ = writeln!(text, "        {file}:{line}: {path}");
    }
    if evidence.len() > MAX_LINES {
        _ = writeln!(text, "        and {} more", evidence.len() - MAX_LINES);
    }
}
