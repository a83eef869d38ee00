//! Tests that the examples in the READMEs work: catalogs have no errors, settings are known, and commands
//! exist. `crates/api-errors/tests/readme.rs` compiles the Rust.

mod catalogs;
mod commands;
mod settings;

use fs_err as fs;

/// The documents with examples.
const READMES: [&str; 6] = [
    "README.md",
    "catalog/README.md",
    "templates/README.md",
    "xtask/fuzz/README.md",
    ".github/CONTRIBUTING.md",
    ".github/SECURITY.md",
];

/// A block of code in a README.
struct Block {
    /// The path of the README and the line, for messages.
    place: String,
    /// The heading above it.
    heading: String,
    language: String,
    text: String,
}

/// Returns the blocks of all READMEs in a language.
fn blocks(language: &str) -> Vec<Block> {
    let all = READMES.iter().flat_map(|path| blocks_of(path));
    all.filter(|block| block.language == language).collect()
}

fn blocks_of(path: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut heading, mut is_open) = (String::new(), false);
    for (number, line) in read(path).lines().enumerate() {
        match (line.strip_prefix("```"), is_open) {
            (Some(_), true) => is_open = false,
            (Some(language), false) => {
                is_open = true;
                let (place, language) = (format!("{path}:{}", number + 1), language.to_owned());
                blocks.push(Block { place, heading: heading.clone(), language, text: String::new() });
            }
            (None, true) => {
                let block = blocks.last_mut().expect("an open block");
                block.text.extend([line, "\n"]);
            }
            (None, false) => {
                if line.starts_with('#') {
                    heading = line.trim_start_matches('#').trim().to_owned();
                }
            }
        }
    }
    assert!(!is_open, "{path}: a block isn't closed");
    blocks
}

fn read(path: &str) -> String {
    fs::read_to_string(crate::repository::root().join(path)).expect("a README")
}
