//! The future of a response.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll};

use ::http::StatusCode;
use axum_core::response::{IntoResponse, Response};
use pin_project_lite::pin_project;

use super::convert::{into_catalog_response, is_final};
use crate::context::RequestContext;
use crate::panic::HandlerFuture;
use crate::{Context, Decode};

pin_project! {
    /// The response of a [`CatalogService`](super::CatalogService).
    pub struct ResponseFuture<E, F> {
        #[pin]
        inner: HandlerFuture<F>,
        api: PhantomData<fn() -> E>,
    }
}

impl<E, F: Future> ResponseFuture<E, F> {
    /// Calls a service with a request, in the context of the request.
    #[inline]
    pub(super) fn new<Q>(context: RequestContext, request: Q, call: impl FnOnce(Q) -> F) -> Self {
        Self { inner: HandlerFuture::new(context, request, call), api: PhantomData }
    }
}

impl<E, F, R, S> Future for ResponseFuture<E, F>
where
    E: Decode + Send + Sync,
    F: Future<Output = Result<R, S>>,
    R: IntoResponse,
{
    type Output = Result<Response, S>;

    fn poll(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let mut inner = self.project().inner;
        let (response, cause) = match inner.as_mut().poll(task) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(Ok(response))) => {
                let response = response.into_response();
                if is_final(&response) {
                    return Poll::Ready(Ok(response));
                }
                (response, None)
            }
            Ok(Poll::Ready(Err(error))) => return Poll::Ready(Err(error)),
            Err(panic) => (StatusCode::INTERNAL_SERVER_ERROR.into_response(), Some(panic)),
        };
        let convert = |values: &dyn Context| into_catalog_response::<E>(response, cause, values);
        Poll::Ready(Ok(inner.context().with_values(convert)))
    }
}
