//! The server of `errcat serve`: the generated site, with a script that reloads pages.
//!
//! ```text
//! mod        accepts connections, within limits
//!   respond    checks a request, and answers it
//!     host       the hosts that requests may name
//!     files      files of the site, by the path of a request
//!     live       the state of the site, as events; adds the script to pages
//! ```
//!
//! Everything is added when a page is served: the published site contains neither the script nor its address.

mod files;
mod host;
mod live;
mod respond;

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

pub(crate) use self::live::SiteState;
use self::respond::respond;

/// The maximum number of connections. Others wait until one ends.
const MAX_CONNECTIONS: usize = 128;
/// The maximum number of threads that read files.
const MAX_THREADS: usize = 4;
/// The maximum time that a client takes to send the headers of a request, also after an earlier request.
const MAX_HEADER_TIME: Duration = Duration::from_secs(10);
/// The maximum size of the headers of a request. Browsers send the cookies of all servers on `localhost`.
const MAX_HEADER_BYTES: usize = 64 << 10;
/// The maximum age of a connection, so that clients that read nothing don't keep one forever. Browsers
/// reconnect to receive further events.
const MAX_AGE: Duration = Duration::from_secs(300);
/// The pause after a connection couldn't be accepted, for example because too many files are open.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves the site until the process ends.
///
/// # Errors
///
/// If the listener can't be used.
pub(crate) fn serve(listener: TcpListener, state: watch::Receiver<SiteState>) -> io::Result<Infallible> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(MAX_THREADS)
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let free = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            let permit = Arc::clone(&free).acquire_owned().await.expect("it is never closed");
            let Ok((stream, _)) = listener.accept().await else {
                sleep(ACCEPT_PAUSE).await;
                continue;
            };
            let state = state.clone();
            tokio::spawn(async move {
                // The client learns from the end of the connection that something is wrong.
                let _ = timeout(MAX_AGE, answer(stream, state)).await;
                drop(permit);
            });
        }
    })
}

/// Answers the requests of a connection.
async fn answer(stream: tokio::net::TcpStream, state: watch::Receiver<SiteState>) -> hyper::Result<()> {
    let Ok(local) = stream.local_addr() else { return Ok(()) };
    let service = service_fn(move |request| respond(request, local, state.clone()));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(MAX_HEADER_TIME)
        .max_buf_size(MAX_HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .await
}
