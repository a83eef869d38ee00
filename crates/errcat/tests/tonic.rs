//! The status that a client of a tonic server receives for an error.
#![cfg(feature = "tonic")]

use std::collections::HashMap;
use std::convert::Infallible;
use std::fmt;

use errcat::{
    Audience, CatalogError, Entry, Fact, FactValue, Message, Param, ParamType, Piece, Value, WithSource,
};
use tonic::body::Body;
use tonic::client::Grpc;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::transport::server::TcpIncoming;
use tonic::transport::{Endpoint, Server};
use tonic::{Code, Request, Status};
use tonic_types::StatusExt;
use tower::service_fn;

/// A generated error, with a param for each audience.
#[derive(Debug)]
struct OutOfStock;

static OUT_OF_STOCK: Entry = Entry {
    code: "out_of_stock",
    api: "shop",
    facts: &[Fact { name: "grpc", value: FactValue::Text("FAILED_PRECONDITION") }],
    message: Message(&[Piece::Text("Only "), Piece::Param(0), Piece::Text(" are left in "), Piece::Param(1)]),
    params: &[
        Param { name: "left", ty: ParamType::Integer, ..Param::EMPTY },
        Param { name: "shelf", audience: Audience::Internal, ..Param::EMPTY },
        Param { name: "token", audience: Audience::Secret, ..Param::EMPTY },
        Param { name: "sku", optional: true, ..Param::EMPTY },
        Param { name: "note", ..Param::EMPTY },
    ],
    ..Entry::EMPTY
};

/// Longer than a length in one byte can tell.
const NOTE: &str = "é, and more: ";

fn note() -> String {
    NOTE.repeat(40)
}

impl CatalogError for OutOfStock {
    fn entry(&self) -> &'static Entry {
        &OUT_OF_STOCK
    }

    fn params(&self, visit: &mut dyn FnMut(&[Value<'_>])) {
        let note = note();
        visit(&[
            Value::Integer(2),
            Value::Text("shelf-7"),
            Value::Text("t0k3n"),
            Value::Absent,
            Value::Text(&note),
        ]);
    }
}

impl fmt::Display for OutOfStock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        errcat::fmt::display(self, f)
    }
}

impl std::error::Error for OutOfStock {}

/// A codec of messages without fields.
#[derive(Clone, Copy)]
struct NoFields;

impl Codec for NoFields {
    type Encode = ();
    type Decode = ();
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        *self
    }

    fn decoder(&mut self) -> Self {
        *self
    }
}

impl Encoder for NoFields {
    type Item = ();
    type Error = Status;

    fn encode(&mut self, (): (), _: &mut EncodeBuf<'_>) -> Result<(), Status> {
        Ok(())
    }
}

impl Decoder for NoFields {
    type Item = ();
    type Error = Status;

    fn decode(&mut self, _: &mut DecodeBuf<'_>) -> Result<Option<()>, Status> {
        Ok(Some(()))
    }
}

/// A handler, which converts the error with `?`.
fn handler() -> Result<(), Status> {
    fn reserve() -> Result<(), WithSource<OutOfStock>> {
        Err(OutOfStock.with_source("the database said no"))
    }
    Ok(reserve()?)
}

/// Returns the status that a client receives over a socket.
async fn call() -> Status {
    let incoming = TcpIncoming::bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let address = incoming.local_addr().expect("an address");
    let service = service_fn(|_: axum::http::Request<Body>| async {
        Ok::<_, Infallible>(handler().expect_err("an error").into_http::<Body>())
    });
    let server = tokio::spawn(Server::builder().serve_with_incoming(service, incoming));
    let channel = Endpoint::from_shared(format!("http://{address}")).expect("a URL").connect().await;
    let mut client = Grpc::new(channel.expect("a connection"));
    client.ready().await.expect("it is ready");
    let path = "/shop.Orders/Reserve".parse().expect("a path");
    let status = client.unary::<(), (), _>(Request::new(()), path, NoFields).await.expect_err("an error");
    server.abort();
    status
}

#[test]
fn a_client_receives_the_code_and_the_public_params() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let status = runtime.block_on(call());
    assert_eq!(status.code(), Code::FailedPrecondition);
    assert_eq!(status.message(), "Only 2 are left in -");
    let details = status.get_error_details();
    let info = details.error_info().expect("an ErrorInfo");
    assert_eq!((&*info.reason, &*info.domain), ("out_of_stock", "shop"));
    let metadata = [("left", "2".to_owned()), ("note", note())];
    let metadata = metadata.map(|(name, value)| (name.to_owned(), value));
    assert_eq!(info.metadata, HashMap::from(metadata));
    let text = String::from_utf8_lossy(status.details()).into_owned() + &format!("{status:?}");
    for hidden in ["shelf-7", "t0k3n", "database"] {
        assert!(!text.contains(hidden), "{text}");
    }
}

#[test]
fn a_layer_finds_the_error_in_the_source() {
    let status = handler().expect_err("an error");
    let found = errcat::find::<WithSource<OutOfStock>>(&status).expect("the error");
    assert_eq!(found.entry().code, "out_of_stock");
}
