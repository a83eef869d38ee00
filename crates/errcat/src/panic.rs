//! Panics of handlers, which middleware catches.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::context::RequestContext;

pin_project! {
    /// The future of an inner service, which runs in the context of its request. A panic is its result.
    #[project = HandlerProjection]
    pub(crate) enum HandlerFuture<F> {
        Running { #[pin] future: F },
        // The service panicked before it returned a future.
        Panicked { message: String },
    }
}

impl<F: Future> HandlerFuture<F> {
    /// Calls a service, which returns its future.
    ///
    /// Unwind-safe, as in tower-http's layer for panics: a service must still work after a request failed.
    pub(crate) fn new(context: &mut RequestContext, call: impl FnOnce() -> F) -> Self {
        match catch_unwind(AssertUnwindSafe(|| context.enter(call))) {
            Ok(future) => Self::Running { future },
            Err(payload) => Self::Panicked { message: message(&*payload) },
        }
    }

    /// Polls the future. The error is the message of a panic, for the log; don't poll the future again then.
    pub(crate) fn poll(
        self: Pin<&mut Self>,
        context: &mut RequestContext,
        task: &mut Context<'_>,
    ) -> Poll<Result<F::Output, String>> {
        match self.project() {
            // Unwind-safe, because a future that panicked isn't polled again.
            HandlerProjection::Running { future } => {
                match catch_unwind(AssertUnwindSafe(|| context.enter(|| future.poll(task)))) {
                    Ok(poll) => poll.map(Ok),
                    Err(payload) => Poll::Ready(Err(message(&*payload))),
                }
            }
            HandlerProjection::Panicked { message } => Poll::Ready(Err(std::mem::take(message))),
        }
    }
}

/// Returns the message of a panic for the log. Clients never see it.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("a handler panicked: {}", text.unwrap_or("with a value that isn't text"))
}
