//! The middleware [`CatalogMiddleware`] and its service.

use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::task::{self, Poll};

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Service, ServiceRequest, ServiceResponse, Transform};
use actix_web::http::header::{ACCEPT, HeaderMap};

use super::future::ResponseFuture;
use crate::context::ContextFactory;
use crate::negotiation::Negotiation;
use crate::panic::HandlerFuture;
use crate::{Context, Decode, OwnedValue};

/// A middleware for the routes of the API whose errors are `E`. Responses with a status of 400 or higher that
/// aren't in the catalog's shape yet are converted to it.
///
/// ```
/// # fn app<E: errcat::Decode>() {
/// use actix_web::App;
/// use errcat::actix::CatalogMiddleware;
///
/// let app = App::new()
///     // … the routes …
///     .wrap(CatalogMiddleware::<E>::new().value_from_header("request_id", "x-request-id"));
/// # }
/// ```
///
/// # Failures
///
/// This includes unknown paths (404), methods that a resource doesn't accept (405), requests that an
/// extractor refuses (400, 413, 415, 422), panics (500), and every other failure of an inner service.
/// [`Failure`](crate::Failure) lists them with their statuses. The error that is sent is the one that the
/// catalog defines for the failure with `fallback_for`, with its own status. Params that are headers are read
/// from the response that is replaced, such as the `Retry-After` of a limiter.
///
/// If the catalog defines no error for a failure, or if a required param is missing, the response keeps its
/// status. It has the shape of [`Decode::envelope`] if that shape includes no code, and no body otherwise: a
/// server never sends a code that the catalog doesn't have.
///
/// The original body is dropped, together with the headers that describe it. Why an extractor refused the
/// request is logged.
///
/// # Other middleware
///
/// Other middleware can be inside or outside of this one. Middleware between a handler and this one, for
/// example for compression, sees the final body. If it changes the status, a status in the body changes too;
/// if it replaces the body, the body is sent as it is.
pub struct CatalogMiddleware<E> {
    context: ContextFactory<ServiceRequest>,
    is_markdown_offered: bool,
    api: PhantomData<fn() -> E>,
}

impl<E: Decode> CatalogMiddleware<E> {
    /// Creates a middleware without context values.
    pub fn new() -> Self {
        Self { context: ContextFactory::new(), is_markdown_offered: false, api: PhantomData }
    }

    /// Adds the context value `name` from a header of the request. The member is omitted if the request has
    /// no such header.
    pub fn value_from_header(self, name: &'static str, header: &'static str) -> Self {
        self.value(name, move |request| Some(request.headers().get(header)?.to_str().ok()?.into()))
    }

    /// Adds the context value `name`, which `make` gets from each request before it is handled. The member is
    /// omitted if there is none.
    ///
    /// ```
    /// # fn layer<E: errcat::Decode>() -> errcat::actix::CatalogMiddleware<E> {
    /// use errcat::actix::CatalogMiddleware;
    ///
    /// CatalogMiddleware::<E>::new()
    ///     .value_from_header("request_id", "x-request-id")
    ///     .value("instance", |request| Some(request.path().into()))
    ///     .value("timestamp", |_| Some(std::time::SystemTime::now().into()))
    /// # }
    /// ```
    pub fn value(
        self,
        name: &'static str,
        make: impl Fn(&ServiceRequest) -> Option<OwnedValue> + Send + Sync + 'static,
    ) -> Self {
        Self { context: self.context.with_value(name, make), ..self }
    }

    /// Sets all context values, and replaces those that were added before. `make` is called with each
    /// request before it is handled. Errors that become responses while the request is handled have these
    /// values.
    pub fn context<C: Context + Send + 'static>(
        self,
        make: impl Fn(&ServiceRequest) -> C + Send + Sync + 'static,
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
        Negotiation::new(headers.get_all(ACCEPT).filter_map(|value| value.to_str().ok()))
    }
}

impl<E: Decode> Default for CatalogMiddleware<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> Clone for CatalogMiddleware<E> {
    fn clone(&self) -> Self {
        let Self { context, is_markdown_offered, api } = self;
        Self { context: context.clone(), is_markdown_offered: *is_markdown_offered, api: *api }
    }
}

impl<E, S, B> Transform<S, ServiceRequest> for CatalogMiddleware<E>
where
    E: Decode,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Transform = CatalogService<E, S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, ()>>;

    fn new_transform(&self, inner: S) -> Self::Future {
        ready(Ok(CatalogService { inner, middleware: self.clone() }))
    }
}

/// A service wrapped by [`CatalogMiddleware`].
pub struct CatalogService<E, S> {
    inner: S,
    middleware: CatalogMiddleware<E>,
}

impl<E, S, B> Service<ServiceRequest> for CatalogService<E, S>
where
    E: Decode,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<BoxBody>;
    type Error = Error;
    type Future = ResponseFuture<E, S::Future>;

    fn poll_ready(&self, context: &mut task::Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&self, request: ServiceRequest) -> Self::Future {
        let negotiation = self.middleware.negotiate(request.headers());
        let context = self.middleware.context.create(&request, negotiation);
        ResponseFuture::new(HandlerFuture::new(context, request, |request| self.inner.call(request)))
    }
}
