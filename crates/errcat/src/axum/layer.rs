//! The layer [`CatalogLayer`] and its service.

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

/// A layer for the routes of the API whose errors are `E`. Responses with a status of 400 or higher that
/// aren't in the catalog's shape yet are converted to it.
///
/// ```
/// # use axum::Router;
/// # fn routes<E: errcat::Decode + Send + Sync>() -> Router {
/// use errcat::axum::CatalogLayer;
///
/// Router::new()
///     // … the routes …
///     .layer(CatalogLayer::<E>::new().context(|request| {
///         let id = request.headers.get("x-request-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
///         move |name: &str| if name == "request_id" { id.as_deref().map(Into::into) } else { None }
///     }))
/// # }
/// ```
///
/// This includes unknown paths (404), methods that a route doesn't accept (405; the `Allow` header is kept),
/// requests that an extractor rejects (400, 413, 415, 422), timeouts (408), panics (500), and every other
/// failure of an inner service.
///
/// A nested router passes unknown paths to the outer router and skips its own layers. To cover them, add
/// `.fallback(|| async { StatusCode::NOT_FOUND })` before the layer.
///
/// The error is the one that the API defines for the status: it has no `kind`, needs no params, and is either
/// the only such error or the `kind` of others. If there is none, the body has the shape of
/// [`Decode::envelope`], with the status in words as code, title and message. The original body is dropped,
/// together with the headers that describe it.
pub struct CatalogLayer<E> {
    context: Option<ContextFn>,
    api: PhantomData<fn() -> E>,
}

/// A function that creates the context values of a request.
type ContextFn = Arc<dyn Fn(&Parts) -> Box<dyn Context + Send> + Send + Sync>;

impl<E: Decode> CatalogLayer<E> {
    /// Creates a layer without context values.
    pub fn new() -> Self {
        Self { context: None, api: PhantomData }
    }

    /// Sets the context values, such as a request ID. `make` is called with each request before it is
    /// handled. Responses with a catalog error that were built without context values are built again with
    /// them.
    pub fn context<C: Context + Send + 'static>(
        self,
        make: impl Fn(&Parts) -> C + Send + Sync + 'static,
    ) -> Self {
        let context: ContextFn = Arc::new(move |request| Box::new(make(request)));
        Self { context: Some(context), ..self }
    }
}

impl<E: Decode> Default for CatalogLayer<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for CatalogLayer<E> {
    fn clone(&self) -> Self {
        Self { context: self.context.clone(), api: PhantomData }
    }
}

impl<E, S> Layer<S> for CatalogLayer<E> {
    type Service = CatalogService<E, S>;

    fn layer(&self, inner: S) -> Self::Service {
        CatalogService { inner, layer: self.clone() }
    }
}

/// A service wrapped by [`CatalogLayer`].
pub struct CatalogService<E, S> {
    inner: S,
    layer: CatalogLayer<E>,
}

impl<E, S: Clone> Clone for CatalogService<E, S> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone(), layer: self.layer.clone() }
    }
}

impl<E, S, B> Service<Request<B>> for CatalogService<E, S>
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
        // Unwind-safe, as in tower-http's layer for panics: a service must still work after a request failed.
        let future = catch_unwind(AssertUnwindSafe(|| self.inner.call(request)));
        ResponseFuture::new(future, context)
    }
}
