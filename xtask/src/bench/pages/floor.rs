//! Measures template engines alone, with errors and finished fragments in memory. This is the lower bound of
//! rendering.

use std::io;
use std::process::Command;

use camino::Utf8Path;
use serde_json::{Value as Json, json};

use super::{OutputSize, output_size, runs, size_rows};
use crate::bench::table::{Row, Section, median};
use crate::bench::{peer, write_files};

/// The template engines: the name, the source that adapts the engine for `floor/main.rs`, and the dependency
/// in the manifest. `None` for the version of this workspace.
const ENGINES: [(&str, &str, Option<&str>); 2] = [
    ("tera", include_str!("floor/tera.rs"), None),
    (
        "minijinja",
        include_str!("floor/minijinja.rs"),
        Some("minijinja = { version = \"3\", features = [\"serde\", \"speedups\"] }"),
    ),
];

/// The number of links in the sidebar of a page.
const MAX_SIDEBAR_LINKS: usize = 20;

/// The measurements of an engine.
struct EngineMeasurement {
    /// The milliseconds of rendering alone.
    rendering: f64,
    /// The milliseconds of converting JSON to the engine's values.
    contexts: f64,
    size: OutputSize,
}

/// Compares errcat's phase `site`, in milliseconds, with rendering alone. The pages are similar to those in
/// `site`.
pub(super) fn compare(ours: f64, site: &Utf8Path, codes: usize) -> io::Result<Section> {
    let pages = pages(site)?;
    let data = tempfile::NamedTempFile::new()?;
    serde_json::to_writer(io::BufWriter::new(data.as_file()), &pages)?;
    let data = Utf8Path::from_path(data.path())
        .ok_or_else(|| io::Error::other("the path of the temporary file isn't UTF-8"))?;

    let (mut engines, mut notes) = (Vec::new(), Vec::new());
    for (name, source, dependency) in ENGINES {
        engines.push(match render(name, source, dependency, data, codes)? {
            Ok(rendered) => Some(rendered),
            Err(reason) => {
                notes.push(peer::missing_note(name, &reason));
                None
            }
        });
    }
    let row = |what: &str, value: fn(&EngineMeasurement) -> f64| {
        let engines = engines.iter().map(|it| it.as_ref().map(value));
        Row::new(what, "ms", std::iter::once(Some(ours)).chain(engines).collect())
    };
    let is_page = |path: &Utf8Path| {
        let is_twin = path.extension() == Some("md") && path.with_extension("").is_dir();
        is_twin || path.file_name() == Some("index.html")
    };
    let ours = output_size(site, &is_page)?;
    let mut rows = vec![
        row("emit phase, rendering alone", |it| it.rendering),
        row("emit phase, with contexts", |it| it.rendering + it.contexts),
    ];
    let size = engines.iter().map(|it| it.as_ref().map(|it| it.size));
    rows.extend(size_rows("pages", &std::iter::once(Some(ours)).chain(size).collect::<Vec<_>>()));
    let columns = std::iter::once("errcat").chain(ENGINES.map(|(name, ..)| name));
    Ok(Section {
        name: "rendering".to_owned(),
        codes,
        columns: columns.map(str::to_owned).collect(),
        has_peers: true,
        rows,
        notes,
    })
}

/// Builds an engine and renders the pages with it. If it can't be downloaded, returns the reason.
fn render(
    name: &str,
    source: &str,
    dependency: Option<&str>,
    data: &Utf8Path,
    codes: usize,
) -> io::Result<Result<EngineMeasurement, String>> {
    let root = crate::repository::root().join("target/bench/floor").join(name);
    let manifest = fs_err::read_to_string(crate::repository::root().join("Cargo.toml"))?;
    // Dependencies of this workspace, in the same versions because of its lock file.
    let own = |name: &str| {
        manifest.lines().find(|line| line.starts_with(&format!("{name} = "))).unwrap_or_default()
    };
    let dependencies =
        [dependency.unwrap_or_else(|| own(name)), own("mimalloc"), own("serde_json")].join("\n");
    let sources = [
        ("main.rs", include_str!("floor/main.rs")),
        ("engine.rs", source),
        ("page.html", include_str!("floor/page.html")),
        ("page.md", include_str!("floor/page.md")),
    ];
    write_files(&root, &peer::files(&format!("by-{name}"), &dependencies, &sources))?;
    fs_err::copy(crate::repository::root().join("Cargo.lock"), root.join("Cargo.lock"))?;
    if let Err(reason) = peer::fetch(&root)? {
        return Ok(Err(reason));
    }
    let target = root.join("target");
    let build = peer::cargo()
        .args(["build", "--quiet", "--release", "--target-dir", target.as_str()])
        .current_dir(&root)
        .output()?;
    if !build.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&build.stderr)));
    }
    let program = target.join("release").join(format!("by-{name}{}", std::env::consts::EXE_SUFFIX));
    let outputs = (0..runs(codes)).map(|_| run(&program, data)).collect::<io::Result<Vec<_>>>()?;
    let number = |output: &Json, what: &str| output[what].as_f64().unwrap_or(f64::NAN);
    let median_of = |what: &str| median(outputs.iter().map(|output| number(output, what)).collect());
    Ok(Ok(EngineMeasurement {
        rendering: median_of("rendering_ms"),
        contexts: median_of("contexts_ms"),
        size: OutputSize { files: median_of("pages") as usize, bytes: median_of("bytes") as u64 },
    }))
}

