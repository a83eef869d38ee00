//! Versions of the site.

use crate::shop::Shop;

const FIRST: &str = "sold_out: { message: Sold out }\nclosed: { message: Closed }";
const SECOND: &str = "sold_out: { message: Sold out }\nclosed: { message: Closed, retired: It never closes }\n\
                      late: { message: Too late }";

/// The lines of `versions.json` that name versions.
fn versions(shop: &Shop) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(&shop.read("site/versions.json")).expect("JSON");
    let versions = json["versions"].as_array().expect("a list");
    versions.iter().map(|it| format!("{} {}", it["title"], it["path"]).replace('"', "")).collect()
}

#[test]
fn a_run_touches_only_its_own_version() {
    let shop = Shop::new(FIRST);
    shop.errcat("gen");
    assert!(!shop.path("site/versions.json").exists());
    let current = shop.files("site");
    shop.errcat("gen --docs-version 1.0");
    let first = shop.files("site/1.0");
    assert_eq!(versions(&shop), ["Current ./", "1.0 1.0/"]);
    let next = "gen, so that the current site leads to its versions";
    assert!(shop.errcat("gen --docs-version 1.0").contains(next));

    shop.write_errors(SECOND);
    shop.errcat("gen --docs-version 1.10");
    assert_eq!(shop.files("site/1.0"), first);
    assert_eq!(versions(&shop), ["Current ./", "1.10 1.10/", "1.0 1.0/"]);
    for (path, bytes) in &current {
        assert!(std::fs::read(path).expect("the current site") == *bytes, "{path:?}");
    }
    // A retired code stays, and says so in the version that retires it.
    assert!(!shop.read("site/1.0/shop/closed/index.html").contains("It never closes"));
    assert!(shop.read("site/1.10/shop/closed/index.html").contains("It never closes"));
    assert!(!shop.path("site/1.0/shop/late").exists());
    assert!(shop.path("site/1.10/shop/late/index.html").exists());

    // The current site now links to its versions, which stay as they are.
    let (first, second) = (shop.files("site/1.0"), shop.files("site/1.10"));
    shop.errcat("gen");
    assert!(shop.read("site/shop/late/index.html").contains("href=\"../../versions.html\""));
    assert_eq!((first, second), (shop.files("site/1.0"), shop.files("site/1.10")));

    assert!(!shop.errcat("gen --docs-version 1.10").contains(next));

    // Each version has its own record: nothing is generated again, and nothing has drifted.
    for version in ["", " --docs-version 1.10"] {
        assert!(shop.errcat(&format!("gen{version}")).contains("Nothing has changed"), "{version}");
        assert!(shop.errcat(&format!("gen{version} --check")).contains("No drift"), "{version}");
    }
    let output = shop.command("gen --docs-version 1.0 --check").output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stdout).contains("stale      site/1.0/shop/closed.md"));
}

#[test]
fn links_stay_in_a_version_except_canonical_ones() {
    let shop = Shop::new(FIRST);
    let openapi = "[workspace.metadata.errcat.targets.openapi]\noutput = \"openapi\"\n";
    let manifest = shop.read("Cargo.toml") + openapi;
    shop.write("Cargo.toml", &manifest);
    shop.errcat("gen");
    let outside: Vec<_> = ["openapi", "crates", "catalog"].map(|folder| shop.files(folder)).into();
    shop.write("Cargo.toml", &manifest.replace("site = ", "docs-version = \"1.0\"\nsite = "));
    shop.errcat("gen");
    let page = shop.read("site/1.0/shop/closed/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://errors.shop.example/shop/closed/\">"));
    assert!(page.contains("href=\"../../../versions.html\""));
    let markdown = shop.read("site/1.0/llms.txt");
    assert!(markdown.contains("(https://errors.shop.example/1.0/shop/closed.md)"), "{markdown}");
    // Search engines list the current site.
    for file in ["sitemap.xml", "feed.xml", "robots.txt"] {
        assert!(!shop.path(&format!("site/1.0/{file}")).exists(), "{file}");
    }
    assert_eq!(outside, ["openapi", "crates", "catalog"].map(|folder| shop.files(folder)));
}

#[test]
fn without_a_current_site_the_list_uses_the_latest_version() {
    let shop = Shop::new(FIRST);
    shop.errcat("gen --docs-version 1.0");
    shop.errcat("gen --docs-version 2.0");
    assert_eq!(versions(&shop), ["2.0 2.0/", "1.0 1.0/"]);
    assert!(shop.read("site/versions.html").contains("href=\"2.0/style.css\""));
    let start = shop.read("site/index.html");
    assert!(start.contains("<meta http-equiv=\"refresh\" content=\"0; url=2.0/\">"), "{start}");
    assert!(shop.errcat("gen --docs-version 2.0 --check").contains("No drift"));
    // A file of the team there stays.
    shop.write("site/index.html", "ours");
    assert_eq!(shop.command("gen --docs-version 2.0").status().expect("it runs").code(), Some(1));
    assert_eq!(shop.read("site/index.html"), "ours");
    shop.write("site/index.html", &start);

    shop.errcat("gen");
    assert_eq!(versions(&shop), ["Current ./", "2.0 2.0/", "1.0 1.0/"]);
    assert!(!shop.read("site/index.html").contains("refresh"));
    shop.errcat("gen --docs-version 2.0");
    assert!(!shop.read("site/index.html").contains("refresh"));
}

#[test]
fn versions_are_folders_of_the_site() {
    let shop = Shop::new(FIRST);
    for name in ["..", "../1.0", "1/0", "shop", ""] {
        let output = shop.command("gen --docs-version").arg(name).output().expect("it runs");
        let printed = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {printed}");
        assert!(printed.contains("isn't a version, such as 2.3"), "{name}: {printed}");
    }
    // Files of the team in such a folder stay.
    shop.write("site/1.0/notes.txt", "ours");
    shop.errcat("gen --docs-version 1.0");
    shop.errcat("gen");
    assert_eq!(shop.read("site/1.0/notes.txt"), "ours");
}

#[test]
fn markdown_for_another_generator_has_no_versions() {
    let shop = Shop::new(FIRST);
    shop.write("Cargo.toml", "[workspace.metadata.errcat]\nmarkdown = { folder = \"docs\" }\n");
    let output = shop.command("gen --docs-version 1.0").output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("there is no site to generate as a version"));
}
