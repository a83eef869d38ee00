//! The future of a response.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use ::http::StatusCode;
use axum_core::response::{IntoResponse, Response};
use pin_project_lite::pin_project;

use super::convert::into_catalog_response;
use crate::context::RequestContext;
use crate::panic::HandlerFuture;
use crate::{Context, Decode};

pin_project! {
    /// The response of a [`CatalogService`](super::CatalogService).
    pub struct ResponseFuture<E, F> {
        #[pin]
        inner: HandlerFuture<F>,
        context: RequestContext,
        api: PhantomData<fn() -> E>,
    }
}

impl<E, F> ResponseFuture<E, F> {
    pub(super) fn new(inner: HandlerFuture<F>, context: RequestContext) -> Self {
        Self { inner, context, api: PhantomData }
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
        let this = self.project();
        let (response, cause) = match ready!(this.inner.poll(this.context, task)) {
            Ok(Ok(response)) => (response.into_response(), None),
            Ok(Err(error)) => return Poll::Ready(Err(error)),
            Err(panic) => (StatusCode::INTERNAL_SERVER_ERROR.into_response(), Some(panic)),
        };
        let convert = |values: &dyn Context| into_catalog_response::<E>(response, cause, values);
        Poll::Ready(Ok(this.context.with_values(convert)))
    }
}