fn run(program: &Utf8Path, data: &Utf8Path) -> io::Result<Json> {
    let output = Command::new(program).arg(data).output()?;
    if output.status.success() {
        Ok(serde_json::from_slice(&output.stdout)?)
    } else {
        Err(io::Error::other(format!("{program}: {}", String::from_utf8_lossy(&output.stderr))))
    }
}

/// Returns the data of a page for each error: its facts from the site's JSON, and fragments from its finished
/// pages.
fn pages(site: &Utf8Path) -> io::Result<Vec<Json>> {
    let mut pages = Vec::new();
    for folder in site.read_dir_utf8()? {
        let folder = folder?.path().to_owned();
        if !folder.join("errors.json").exists() {
            continue;
        }
        let mut api: Json = serde_json::from_str(&fs_err::read_to_string(folder.join("errors.json"))?)?;
        let Json::Array(errors) = api["errors"].take() else { continue };
        let codes: Vec<String> =
            errors.iter().map(|error| error["code"].as_str().unwrap_or_default().to_owned()).collect();
        let tables: Vec<&Json> =
            api["tables"].as_array().into_iter().flatten().map(|table| &table["title"]).collect();
        for (error, code) in errors.iter().zip(&codes) {
            let html = fs_err::read_to_string(folder.join(code).join("index.html"))?;
            let markdown = fs_err::read_to_string(folder.join(format!("{code}.md")))?;
            pages.push(json!({
                "api": api["name"],
                "title": api["title"],
                "owner": api["owner"],
                "tables": tables,
                "sidebar": codes.iter().take(MAX_SIDEBAR_LINKS).collect::<Vec<_>>(),
                "error": error,
                "kind": error["is"],
                "operations": api["tables"][0]["operations"],
                "occurrence": error["in"][0],
                "panels": panels(&html),
                "fences": fences(&markdown),
            }));
        }
    }
    Ok(pages)
}

/// Returns the captions and the HTML code of a page's panels.
fn panels(html: &str) -> Vec<Json> {
    let inner = |text: &str, begin: &str, end: &str| {
        let (_, text) = text.split_once(begin)?;
        Some(text.split_once(end)?.0.to_owned())
    };
    let figures = html.split("<figure").skip(1);
    let panel = |figure: &str| {
        Some(json!({
            "caption": inner(figure, "<figcaption>", "</figcaption>")?,
            "code": inner(figure, "<pre class=\"code\" tabindex=\"0\">", "</pre>")?,
        }))
    };
    figures.filter_map(panel).collect()
}

/// Returns the code blocks of a Markdown page, each with its language in the first line.
fn fences(markdown: &str) -> Vec<&str> {
    markdown.split("```").skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn fragments_are_found_in_pages() {
        let html = "<figure class=\"panel\">\n<figcaption>In a client</figcaption>\n\
                    <pre class=\"code\" tabindex=\"0\"><code>a &lt; b</code></pre>\n</figure>\
                    <figure><pre></pre></figure>";
        assert_eq!(
            super::panels(html),
            [json!({ "caption": "In a client", "code": "<code>a &lt; b</code>" })]
        );
        let markdown = "# `code`\n\n```rust\nlet a;\n```\n\ntext\n\n```http\nPOST /\n```\n";
        assert_eq!(super::fences(markdown), ["rust\nlet a;\n", "http\nPOST /\n"]);
    }
}
