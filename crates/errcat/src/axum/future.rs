//! The wait for a response, which may end in a panic.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use ::http::StatusCode;
use axum_core::response::{IntoResponse, Response};

use super::general::catalogued;
use crate::{Context, Decode};

/// The response of a [`CataloguedService`](super::CataloguedService).
pub struct ResponseFuture<E, F> {
    /// In a box, so that it needn't be pinned with unsafe code.
    inner: Result<Pin<Box<F>>, Panic>,
    context: Option<Box<dyn Context + Send>>,
    api: PhantomData<fn() -> E>,
}

/// What a panic was called with.
type Panic = Box<dyn Any + Send>;

impl<E, F> ResponseFuture<E, F> {
    pub(super) fn new(inner: Result<F, Panic>, context: Option<Box<dyn Context + Send>>) -> Self {
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
                // A future that panicked isn't polled again: this is its last poll, too.
                catch_unwind(AssertUnwindSafe(|| inner.poll(task).map_ok(IntoResponse::into_response)))
            }
            Err(panic) => Err(std::mem::replace(panic, Box::new(()))),
        };
        let response = match poll {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Err(error))) => return Poll::Ready(Err(error)),
            Ok(Poll::Ready(Ok(response))) => response,
            Err(panic) => {
                note(&panic);
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        };
        Poll::Ready(Ok(catalogued::<E>(response, self.context.as_deref())))
    }
}

/// Tells the log what the client isn't told. Without it, the panic's own report on stderr remains.
fn note(panic: &Panic) {
    #[cfg(feature = "tracing")]
    {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        ::tracing::error!(panic = text.unwrap_or("not a text"), "a handler panicked");
    }
    #[cfg(not(feature = "tracing"))]
    let _ = panic;
}
