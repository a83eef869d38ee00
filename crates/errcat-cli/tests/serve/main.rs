//! Tests `serve` with real requests. `browser/reload.test.mjs` tests what a browser makes of it.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;

#[path = "../background/mod.rs"]
mod background;
mod client;

use background::{API, Background, Shop, TABLE};
use client::{connect, request, send};

fn serve(shop: &Shop) -> (Background, SocketAddr) {
    let mut server = shop.start("serve --port 0");
    let line = server.wait_for("Serving site at http://127.0.0.1:");
    server.wait_for("Watching");
    let address = line.trim_start_matches("Serving site at http://").trim_end_matches('/');
    (server, address.parse().expect("an address"))
}

#[test]
fn only_get_and_head_are_allowed() {
    let shop = Shop::new("");
    let (_server, address) = serve(&shop);
    let get = request(address, "GET", "/shop/order_gone/");
    assert_eq!(get.status, 200);
    assert!(get.body.contains("Gone"));
    let head = request(address, "HEAD", "/shop/order_gone/");
    assert_eq!((head.status, &*head.body), (200, ""));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"] {
        for path in ["/", "/__errcat/events", "/__errcat/reload.js"] {
            let refused = request(address, method, path);
            assert_eq!((refused.status, refused.header("allow")), (405, "GET, HEAD"), "{method} {path}");
        }
    }
}

#[test]
fn foreign_hosts_are_refused() {
    let shop = Shop::new("");
    let (_server, address) = serve(&shop);
    let port = address.port();
    let with = |hosts: &str, target: &str| {
        send(address, &format!("GET {target} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n"))
    };
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(with(&format!("Host: {host}\r\n"), "/").status, 200, "{host}");
    }
    for target in ["/", "/__errcat/events", "/__errcat/reload.js"] {
        for host in [format!("evil.example:{port}"), "evil.example".to_owned(), "localhost:1".to_owned()] {
            let refused = with(&format!("Host: {host}\r\n"), target);
            assert_eq!(refused.status, 421, "{host}");
            assert!(!refused.body.contains("Gone"));
        }
        assert_eq!(with("", target).status, 421);
    }
    let own = format!("Host: localhost:{port}\r\n");
    assert_eq!(with(&format!("{own}Host: evil.example\r\n"), "/").status, 421);
    assert_eq!(with(&own, &format!("http://evil.example:{port}/")).status, 421);
    assert_eq!(with(&own, &format!("http://127.0.0.1:{port}/")).status, 200);
}

#[test]
fn only_the_site_is_served() {
    let shop = Shop::new("");
    let (_server, address) = serve(&shop);
    shop.write("secret.txt", "secret");
    shop.write("site/.hidden", "secret");
    shop.write("site/.folder/file.txt", "secret");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(shop.path("secret.txt"), shop.path("site/link.txt")).expect("a link");
        std::os::unix::fs::symlink(shop.path(""), shop.path("site/out")).expect("a link");
    }
    for path in [
        "/../secret.txt",
        "/shop/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "/shop/..%00/secret.txt",
        "/secret.txt",
        "/.hidden",
        "/%2ehidden",
        "/.folder/file.txt",
        "/.errcat-manifest",
        "/link.txt",
        "/out/secret.txt",
        "/out/",
        "/out",
        "/__errcat/../../secret.txt",
        "/__errcat/nothing",
        "//",
        "//shop/",
        "/shop//order_gone/",
        "/shop/.",
        "/index.html/",
        "/%ff",
        &format!("/{}", "long".repeat(1000)),
        &format!("//{}", shop.path("secret.txt").display()),
    ] {
        let refused = request(address, "GET", path);
        assert_eq!(refused.status, 404, "{path}: {}", refused.body);
        assert!(!refused.body.contains("secret"), "{path}");
    }
}

