//! The future of a response, including the case that the handler panics.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use ::http::StatusCode;
use axum_core::response::{IntoResponse, Response};

use super::convert::into_catalog_response;
use crate::Decode;
use crate::context::RequestContext;
use crate::panic::PanicPayload;

/// The response of a [`CatalogService`](super::CatalogService).
pub struct ResponseFuture<E, F> {
    /// Boxed, so that pinning needs no unsafe code.
    inner: Result<Pin<Box<F>>, PanicPayload>,
    context: RequestContext,
    api: PhantomData<fn() -> E>,
}

impl<E, F> ResponseFuture<E, F> {
    pub(super) fn new(inner: Result<F, PanicPayload>, context: RequestContext) -> Self {
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
        let Self { inner, context, .. } = &mut *self;
        let poll = match inner {
            Ok(inner) => {
                let poll = || inner.as_mut().poll(task).map_ok(IntoResponse::into_response);
                // Unwind-safe, because a future that panicked isn't polled again.
                catch_unwind(AssertUnwindSafe(|| context.enter(poll)))
            }
            Err(panic) => Err(std::mem::replace(panic, Box::new(()))),
        };
        let (response, cause) = match poll {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Err(error))) => return Poll::Ready(Err(error)),
            Ok(Poll::Ready(Ok(response))) => (response, None),
            Err(panic) => {
                (StatusCode::INTERNAL_SERVER_ERROR.into_response(), Some(crate::panic::message(&panic)))
            }
        };
        Poll::Ready(Ok(into_catalog_response::<E>(response, cause, context.values())))
    }
}
