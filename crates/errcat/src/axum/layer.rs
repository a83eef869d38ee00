//! The layer.

use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::{self, Poll};

use ::http::Request;
use ::http::request::Parts;
use axum_core::response::{IntoResponse, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::future::ResponseFuture;
use crate::{Context, Decode};

/// A layer for the routes of the API whose errors are `E`: what isn't a response of the catalog's, and has a
/// status of 400 or more, becomes one.
///
/// ```
/// # use axum::Router;
/// # fn routes<E: errcat::Decode + Send + Sync>() -> Router {
/// use errcat::axum::Catalogued;
///
/// Router::new()
///     // … the routes …
///     .layer(Catalogued::<E>::new().context(|request| {
///         let id = request.headers.get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
///         move |name: &str| if name == "request_id" { id.as_deref().map(Into::into) } else { None }
///     }))
/// # }
/// ```
///
/// So do, with this layer around them: a path that no route takes (404), a method that it doesn't (405; its
/// `Allow` stays), what an extractor refuses (400, 413, 415, 422), a timeout (408), a panic (500), and
/// whatever else a service inside answers with.
///
/// A router that is nested in another hands a path that it hasn't to the outer one, past its layers: there, say
/// `.fallback(|| async { StatusCode::NOT_FOUND })` before the layer.
///
/// The error is the one that the API has for this status: one that is no kind of another, needs no params,
/// and is the only such, or the one that others are kinds of. Without it, the body has the shape of
/// [`Decode::envelope`], and the status in words as code, title and message. Of the body that was there,
/// nothing is left; of the headers, those that don't tell of it.
pub struct Catalogued<E> {
    context: Option<MakeContext>,
    api: PhantomData<fn() -> E>,
}

/// What the server fills in, out of a request.
type MakeContext = Arc<dyn Fn(&Parts) -> Box<dyn Context + Send> + Send + Sync>;

impl<E: Decode> Catalogued<E> {
    /// A layer that fills in nothing.
    pub fn new() -> Self {
        Self { context: None, api: PhantomData }
    }

    /// What the server fills in, such as a request's id: `make` gets each request before it is handled.
    /// Responses of the catalog's, which were made without it, are made again.
    pub fn context<C: Context + Send + 'static>(
        self,
        make: impl Fn(&Parts) -> C + Send + Sync + 'static,
    ) -> Self {
        let context: MakeContext = Arc::new(move |request| Box::new(make(request)));
        Self { context: Some(context), ..self }
    }
}

impl<E: Decode> Default for Catalogued<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for Catalogued<E> {
    fn clone(&self) -> Self {
        Self { context: self.context.clone(), api: PhantomData }
    }
}

impl<E, S> Layer<S> for Catalogued<E> {
    type Service = CataloguedService<E, S>;

    fn layer(&self, inner: S) -> Self::Service {
        CataloguedService { inner, layer: self.clone() }
    }
}

/// What [`Catalogued`] makes of a service.
pub struct CataloguedService<E, S> {
    inner: S,
    layer: Catalogued<E>,
}

impl<E, S: Clone> Clone for CataloguedService<E, S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: self.layer.clone() }
    }
}

impl<E, S, B> Service<Request<B>> for CataloguedService<E, S>
where
    E: Decode + Send + Sync,
    S: Service<Request<B>>,
    S::Response: IntoResponse,
{
    type Response = Response;
    type Error = S::Error;
    type Future = ResponseFuture<E, S::Future>;

    fn poll_ready(&mut self, context: &mut task::Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let (parts, body) = request.into_parts();
        let context = self.layer.context.as_ref().map(|make| make(&parts));
        let request = Request::from_parts(parts, body);
        // Safe to go on after, as in tower-http's layer for panics: a service is made for requests that fail.
        let future = catch_unwind(AssertUnwindSafe(|| self.inner.call(request)));
        ResponseFuture::new(future, context)
    }
}
