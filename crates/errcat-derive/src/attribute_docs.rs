//! The docs of the derive's attributes.

/// The docs of the attributes as a string literal. A proc-macro crate passes it to `#[doc]` of its derive, so
/// that all derives have the same docs. Here they are the docs of the module `attributes`, and tested.
#[doc(hidden)]
#[macro_export]
macro_rules! attribute_docs {
    () => {
        r##"Gives a hand-written error type codes of the catalog, and implements `Display` with the catalog's
message, `Error`, and `CatalogError`. Codes, params and operations are checked when it compiles.

| attribute | on | meaning |
|---|---|---|
| [`#[catalog(api)]`](#catalog) | the type | the API whose codes the type uses |
| [`#[code(c)]`](#code) | a variant, a struct | the error's code |
| [`#[code(transparent)]`](#codetransparent) | a variant, a struct | the only field is a catalog error |
| [`#[param(p)]`](#param) | a field | the field fills the param `p` |
| [`#[source]`](#source-and-from) | a field | the field is the error's source |
| [`#[from]`](#source-and-from) | a field | the field is the error's source, and `?` converts from it |
| [`#[source_code]`, `#[label]`](#source_code-and-label) | a field | source code, and a span of it |

# `#[catalog]`

The API is its name, or the path of its module. In a generated module, `#[catalog(shop)]` is short for
`#[catalog(crate::errors::shop)]`. These options follow the API:

| option | meaning |
|---|---|
| `operation = "…"`, once or more | only codes that this operation declares are allowed |
| `crate = path` | the path of the generated crate or module, if it isn't the default |
| `axum`, `actix`, `tonic` | handlers of this framework may return the error |
| `miette` | reports of miette show [source code and labels](#source_code-and-label) |
| `utoipa` | descriptions of operations contain the responses: `responses(CertifyError)` |

```
use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kakunin, operation = "POST /v1/agents/{id}/certify")]
enum CertifyError {
    #[code(agent_not_found)]
    NotFound,
}
```

# `#[code]`

A code that isn't an identifier is written in quotes, and a number as it is: `#[code("KAK-0409")]`,
`#[code(1146)]`. A struct is an error with one code:

```
use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kakunin)]
#[code(agent_not_found)]
struct AgentNotFound {
    agent_id: u64,
}

assert_eq!(AgentNotFound { agent_id: 7 }.status(), Some(404));
```

# `#[code(transparent)]`

The field's code, message, params, status and source are used. It can belong to another API, and it can be
a generated error, another derived error, or a `WithSource` of them:

```
use api_errors::{CatalogError, errcat::WithSource, kakunin, zazmic};

#[derive(Debug, CatalogError)]
#[catalog(kakunin)]
enum Error {
    #[code(transparent)]
    Certify(#[from] kakunin::certify::Error),
    #[code(transparent)]
    Task(#[from] WithSource<zazmic::http::Error>),
}

assert_eq!(Error::from(kakunin::certify::Error::AgentNotFound).entry().code, "agent_not_found");
```

# `#[param]`

Without the attribute, a field fills the param with its own name, if the code has one. Other fields are only
for your own code. A field that doesn't fit the param's type doesn't compile.

```
use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum TaskError {
    #[code(balance_too_low)]
    LowBalance {
        balance: String,
        #[param(cost)]
        price: u32,
    },
    #[code(missing_field)]
    Field(#[param(field)] &'static str),
}

assert_eq!(TaskError::Field("id").to_string(), "Missing required field: id");
```

# `#[source]` and `#[from]`

The source is for logs; clients never see it. It can be any error, a `Box<dyn Error + Send + Sync>`, an
`Arc` of an error, an `anyhow::Error` or an `eyre::Report`, and an `Option` of these. A field named `source`
that doesn't fill a param is the source even without an attribute. Generated errors get a source from
`with_source`. A field of the type `std::backtrace::Backtrace` is logged too.

```
use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(kakunin)]
enum Error {
    #[code(kms_not_configured)]
    Kms(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[code(bad_request)]
    Number(#[from] std::num::ParseIntError),
}

fn parse(id: &str) -> Result<u64, Error> {
    Ok(id.parse()?)
}

let error = parse("seven").unwrap_err();
assert_eq!(error.status(), Some(400));
assert!(std::error::Error::source(&error).is_some());
```

If the code depends on the source, write `From` by hand instead:

```
# use api_errors::CatalogError;
# #[derive(Debug, CatalogError)]
# #[catalog(kakunin)]
# enum Error {
#     #[code(agent_not_found)]
#     NotFound(#[source] std::io::Error),
#     #[code(kms_not_configured)]
#     Unavailable(#[source] std::io::Error),
# }
use std::io;

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Error::NotFound(error),
            _ => Error::Unavailable(error),
        }
    }
}
```

# `#[source_code]` and `#[label]`

With the option `miette`, a report of `errcat::miette::report` shows the source code that the error is about,
and labels its spans. The text of a label is optional, and so are both fields: they can be an `Option`.

```ignore
use api_errors::CatalogError;

#[derive(Debug, CatalogError)]
#[catalog(zazmic, miette)]
enum Error {
    #[code(missing_field)]
    Field {
        field: String,
        #[source_code]
        text: String,
        #[label("the object")]
        at: std::ops::Range<usize>,
    },
}
```"##
    };
}
