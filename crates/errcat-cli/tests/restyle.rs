//! Tests customization of the site: a block, a component, colors, a logo. Mistakes are reported at their
//! location.

use std::fs;
use std::path::Path;
use std::process::Command;

const PAGE: &str = "target/site/demo/gone/index.html";

#[test]
fn one_block_of_a_page() {
    let own = "{% extends \"built_in/site/error.html\" %}\n\
               {% block meaning %}<p>Ours: {{ code }}</p>{{ super() }}{% endblock %}\n";
    let root = generated(&[("templates/site/error.html", own)]);
    let page = read(root.path(), PAGE);
    assert!(page.contains("<p>Ours: gone</p>") && page.contains("It was here."), "{page}");
    assert!(page.contains("<div class=\"do-text\">"), "the other blocks are there too");
}

#[test]
fn one_component_on_all_pages() {
    let own = "{%- component operation(operation) -%}<b>ours {{ operation.path }}</b>{%- endcomponent operation -%}";
    let root = generated(&[("templates/site/ours.html", own)]);
    for page in [PAGE, "target/site/demo/index.html"] {
        assert!(read(root.path(), page).contains("<b>ours /v1/things</b>"), "{page}");
    }
}

#[test]
fn colors_and_a_logo() {
    let logo = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 3 1\"></svg>\n";
    let theme = "[workspace.metadata.errcat.theme]\naccent = \"#0a6b4f\"\nlogo = \"logo.svg\"\n";
    let root = generated(&[("templates/site/logo.svg", logo), ("settings", theme)]);
    assert!(read(root.path(), "target/site/style.css").contains("--accent: light-dark(#0a6b4f, "));
    assert!(read(root.path(), PAGE).contains("<img src=\"data:image/svg+xml,%3Csvg "), "it is small");
    assert!(read(root.path(), "target/site/logo.svg").contains("<svg "));
    let large = logo.replace("></svg>", &format!("><desc>{}</desc></svg>", "large ".repeat(300)));
    let root = generated(&[("templates/site/logo.svg", &large), ("settings", theme)]);
    assert!(read(root.path(), PAGE).contains("<img src=\"../../logo.svg\""));
}

#[test]
fn fonts_links_and_a_footer() {
    let theme = "[workspace.metadata.errcat.theme]\nfont = 'Inter'\nfooter = 'Ours & yours'\n\
                 links = [{ title = 'Docs', url = 'https://docs.example/' }]\n";
    let root = generated(&[("settings", theme)]);
    assert!(read(root.path(), "target/site/style.css").contains("--sans: Inter, system-ui, sans-serif;"));
    let page = read(root.path(), PAGE);
    assert!(page.contains("<a class=\"link\" href=\"https://docs.example/\">Docs</a>"), "{page}");
    assert!(page.contains("<p class=\"end\">Ours &amp; yours</p>"), "{page}");
}

#[test]
fn edit_links_of_pages() {
    let edit = "edit = \"https://git.example/edit/{path}?line={line}\"\n";
    let root = generated(&[("settings", edit)]);
    assert!(read(root.path(), PAGE).contains("\"https://git.example/edit/catalog/demo/errors.yaml?line=4\""));
    let api = read(root.path(), "target/site/demo/index.html");
    assert!(api.contains("\"https://git.example/edit/catalog/demo/api.yaml?line=1\""), "{api}");
    assert!(
        !read(root.path(), "target/site/index.html").contains("git.example"),
        "it is made from many files"
    );
}

#[test]
fn images_next_to_links_have_absolute_addresses() {
    let root = generated(&[
        ("settings", "[workspace.metadata.errcat.theme]\nimage = \"card.png\"\n"),
        ("templates/site/card.png", "any bytes"),
        (
            "catalog/other/api.yaml",
            "title: Other\nsummary: Another demo.\ndocs_url: https://errors.example\n",
        ),
        (
            "catalog/other/errors.yaml",
            "title: Errors\nenvelope: none\nerrors:\n  gone: { status: 410, message: It is gone }\n",
        ),
    ]);
    assert_eq!(read(root.path(), "target/site/card.png"), "any bytes");
    let image = "<meta property=\"og:image\" content=\"https://errors.example/card.png\">";
    assert!(read(root.path(), "target/site/other/gone/index.html").contains(image));
    // The address of this API isn't known.
    assert!(!read(root.path(), "target/site/demo/gone/index.html").contains("og:image"));
}

