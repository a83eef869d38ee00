//! `serve`: serves the site on this machine, and reloads it after each change.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::thread;

use anstream::adapter::strip_str;
use camino::Utf8Path;
use errcat_targets::settings::Settings;
use tokio::sync::watch;

use super::generate::watch::{self as generating, Generated};
use crate::disk::Disk;
use crate::program::Program;
use crate::reading::workspace;
use crate::server::{SiteState, serve};
use crate::terminal::failure::Failure;
use crate::terminal::output;

/// The end of the long help.
pub(crate) const AFTER_HELP: &str = "\
Examples:
  errcat serve
  errcat serve --port 0        # any free port
  errcat serve --host 0.0.0.0  # for other devices in the network, such as a phone

Exit codes: 0 never, because it runs until Ctrl-C is pressed, 2 usage error or failure.";

/// The options of `serve`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The address to listen on; other machines can reach only addresses of a network
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// The port to listen on; 0 is any free one
    #[arg(long, default_value_t = 4000)]
    port: u16,
}

pub(crate) fn run(
    options: &Options,
    here: &Utf8Path,
    program: Program,
    disk: &dyn Disk,
) -> Result<Infallible, Failure> {
    let workspace = workspace::find(here)?;
    let settings = &workspace.settings.targets;
    check_site(settings)?;
    let listener = bind(SocketAddr::new(options.host, options.port))?;
    let address = listener.local_addr()?;
    output::print(&format!("Serving {} at http://{address}/\n", settings.site))?;
    let (state, receiver) = watch::channel(SiteState::new(workspace.root.join(&settings.site)));
    // Until the site has been generated, requests wait.
    let mut server = Some((listener, receiver));
    generating::run(here, program, disk, &mut |workspace, generated| {
        let site = &workspace.settings.targets.site;
        state.send_modify(|state| {
            state.folder = workspace.root.join(site);
            match generated {
                Generated::UpToDate { changed, site_path } => {
                    state.findings = None;
                    site_path.into_iter().for_each(|path| state.set_path(path));
                    if changed.iter().any(|path| path.starts_with(site)) {
                        state.reload();
                    }
                }
                Generated::Failed(text) => state.findings = Some(strip_str(text).to_string()),
            }
        });
        if let Some((listener, receiver)) = server.take() {
            thread::spawn(move || match serve(listener, receiver) {
                Ok(never) => match never {},
                Err(error) => output::eprint(&Failure::from(error).to_string()),
            });
        }
    })
}

/// Reports settings that replace the site by Markdown.
fn check_site(settings: &Settings) -> Result<(), Failure> {
    match &settings.markdown {
        None => Ok(()),
        Some(_) => Err(Failure::new(
            "there is no site to serve, because [workspace.metadata.errcat] sets `markdown`",
            "run `gen --watch` together with the site generator that reads the Markdown",
        )),
    }
}

fn bind(address: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => Failure::new(
            format!("port {} is in use", address.port()),
            "choose another one with `--port`; `--port 0` uses any free port",
        ),
        _ => Failure::new(
            format!("can't listen on {address}: {error}"),
            "specify another `--host` or `--port`",
        ),
    })
}
