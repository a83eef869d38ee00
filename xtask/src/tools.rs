//! What the tests need beside cargo: programs of the system, parts of the toolchain, packages of npm. `cargo
//! xtask test` makes sure of them by itself; `cargo xtask setup` does just that.

use std::io;
use std::process::{Command, ExitCode};

use camino::Utf8PathBuf;

use crate::repository::root;

/// What a step can't do without.
#[derive(Clone, Copy)]
pub(crate) enum Tool {
    /// A part of the toolchain: what `cargo` calls it, and what `rustup component add` does.
    Component { subcommand: &'static str, component: &'static str },
    /// A subcommand of cargo that takes too long to install unasked: minutes of compiling.
    Subcommand { name: &'static str, package: &'static str },
    /// Programs of the system. Most are also the names of Debian's packages.
    Programs(&'static [&'static str]),
    /// What the browser tests import; installed below `target`, so that nothing is kept beside the sources.
    BrowserPackages,
}

/// What the tests run: the clients that the example service is called with, a browser, and a compiler of
/// another language.
pub(crate) const TESTS: &[Tool] =
    &[Tool::Programs(&["curl", "python3", "node", "npm", "chromium", "go"]), Tool::BrowserPackages];

/// What `cargo xtask test quick` runs: the clients of the example service.
pub(crate) const QUICK_TESTS: &[Tool] = &[Tool::Programs(&["curl", "python3", "node"])];

/// `cargo xtask setup`.
pub(crate) fn set_up() -> ExitCode {
    match missing(TESTS) {
        None => ExitCode::SUCCESS,
        Some(missing) => {
            eprintln!("missing: {missing}");
            ExitCode::from(2)
        }
    }
}

/// Makes sure of tools; where one can't be had, says what to do.
pub(crate) fn missing(tools: &[Tool]) -> Option<String> {
    tools.iter().find_map(|tool| match tool {
        Tool::Component { subcommand, component } => missing_component(subcommand, component),
        Tool::Subcommand { name, package } => {
            (!has(name)).then(|| format!("`cargo install --locked {package}`"))
        }
        Tool::Programs(programs) => missing_programs(programs),
        Tool::BrowserPackages => {
            install_browser_packages().err().map(|error| format!("packages of npm: {error}"))
        }
    })
}

fn missing_component(subcommand: &str, component: &str) -> Option<String> {
    let installs = || run("rustup", &["component", "add", component]) && has(subcommand);
    (!has(subcommand) && !installs()).then(|| format!("`rustup component add {component}`"))
}

fn missing_programs(programs: &[&str]) -> Option<String> {
    let absent = || programs.iter().copied().filter(|program| !runs(program)).collect::<Vec<_>>();
    let packages: Vec<&str> = absent().into_iter().map(package).collect();
    if packages.is_empty() {
        return None;
    }
    let command = [&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat();
    // Only root can; on any other system than Debian's it is told what is needed.
    let _ = run("apt-get", &["update", "-qq"]) && run("apt-get", &command);
    (!absent().is_empty())
        .then(|| format!("{}: install them with the system's packages", absent().join(", ")))
}

/// Returns the package of Debian that has a program.
fn package(program: &str) -> &str {
    match program {
        "node" => "nodejs",
        "go" => "golang-go",
        program => program,
    }
}

/// The versions of the lock file, unless they are there.
fn install_browser_packages() -> io::Result<()> {
    const FILES: [&str; 3] = ["package.json", ".npmrc", "package-lock.json"];
    let (sources, target) = (root().join("crates/errcat-cli/tests/browser"), browser_folder());
    // Written last, so that it is there only if they are.
    let done = target.join("installed.json");
    let wanted = fs_err::read(sources.join("package-lock.json"))?;
    if fs_err::read(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    fs_err::create_dir_all(&target)?;
    for file in FILES {
        fs_err::copy(sources.join(file), target.join(file))?;
    }
    let status = Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&target).status()?;
    if !status.success() {
        return Err(io::Error::other(format!("npm ci: {status}")));
    }
    fs_err::write(done, wanted)
}

/// Where the browser tests have their packages, and the sites that they read.
fn browser_folder() -> Utf8PathBuf {
    root().join("target/browser")
}

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).status().is_ok_and(|status| status.success())
}

/// Whether a program is there.
fn runs(program: &str) -> bool {
    let version = if program == "go" { "version" } else { "--version" };
    Command::new(program).arg(version).output().is_ok_and(|output| output.status.success())
}

/// Whether cargo has a subcommand.
pub(crate) fn has(subcommand: &str) -> bool {
    cargo(subcommand).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// The cargo that runs this program, in the repository.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split(' ')).current_dir(root());
    command
}
