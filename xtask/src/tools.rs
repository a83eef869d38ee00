//! Installs the tools that tests need in addition to cargo: system programs, toolchain components and npm
//! packages. `cargo xtask test` does so by itself; `cargo xtask setup` does nothing else.

use std::io;
use std::process::{Command, ExitCode};

use camino::Utf8PathBuf;

use crate::repository::root;

/// A tool that a step needs.
#[derive(Clone, Copy)]
pub(crate) enum Tool {
    /// A component of the toolchain: its subcommand of `cargo`, and its name for `rustup component add`.
    Component { subcommand: &'static str, component: &'static str },
    /// A subcommand of cargo. It isn't installed automatically, because compiling it takes minutes.
    Subcommand { name: &'static str, package: &'static str },
    /// Programs of the system. Most have the same name as their Debian package.
    Programs(&'static [&'static str]),
    /// The npm packages of the browser tests. They are installed below `target`, outside of the sources.
    BrowserPackages,
    /// The Python packages that check and run the generated Python package, in a virtual environment below
    /// `target`.
    PythonPackages,
}

/// The tools of the tests: clients that call the example service, two browsers, and a compiler of another
/// language.
pub(crate) const TESTS: &[Tool] = &[
    Tool::Programs(&["curl", "python3", "node", "npm", "chromium", "firefox-esr", "go"]),
    Tool::BrowserPackages,
    Tool::PythonPackages,
];

/// The tools of `cargo xtask test quick`: clients that call the example service.
pub(crate) const QUICK_TESTS: &[Tool] = &[Tool::Programs(&["curl", "python3", "node"]), Tool::PythonPackages];

/// Runs `cargo xtask setup`.
pub(crate) fn set_up() -> ExitCode {
    match install_missing(TESTS) {
        None => ExitCode::SUCCESS,
        Some(missing) => {
            eprintln!("missing: {missing}");
            ExitCode::from(2)
        }
    }
}

/// Installs tools that are missing. If one can't be installed, returns what the developer has to do.
pub(crate) fn install_missing(tools: &[Tool]) -> Option<String> {
    tools.iter().find_map(|tool| match tool {
        Tool::Component { subcommand, component } => install_component(subcommand, component),
        Tool::Subcommand { name, package } => {
            (!has_subcommand(name)).then(|| format!("`cargo install --locked {package}`"))
        }
        Tool::Programs(programs) => install_programs(programs),
        Tool::BrowserPackages => {
            install_browser_packages().err().map(|error| format!("npm packages: {error}"))
        }
        Tool::PythonPackages => {
            install_python_packages().err().map(|error| format!("Python packages: {error}"))
        }
    })
}

fn install_component(subcommand: &str, component: &str) -> Option<String> {
    let installs = || run("rustup", &["component", "add", component]) && has_subcommand(subcommand);
    (!has_subcommand(subcommand) && !installs()).then(|| format!("`rustup component add {component}`"))
}

fn install_programs(programs: &[&str]) -> Option<String> {
    let absent = || programs.iter().copied().filter(|program| !is_installed(program)).collect::<Vec<_>>();
    let packages: Vec<&str> = absent().into_iter().map(package).collect();
    if packages.is_empty() {
        return None;
    }
    let command = [&["install", "-y", "--no-install-recommends"], packages.as_slice()].concat();
    // Only succeeds as root on Debian. On other systems, the result lists the missing programs.
    let _ = run("apt-get", &["update", "-qq"]) && run("apt-get", &command);
    (!absent().is_empty()).then(|| format!("{}: install the system packages", absent().join(", ")))
}

/// Returns the Debian package of a program.
fn package(program: &str) -> &str {
    match program {
        "node" => "nodejs",
        "go" => "golang-go",
        program => program,
    }
}

/// Installs the versions of the lock file, unless they are installed.
fn install_browser_packages() -> io::Result<()> {
    const FILES: [&str; 3] = ["package.json", ".npmrc", "package-lock.json"];
    let (sources, target) = (root().join("crates/errcat-cli/tests/browser"), browser_folder());
    // Written last, so that it only exists after a complete installation.
    let marker = target.join("installed.json");
    let lock = fs_err::read(sources.join("package-lock.json"))?;
    if fs_err::read(&marker).is_ok_and(|installed| installed == lock) {
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
    fs_err::write(marker, lock)
}

/// Returns the folder of the browser tests' packages, and of the sites that they read.
fn browser_folder() -> Utf8PathBuf {
    root().join("target/browser")
}

/// Installs the versions in `requirements.txt`, unless they are installed.
fn install_python_packages() -> io::Result<()> {
    let requirements = root().join("crates/errcat-cli/tests/python/requirements.txt");
    let environment = root().join("target/python");
    // Written last, so that it only exists after a complete installation.
    let marker = environment.join("installed.txt");
    let wanted = fs_err::read(&requirements)?;
    if fs_err::read(&marker).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    let create = || run("python3", &["-m", "venv", environment.as_str()]);
    // On Debian, the module is in a package of its own.
    let is_created = create() || (run("apt-get", &["install", "-y", "python3-venv"]) && create());
    if !is_created {
        return Err(io::Error::other("python3 -m venv failed"));
    }
    let program = |name: &str| environment.join("bin").join(name);
    let install = ["install", "--quiet", "--requirement", requirements.as_str()];
    // On its first run, pyright downloads its own program.
    if !run(program("pip").as_str(), &install) || !run(program("pyright").as_str(), &["--version"]) {
        return Err(io::Error::other("pip install failed"));
    }
    fs_err::write(marker, wanted)
}

fn run(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).status().is_ok_and(|status| status.success())
}

/// Returns `true` if a program is installed.
fn is_installed(program: &str) -> bool {
    let version = if program == "go" { "version" } else { "--version" };
    Command::new(program).arg(version).output().is_ok_and(|output| output.status.success())
}

/// Returns `true` if cargo has a subcommand.
pub(crate) fn has_subcommand(subcommand: &str) -> bool {
    cargo(subcommand).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Returns the cargo that runs this program, with arguments and the repository as its working directory.
pub(crate) fn cargo(arguments: &str) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments.split(' ')).current_dir(root());
    command
}
