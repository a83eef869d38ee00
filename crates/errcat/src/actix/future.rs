//! The future of a response.

use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context as TaskContext, Poll, ready};

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use pin_project_lite::pin_project;

use super::convert::{into_catalog_error, into_catalog_response, panic_error};
use crate::Decode;
use crate::panic::HandlerFuture;

pin_project! {
    /// The response of a [`CatalogService`](super::CatalogService).
    pub struct ResponseFuture<E, F> {
        #[pin]
        inner: HandlerFuture<F>,
        api: PhantomData<fn() -> E>,
    }
}

impl<E, F> ResponseFuture<E, F> {
    pub(super) fn new(inner: HandlerFuture<F>) -> Self {
        Self { inner, api: PhantomData }
    }
}

impl<E, F, B> Future for ResponseFuture<E, F>
where
    E: Decode,
    F: Future<Output = Result<ServiceResponse<B>, Error>>,
    B: MessageBody + 'static,
{
    type Output = Result<ServiceResponse<BoxBody>, Error>;

    fn poll(self: Pin<&mut Self>, task: &mut TaskContext<'_>) -> Poll<Self::Output> {
        let mut inner = self.project().inner;
        let result = inner.as_mut().poll(task);
        let context = inner.context();
        Poll::Ready(match result {
            Ok(poll) => match ready!(poll) {
                Ok(response) => Ok(into_catalog_response::<E>(response, context)),
                Err(error) => Err(into_catalog_error::<E>(error, context)),
            },
            Err(panic) => Err(panic_error::<E>(&panic, context)),
        })
    }
}
