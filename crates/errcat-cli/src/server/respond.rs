//! Checks a request, and answers it.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use super::files::{self, Found};
use super::host;
use super::live::{ASSETS, EVENTS, PREFIX, SiteState, events};

type Body = Either<Full<Bytes>, Channel<Bytes, Infallible>>;

const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";

/// The page for missing addresses, until a site with its own has been generated.
const NO_SITE: &str = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Not found</title></head>\
                       <body><h1>Not found</h1></body></html>";

/// Answers a request.
pub(super) async fn respond(
    request: Request<Incoming>,
    local: SocketAddr,
    state: watch::Receiver<SiteState>,
) -> Result<Response<Body>, Infallible> {
    let mut response = answer(&request, local, state).await;
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Other sites can't load anything from here, such as the search index of an internal edition.
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}

async fn answer(
    request: &Request<Incoming>,
    local: SocketAddr,
    state: watch::Receiver<SiteState>,
) -> Response<Body> {
    if !host::is_own(request.uri(), request.headers(), local) {
        return text(StatusCode::MISDIRECTED_REQUEST, "The header `Host` doesn't name this server\n");
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are allowed\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let path = request.uri().path().to_owned();
    if let Some(name) = path.strip_prefix(PREFIX) {
        return own(name, request.method(), state);
    }
    let state = state.borrow().clone();
    let read = spawn_blocking(move || of_site(&state, &path)).await.map_err(io::Error::other);
    read.flatten().unwrap_or_else(|error| text(StatusCode::INTERNAL_SERVER_ERROR, &format!("{error}\n")))
}

/// Answers a request for what the server adds to the site.
fn own(name: &str, method: &Method, state: watch::Receiver<SiteState>) -> Response<Body> {
    if name == EVENTS {
        let body = match *method {
            Method::HEAD => Either::Left(Full::default()),
            _ => Either::Right(events(state)),
        };
        return response(StatusCode::OK, "text/event-stream", body);
    }
    match ASSETS.iter().find(|(asset, ..)| *asset == name) {
        Some((_, media_type, text)) => whole(StatusCode::OK, media_type, *text),
        None => text(StatusCode::NOT_FOUND, "Not found\n"),
    }
}

/// Answers a request for a file of the site.
fn of_site(state: &SiteState, path: &str) -> io::Result<Response<Body>> {
    let below = match path.strip_prefix(&*state.path) {
        Some(below) => below,
        // Where a user starts who doesn't know the path.
        None if path == "/" || state.path.strip_suffix('/') == Some(path) => {
            return Ok(redirect(&state.path));
        }
        None => return not_found(state),
    };
    match files::find(&state.folder, below)? {
        Found::File(file) => {
            let media_type = files::media_type(&file);
            let mut bytes = fs_err::read(&file)?;
            if media_type == HTML {
                state.add_script(&mut bytes);
            }
            Ok(whole(StatusCode::OK, media_type, bytes))
        }
        Found::Folder => Ok(redirect(&format!("{path}/"))),
        Found::Nothing => not_found(state),
    }
}

/// Answers with the site's page for missing addresses.
fn not_found(state: &SiteState) -> io::Result<Response<Body>> {
    let mut page = match files::find(&state.folder, "404.html")? {
        Found::File(file) => fs_err::read(file)?,
        _ => NO_SITE.into(),
    };
    state.add_script(&mut page);
    Ok(whole(StatusCode::NOT_FOUND, HTML, page))
}

/// Redirects to a path. It exists, so it doesn't begin with `//`, which would be another host.
fn redirect(path: &str) -> Response<Body> {
    let mut response = text(StatusCode::TEMPORARY_REDIRECT, "");
    response.headers_mut().insert(LOCATION, HeaderValue::from_str(path).expect("a path of a request"));
    response
}

fn text(status: StatusCode, text: &str) -> Response<Body> {
    whole(status, TEXT, text.to_owned())
}

fn whole(status: StatusCode, media_type: &'static str, bytes: impl Into<Bytes>) -> Response<Body> {
    response(status, media_type, Either::Left(Full::new(bytes.into())))
}

fn response(status: StatusCode, media_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
