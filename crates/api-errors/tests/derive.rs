//! The derive with the real catalog. Its compiler messages are tested in its own crate.
#![cfg(feature = "derive")]

use std::error::Error as _;

use api_errors::errcat::{Retry, UnknownCode, WithSource};
use api_errors::kakunin::Code;
use api_errors::{CatalogError, kakunin, zazmic};

#[derive(Debug, PartialEq)]
struct KmsError;

impl std::fmt::Display for KmsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no credentials at 10.0.0.7")
    }
}

impl std::error::Error for KmsError {}

#[derive(Debug, CatalogError)]
#[catalog(kakunin, operation = "POST /v1/agents/{id}/certify")]
enum CertifyError {
    #[code(agent_not_found)]
    NotFound { agent_id: u64 },
    #[code(kms_not_configured)]
    Kms(#[source] KmsError),
}

#[derive(Debug, CatalogError)]
#[catalog(zazmic)]
enum TaskError {
    #[code(balance_too_low)]
    LowBalance {
        balance: String,
        #[param(cost)]
        price: &'static str,
    },
    #[code(missing_field)]
    Field(#[param(field)] &'static str),
}

#[derive(Debug, CatalogError)]
#[catalog(kakunin)]
enum ServiceError {
    #[code(transparent)]
    Certify(#[from] CertifyError),
    #[code(bad_request)]
    Parse(#[from] UnknownCode),
}

#[test]
fn variants_have_the_code_of_their_attribute() {
    let error = CertifyError::NotFound { agent_id: 7 };
    assert_eq!(error.code(), Code::AgentNotFound);
    assert_eq!(error.to_string(), "Agent not found");
    assert_eq!((error.status(), error.retry()), (Some(404), Retry::Never));
    assert!(matches!(error, CertifyError::NotFound { agent_id: 7 }));
}

#[test]
fn sources_are_kept_but_not_shown() {
    let error = CertifyError::Kms(KmsError);
    assert_eq!(error.to_string(), "KMS not configured");
    assert_eq!(
        error.source().map(ToString::to_string),
        Some("no credentials at 10.0.0.7".into())
    );
}

#[test]
fn fields_fill_params() {
    let error = TaskError::LowBalance { balance: "$5.00".into(), price: "$10.00" };
    let generated = zazmic::http::Error::BalanceTooLow {
        balance: "$5.00".into(),
        cost: "$10.00".into(),
    };
    assert_eq!(error.to_string(), generated.to_string());
    assert_eq!(error.code(), generated.code());
    assert_eq!(
        TaskError::Field("endpointId").to_string(),
        "Missing required field: endpointId"
    );
}

#[test]
fn transparent_variants_forward_to_the_inner_error() {
    fn certify() -> Result<(), CertifyError> {
        Err(CertifyError::NotFound { agent_id: 7 })
    }
    fn serve() -> Result<(), ServiceError> {
        certify()?;
        let _: Code = "agent_not_found".parse()?;
        Ok(())
    }
    let error = serve().unwrap_err();
    assert_eq!(error.entry().code, "agent_not_found");
    assert_eq!(error.to_string(), "Agent not found");
}

#[derive(Debug, CatalogError)]
#[catalog(kakunin)]
enum SourcedError {
    #[code(agent_not_found)]
    Anyhow(#[source] anyhow::Error),
    #[code(agent_not_found)]
    MaybeAnyhow(#[source] Option<anyhow::Error>),
    #[code(agent_not_found)]
    Eyre(#[source] eyre::Report),
    #[code(agent_not_found)]
    Boxed(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[code(agent_not_found)]
    Shared(#[source] std::sync::Arc<KmsError>),
    #[code(transparent)]
    Inner(#[from] WithSource<kakunin::certify::Error>),
}

#[test]
fn every_common_type_of_error_is_a_source() {
    let inner =
        kakunin::certify::Error::AgentNotFound.with_source(eyre::Report::new(KmsError));
    for error in [
        SourcedError::Anyhow(KmsError.into()),
        SourcedError::MaybeAnyhow(Some(KmsError.into())),
        SourcedError::Eyre(KmsError.into()),
        SourcedError::Boxed(Box::new(KmsError)),
        SourcedError::Shared(std::sync::Arc::new(KmsError)),
        SourcedError::Inner(inner),
    ] {
        assert_eq!(error.to_string(), "Agent not found");
        assert_eq!(
            error.source().map(ToString::to_string).as_deref(),
            Some("no credentials at 10.0.0.7"),
            "{error:?}"
        );
    }
    assert!(SourcedError::MaybeAnyhow(None).source().is_none());
}
