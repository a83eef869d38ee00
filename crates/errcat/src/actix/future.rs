//! The future of a response, including the case that the handler panics.

use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;

use super::convert::{into_catalog_error, into_catalog_response, panic_error};
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

impl<E, F, B> Future for ResponseFuture<E, F>
where
    E: Decode,
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody + 'static,
{
    type Output = Result<ServiceResponse<BoxBody>, Error>;

    fn poll(mut self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let Self { inner, context, .. } = &mut *self;
        let poll = match inner {
            Ok(inner) => {
                let poll = || inner.as_mut().poll(task);
                // Unwind-safe, because a future that panicked isn't polled again.
                catch_unwind(AssertUnwindSafe(|| context.enter(poll)))
            }
            Err(panic) => Err(std::mem::replace(panic, Box::new(()))),
        };
        Poll::Ready(match poll {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Ok(response))) => Ok(into_catalog_response::<E>(response, context)),
            Ok(Poll::Ready(Err(error))) => Err(into_catalog_error::<E>(error, context)),
            Err(panic) => Err(panic_error::<E>(&crate::panic::message(&panic), context)),
        })
    }
}