#[test]
fn mistakes_are_reported_at_their_location() {
    let printed = |path: &str, text: &str| {
        let (root, output) = run(&[(path, text)]);
        assert!(!output.status.success() && !root.path().join("target/site").exists(), "{text}");
        String::from_utf8(output.stderr).expect("text")
    };
    let extends = "{% extends \"built_in/site/error.html\" %}\n";
    for (path, text, place, expected) in [
        (
            "templates/site/error.html",
            format!("{extends}{{% block meaning %}}{{{{ meanin }}}}{{% endblock %}}"),
            "templates/site/error.html:2:23",
            "did you mean `meaning`?",
        ),
        (
            "templates/site/home.html",
            "{% extends \"built_in/site/hom.html\" %}".to_owned(),
            "templates/site/home.html:1:13",
            "did you mean `built_in/site/home.html`?",
        ),
        (
            "settings",
            "[workspace.metadata.errcat.theme]\nlogo = \"logo.svg\"\n".to_owned(),
            "templates/site/logo.svg:1:1",
            "which isn't there",
        ),
        (
            "settings",
            "[workspace.metadata.errcat.theme]\nimage = \"card.png\"\n".to_owned(),
            "templates/site/card.png:1:1",
            "`image` in [workspace.metadata.errcat.theme]",
        ),
        (
            "settings",
            "[workspace.metadata.errcat.theme]\nimage = \"card.svg\"\n".to_owned(),
            "Cargo.toml:3:1",
            "isn't the name of a PNG, JPEG or WebP file",
        ),
        (
            "settings",
            "[workspace.metadata.errcat.theme]\naccent = \"orange\"\n".to_owned(),
            "Cargo.toml:4:10",
            "`orange` isn't a color",
        ),
        (
            "settings",
            "[workspace.metadata.errcat.theme]\naccent = \"#ffa500\"\n".to_owned(),
            "Cargo.toml:3:1",
            "is hard to read on the light ground",
        ),
        ("settings", "edit = \"git.example\"\n".to_owned(), "Cargo.toml:3:8", "with a place for the path"),
    ] {
        let printed = printed(path, &text);
        assert!(printed.contains(place) && printed.contains(expected), "{place}, {expected}:\n{printed}");
    }
}

fn generated(files: &[(&str, &str)]) -> tempfile::TempDir {
    let (root, output) = run(files);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    root
}

/// Creates a small workspace with these files, and runs `gen`. `settings` are added to Cargo.toml.
fn run(files: &[(&str, &str)]) -> (tempfile::TempDir, std::process::Output) {
    let root = tempfile::tempdir().expect("a folder");
    let settings = files.iter().find(|(path, _)| *path == "settings").map_or("", |(_, text)| text);
    write(root.path(), "Cargo.toml", &format!("[workspace]\n[workspace.metadata.errcat]\n{settings}"));
    write(
        root.path(),
        "catalog/demo/api.yaml",
        "title: Demo\nsummary: A demo.\nenvelope: http\nenvelopes:\n  http:\n    summary: All.\n    \
         body: { code: \"{code}\" }\n    identify_by: code\n",
    );
    write(
        root.path(),
        "catalog/demo/errors.yaml",
        "title: Errors\noperation: GET /v1/things\nerrors:\n  gone:\n    status: 410\n    message: It is gone\n    \
         meaning: It was here.\n    causes: [Time]\n    fixes: [None]\n",
    );
    for (path, text) in files.iter().filter(|(path, _)| *path != "settings") {
        write(root.path(), path, text);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_errcat"));
    let output = command.arg("gen").current_dir(root.path()).output().expect("it runs");
    (root, output)
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).expect("it was generated")
}
