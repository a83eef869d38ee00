//! The layer [`CatalogLayer`] and its service.

use std::marker::PhantomData;
use std::task::{self, Poll};

use ::http::request::Parts;
use ::http::{HeaderMap, Request, header};
use axum_core::response::{IntoResponse, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::future::ResponseFuture;
use crate::context::{ContextFactory, RequestContext};
use crate::negotiation::Negotiation;
use crate::{Context, Decode, OwnedValue};

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
///     .layer(CatalogLayer::<E>::new().value_from_header("request_id", "x-request-id"))
/// # }
/// ```
///
/// # Failures
///
/// This includes unknown paths (404), methods that a route doesn't accept (405; the `Allow` header is kept),
/// requests that an extractor rejects (400, 413, 415, 422), timeouts (408), panics (500), and every other
/// failure of an inner service. [`Failure`](crate::Failure) lists them with their statuses. The error that is
/// sent is the one that the catalog defines for the failure with `fallback_for`, with its own status. Params
/// that are headers are read from the response that is replaced, such as the `Retry-After` of a limiter.
///
/// If the catalog defines no error for a failure, or if a required param is missing, the response keeps its
/// status. It has the shape of [`Decode::envelope`] if that shape includes no code, and no body otherwise: a
/// server never sends a code that the catalog doesn't have.
///
/// The original body is dropped, together with the headers that describe it. If it is a short text, in which
/// axum explains why a request was rejected, it is logged.
///
/// # Nested routers
///
/// A nested router without a fallback passes unknown paths to the outer router and skips its own layers. If
/// only the nested router has this layer, give it a fallback before the layer:
///
/// ```
/// # use axum::Router;
/// # fn routes<E: errcat::Decode + Send + Sync>(api_routes: Router) -> Router {
/// use errcat::axum::{CatalogLayer, unknown_path};
///
/// let api = api_routes.fallback(unknown_path).layer(CatalogLayer::<E>::new());
/// Router::new().nest("/api", api)
/// # }
/// ```
///
/// # Other layers
///
/// Other layers can be inside or outside of this one. Layers between a handler and this layer, for example
/// for compression, see the final body. If one of them changes the status, a status in the body changes too;
/// if it replaces the body, the body is sent as it is.
pub struct CatalogLayer<E> {
    context: ContextFactory<Parts>,
    is_markdown_offered: bool,
    api: PhantomData<fn() -> E>,
}

impl<E: Decode> CatalogLayer<E> {
    /// Creates a layer without context values.
    pub fn new() -> Self {
        Self { context: ContextFactory::new(), is_markdown_offered: false, api: PhantomData }
    }

    /// Adds the context value `name` from a header of the request. The member is omitted if the request has
    /// no such header.
    ///
    /// A request ID that a layer outside of this one sets, such as tower-http's `SetRequestIdLayer`, is in
    /// the header already.
    pub fn value_from_header(self, name: &'static str, header: &'static str) -> Self {
        self.value(name, move |request| Some(request.headers.get(header)?.to_str().ok()?.into()))
    }

    /// Adds the context value `name`, which `make` gets from each request before it is handled. The member is
    /// omitted if there is none.
    ///
    /// ```
    /// # fn layer<E: errcat::Decode>() -> errcat::axum::CatalogLayer<E> {
    /// use errcat::axum::CatalogLayer;
    ///
    /// CatalogLayer::<E>::new()
    ///     .value_from_header("request_id", "x-request-id")
    ///     .value("instance", |request| Some(request.uri.path().into()))
    ///     .value("timestamp", |_| Some(std::time::SystemTime::now().into()))
    /// # }
    /// ```
    pub fn value(
        self,
        name: &'static str,
        make: impl Fn(&Parts) -> Option<OwnedValue> + Send + Sync + 'static,
    ) -> Self {
        Self { context: self.context.with_value(name, make), ..self }
    }

    /// Sets all context values, and replaces those that were added before. `make` is called with each
    /// request before it is handled. Errors that become responses while the request is handled have these
    /// values. An error that is converted to a response in another task doesn't.
    pub fn context<C: Context + Send + 'static>(
        self,
        make: impl Fn(&Parts) -> C + Send + Sync + 'static,
    ) -> Self {
        Self { context: self.context.with_values(make), ..self }
    }

    /// Sends errors as Markdown to clients that prefer it to the error's own type, by `Accept` (RFC 9110):
    /// the meaning, the causes and the fixes, as in the public docs, and no values of the request. Agents
    /// can read it without parsing. Status and headers stay the same, and all errors get `Vary: Accept` and
    /// `X-Content-Type-Options: nosniff`.
    ///
    /// It is off by default.
    pub fn offer_markdown(self) -> Self {
        Self { is_markdown_offered: true, ..self }
    }

    fn negotiate(&self, headers: &HeaderMap) -> Negotiation {
        if !self.is_markdown_offered {
            return Negotiation::Off;
        }
        Negotiation::new(headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()))
    }
}

impl<E: Decode> Default for CatalogLayer<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for CatalogLayer<E> {
    fn clone(&self) -> Self {
        let Self { context, is_markdown_offered, api } = self;
        Self { context: context.clone(), is_markdown_offered: *is_markdown_offered, api: *api }
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
        let call = |request| self.inner.call(request);
        let CatalogLayer { context, is_markdown_offered, .. } = &self.layer;
        if context.is_empty() && !is_markdown_offered {
            return ResponseFuture::new(RequestContext::default(), request, call);
        }
        let negotiation = self.layer.negotiate(request.headers());
        let (parts, body) = request.into_parts();
        let context = context.create(&parts, negotiation);
        ResponseFuture::new(context, Request::from_parts(parts, body), call)
    }
}
