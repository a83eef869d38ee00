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
    pub(crate) struct HandlerFuture<F> {
        #[pin]
        state: State<F>,
        context: RequestContext,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Running { #[pin] future: F },
        // The service panicked before it returned a future.
        Panicked { message: String },
    }
}

// A request and its future are hundreds of bytes, and each copy of them takes as long as an allocation. So
// `run` neither takes nor returns them, and the functions around it are inlined.
impl<F: Future> HandlerFuture<F> {
    /// Calls a service with a request. The service returns its future.
    #[inline]
    pub(crate) fn new<R>(context: RequestContext, request: R, call: impl FnOnce(R) -> F) -> Self {
        let mut this = Self { state: State::Panicked { message: String::new() }, context };
        let (mut request, mut call) = (Some(request), Some(call));
        let Self { state, context } = &mut this;
        let called = run(context, &mut || {
            if let (Some(request), Some(call)) = (request.take(), call.take()) {
                *state = State::Running { future: call(request) };
            }
        });
        if let Err(message) = called {
            this.state = State::Panicked { message };
        }
        this
    }

    /// Polls the future. The error is the message of a panic, for the log; don't poll the future again then.
    #[inline]
    pub(crate) fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Result<Poll<F::Output>, String> {
        let this = self.project();
        match this.state.project() {
            StateProjection::Running { mut future } => {
                let mut output = Poll::Pending;
                run(this.context, &mut || output = future.as_mut().poll(task))?;
                Ok(output)
            }
            StateProjection::Panicked { message } => Err(std::mem::take(message)),
        }
    }

    /// Returns the context of the request.
    pub(crate) fn context(self: Pin<&mut Self>) -> &mut RequestContext {
        self.project().context
    }
}

/// Runs `work` in the context of a request. The error is the message of a panic.
///
/// Unwind-safe, as in tower-http's layer for panics: a service must still work after a request failed, and a
/// future that panicked isn't polled again.
fn run(context: &mut RequestContext, work: &mut dyn FnMut()) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(|| context.enter(work))).map_err(|payload| message(&*payload))
}

/// Returns the message of a panic for the log. Clients never see it.
fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    format!("a handler panicked: {}", text.unwrap_or("with a value that isn't text"))
}
