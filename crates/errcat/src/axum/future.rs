//! The future of a response, including the case that the handler panics.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use ::http::StatusCode;
use axum_core::response::{IntoResponse, Response};

use super::convert::into_catalog_response;
use crate::{Context, Decode};

/// The response of a [`CatalogService`](super::CatalogService).
pub struct ResponseFuture<E, F> {
    /// Boxed, so that pinning needs no unsafe code.
    inner: Result<Pin<Box<F>>, PanicPayload>,
    context: Option<Box<dyn Context + Send>>,
    api: PhantomData<fn() -> E>,
}

/// The payload of a panic.
type PanicPayload = Box<dyn Any + Send>;

impl<E, F> ResponseFuture<E, F> {
    pub(super) fn new(inner: Result<F, PanicPayload>, context: Option<Box<dyn Context + Send>>) -> Self {
        Self { inner: inner.map(Box::pin), context, api: PhantomData }
    }
}

impl<E, F, R, S> Future for ResponseFuture<E, F>
where
    E: Decode + Send + Sync,
    F: Future<Output = Result<R, S>>,
    R: IntoResponse,
{
    type Output = Result<Response, S>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let poll = match &mut self.inner {
            Ok(inner) => {
                let inner = inner.as_mut();
                // Unwind-safe, because a future that panicked isn't polled again.
                catch_unwind(AssertUnwindSafe(|| inner.poll(task).map_ok(IntoResponse::into_response)))
            }
            Err(panic) => Err(std::mem::replace(panic, Box::new(()))),
        };
        let response = match poll {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Err(error))) => return Poll::Ready(Err(error)),
            Ok(Poll::Ready(Ok(response))) => response,
            Err(panic) => {
                log_panic(&panic);
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        };
        Poll::Ready(Ok(into_catalog_response::<E>(response, self.context.as_deref())))
    }
}

/// Logs the panic's message, which the client doesn't see. Without the feature `tracing`, only the panic hook
/// reports it, on stderr.
fn log_panic(panic: &PanicPayload) {
    #[cfg(feature = "tracing")]
    {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        ::tracing::error!(panic = text.unwrap_or("non-string payload"), "a handler panicked");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = panic;
}
