//! Planted secrets, searched in all that a service writes: bodies, headers, logs, panics, stderr.
#![cfg(all(
    feature = "derive",
    feature = "axum",
    feature = "actix",
    feature = "tracing"
))]

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use actix_web::middleware::Logger;
use actix_web::{App, HttpServer, web};
use api_errors::errcat::actix::CatalogMiddleware;
use api_errors::errcat::axum::CatalogLayer;
use api_errors::{CatalogError, kortix};
use axum::Router;
use axum::routing::get;

/// The value of a secret param. Nothing may contain it.
const SECRET: &str = "sk_TOPSECRET";
/// The value of an internal param. Clients never see it; the log may contain it.
const INTERNAL: &str = "pk_INTERNAL";

/// An error whose text repeats the secret.
#[derive(Debug)]
struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no colon in {SECRET}")
    }
}

impl std::error::Error for KeyError {}

/// The derive implements `Debug`, because `api_key` is secret.
#[derive(CatalogError)]
#[catalog(kortix, axum, actix)]
#[code(invalid_api_key_format)]
struct InvalidKey {
    reason: &'static str,
    public_key: &'static str,
    api_key: &'static str,
    #[source]
    source: KeyError,
}

fn derived() -> Result<String, InvalidKey> {
    Err(InvalidKey {
        reason: "no colon",
        public_key: INTERNAL,
        api_key: SECRET,
        source: KeyError,
    })
}

fn generated() -> Result<String, kortix::Error> {
    Err(kortix::api_keys::Error::InvalidApiKeyFormat {
        reason: "no colon".into(),
        public_key: INTERNAL.into(),
        api_key: SECRET.into(),
    }
    .into())
}

/// The variable that is set for the process of the services.
const SERVE: &str = "ERRCAT_TEST_SERVE";

/// Runs the services on free ports, and prints their addresses.
fn serve() {
    tracing::subscriber::set_global_default(Stderr).expect("the only subscriber");
    log::set_logger(&Stderr).expect("the only logger");
    log::set_max_level(log::LevelFilter::Trace);
    std::thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let routes = Router::new()
                .route("/derived", get(|| async { derived() }))
                .route("/generated", get(|| async { generated() }))
                .route("/unwrapped", get(|| async { derived().unwrap() }))
                .route("/unwrapped-generated", get(|| async { generated().unwrap() }))
                .layer(CatalogLayer::<kortix::Error>::new());
            let listener =
                tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            println!("\n{}", listener.local_addr().expect("an address"));
            axum::serve(listener, routes).await.expect("the server runs");
        });
    });
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| {
            App::new()
                .route("/derived", web::get().to(|| async { derived() }))
                .route("/generated", web::get().to(|| async { generated() }))
                .route("/unwrapped", web::get().to(|| async { derived().unwrap() }))
                .route(
                    "/unwrapped-generated",
                    web::get().to(|| async { generated().unwrap() }),
                )
                .wrap(CatalogMiddleware::<kortix::Error>::new())
                .wrap(Logger::default())
        });
        let server = server.workers(1).bind("127.0.0.1:0").expect("a free port");
        println!("\n{}", server.addrs()[0]);
        server.run().await.expect("the server runs");
    });
}

#[test]
fn nothing_that_a_service_writes_contains_a_secret() {
    // The services need a stderr of their own, so that this program starts itself.
    if std::env::var_os(SERVE).is_some() {
        return serve();
    }
    let program = std::env::current_exe().expect("the path of this test");
    // A file, because a full pipe would block the service.
    let log = concat!(env!("CARGO_TARGET_TMPDIR"), "/secrets.log");
    let stderr = File::create(log).expect("a file for the log");
    let mut service = Command::new(program)
        .env(SERVE, "1")
        .args([
            "--exact",
            "--nocapture",
            "nothing_that_a_service_writes_contains_a_secret",
        ])
        .stdout(Stdio::piped())
        .stderr(stderr)
        .spawn()
        .expect("the service starts");
    let mut lines = BufReader::new(service.stdout.take().expect("piped")).lines();
    let address = || {
        lines.by_ref().find_map(|line| line.expect("text").parse::<SocketAddr>().ok())
    };
    let addresses: Vec<SocketAddr> = std::iter::from_fn(address).take(2).collect();
    let mut responses = String::new();
    for address in addresses {
        for path in ["derived", "generated", "unwrapped", "unwrapped-generated"] {
            responses += &response(&format!("http://{address}/{path}"));
        }
    }
    stop(service);
    let log = std::fs::read_to_string(log).expect("text");
    assert_eq!(responses.matches("Invalid API key format").count(), 4, "{responses}");
    assert_eq!(responses.matches("HTTP/1.1 500").count(), 4, "{responses}");
    assert!(!responses.contains(INTERNAL) && !responses.contains(SECRET), "{responses}");

    assert_eq!(log.matches("a handler panicked").count(), 4, "{log}");
    assert_eq!(log.matches("source=no colon in [secret]").count(), 2, "{log}");
    assert!(
        log.contains("Error in response: InvalidKey {"),
        "actix logs errors with `Debug`: {log}"
    );
    assert!(log.contains("api_key: [secret]") && log.contains(INTERNAL), "{log}");
    let leaks: Vec<&str> = log.lines().filter(|line| line.contains(SECRET)).collect();
    assert!(leaks.is_empty(), "{leaks:#?}");
}

/// Returns the head and the body of a response.
fn response(url: &str) -> String {
    let output = Command::new("curl")
        .args(["--silent", "--include", "--max-time", "10", url])
        .output()
        .expect("curl is installed");
    String::from_utf8(output.stdout).expect("text")
}

/// Stops the service.
fn stop(mut service: Child) {
    // The last event may be written after its response.
    std::thread::sleep(Duration::from_millis(200));
    service.kill().expect("the service runs");
    service.wait().expect("the service ends");
}

/// Writes all events of all crates to stderr.
struct Stderr;

struct Fields(String);

impl tracing::field::Visit for Fields {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        self.0 += &format!(" {}={value:?}", field.name());
    }
}

impl tracing::Subscriber for Stderr {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }

    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}

    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = Fields(event.metadata().target().to_owned());
        event.record(&mut fields);
        eprintln!("{}", fields.0);
    }

    fn enter(&self, _: &tracing::span::Id) {}

    fn exit(&self, _: &tracing::span::Id) {}
}

impl log::Log for Stderr {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        eprintln!("{} {}", record.target(), record.args());
    }

    fn flush(&self) {}
}