#[test]
fn responses_have_media_types_and_are_not_stored() {
    let shop = Shop::new("");
    let (_server, address) = serve(&shop);
    shop.write("site/logo.png", "png");
    shop.write("site/unknown.xyz", "?");
    for (path, media_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/site.js", "text/javascript; charset=utf-8"),
        ("/errors.json", "application/json; charset=utf-8"),
        ("/index.md", "text/markdown; charset=utf-8"),
        ("/llms.txt", "text/plain; charset=utf-8"),
        ("/logo.png", "image/png"),
        ("/unknown.xyz", "application/octet-stream"),
        ("/no/such/page/", "text/html; charset=utf-8"),
        ("/__errcat/reload.js", "text/javascript; charset=utf-8"),
        ("/__errcat/reload.css", "text/css; charset=utf-8"),
    ] {
        let response = request(address, "GET", path);
        assert_eq!(response.header("content-type"), media_type, "{path}");
        assert_eq!(response.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(response.header("cache-control"), "no-store", "{path}");
        assert_eq!(response.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert_eq!(response.header("access-control-allow-origin"), "", "{path}");
    }
    // Only pages are changed.
    assert_eq!(request(address, "GET", "/errors.json").body, shop.read("site/errors.json"));
}

#[test]
fn the_site_is_served_at_its_published_path() {
    let shop = Shop::new("");
    shop.write("catalog/shop/api.yaml", &format!("{API}docs_url: https://shop.example/docs/errors\n"));
    let (_server, address) = serve(&shop);
    for path in ["/", "/docs/errors"] {
        let response = request(address, "GET", path);
        assert_eq!((response.status, response.header("location")), (307, "/docs/errors/"), "{path}");
    }
    let response = request(address, "GET", "/docs/errors/shop");
    assert_eq!((response.status, response.header("location")), (307, "/docs/errors/shop/"));
    assert_eq!(request(address, "GET", "/docs/errors/").status, 200);
    assert_eq!(request(address, "GET", "/shop/").status, 404);
    // The links of the page for missing addresses work.
    let missing = request(address, "GET", "/docs/errors/no/such/page/");
    assert_eq!(missing.status, 404);
    assert!(missing.body.contains("Page not found"));
    assert!(missing.body.contains("href=\"/docs/errors/style.css\""), "{}", missing.body);
    assert_eq!(request(address, "GET", "/docs/errors/style.css").status, 200);
}

#[test]
fn the_script_is_only_in_served_pages() {
    let shop = Shop::new("");
    let (mut server, address) = serve(&shop);
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("Out of stock", "Sold out"));
    server.wait_for("catalog/shop/orders.yaml: wrote ");
    let mut pages = 0;
    for_each_file(&shop.path("site"), &mut |path| {
        let bytes = fs::read(path).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("__errcat"), "{}", path.display());
        if path.extension().is_some_and(|extension| extension == "html") && !path.ends_with("404.html") {
            let name = path.strip_prefix(shop.path("site")).expect("a page").display().to_string();
            let served = request(address, "GET", &format!("/{name}")).body;
            let start = served.find("<script src=\"/__errcat/reload.js\"").expect("the script");
            let end = start + served[start..].find("</script>").expect("its end") + "</script>".len();
            // Everything else is served as it is published, including the policy.
            assert_eq!([&served[..start], &served[end..]].concat(), text, "{name}");
            assert!(served.contains("script-src 'self'") && served.contains("connect-src 'self'"), "{name}");
            pages += 1;
        }
    });
    assert!(pages > 2, "{pages}");
}

#[test]
fn events_report_the_state() {
    let shop = Shop::new("");
    let (_server, address) = serve(&shop);
    let mut stream = connect(address);
    let head = format!("GET /__errcat/events HTTP/1.1\r\nHost: {address}\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("it can be sent");
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let mut next = || {
        let data = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned)).expect("an event");
        let event: serde_json::Value = serde_json::from_str(&data).expect("JSON");
        let text = |name: &str| event[name].as_str().map(str::to_owned);
        (text("version").expect("a version"), text("findings"))
    };
    let (first, findings) = next();
    assert_eq!(findings, None);
    let page = request(address, "GET", "/").body;
    assert!(page.contains(&format!("data-version=\"{first}\"")), "{page}");
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("message", "<b>mesage"));
    let (second, findings) = next();
    let findings = findings.expect("findings");
    assert_eq!(second, first, "no file of the site has changed");
    assert!(findings.contains("error[unknown-key]"), "{findings}");
    assert!(findings.contains("catalog/shop/orders.yaml:5:5"), "{findings}");
    assert!(!findings.contains('\u{1b}'), "{findings:?}");
    shop.save("catalog/shop/orders.yaml", &TABLE.replace("Out of stock", "Sold out"));
    let (third, findings) = next();
    assert_ne!(third, second);
    assert_eq!(findings, None);
}

#[test]
fn errors_at_the_start_are_served_too() {
    let shop = Shop::new("");
    shop.write("catalog/shop/orders.yaml", "errors: [");
    let (_server, address) = serve(&shop);
    let page = request(address, "GET", "/");
    assert_eq!(page.status, 404);
    assert!(page.body.contains("/__errcat/reload.js"), "{}", page.body);
}

#[test]
fn requests_are_limited() {
    let shop = Shop::new("");
    let (_server, address) = serve(&shop);
    let header = format!("X-Long: {}\r\n", "x".repeat(1 << 20));
    let mut stream = connect(address);
    // The server may close the connection before everything is sent.
    let _ = stream.write_all(format!("GET / HTTP/1.1\r\nHost: {address}\r\n{header}\r\n").as_bytes());
    let mut first = String::new();
    let _ = BufReader::new(stream).read_line(&mut first);
    assert!(first.is_empty() || first.starts_with("HTTP/1.1 431"), "{first}");
    // A client that sends nothing doesn't keep others waiting, and is disconnected.
    let mut silent = connect(address);
    assert_eq!(request(address, "GET", "/").status, 200);
    let mut rest = Vec::new();
    std::io::Read::read_to_end(&mut silent, &mut rest).expect("the end");
}

#[test]
fn a_port_in_use_is_reported() {
    let shop = Shop::new("");
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port();
    let mut server = shop.start(&format!("serve --port {port}"));
    server.wait_for(&format!("port {port} is in use"));
    server.wait_for("`--port 0` uses any free port");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(2));
    assert!(!shop.path("site").exists());
}

#[test]
fn a_workspace_without_site_is_not_served() {
    let shop = Shop::new("markdown = { folder = 'docs', flavor = 'mdbook' }\n");
    let mut server = shop.start("serve --port 0");
    server.wait_for("there is no site to serve");
    assert_eq!(server.child.wait().expect("it ends").code(), Some(2));
}

fn for_each_file(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { for_each_file(&path, visit) } else { visit(&path) }
    }
}
