//! A small catalog, like a generated one.

use errcat_derive::{Api, Audience, Catalog, Code, Param, ParamType};

const fn param(name: &'static str, ty: ParamType) -> Param {
    Param { name, ty, audience: Audience::Public, optional: false, in_message: false }
}

const fn declared(code: &'static str) -> Code {
    Code { code, operations: &["POST /agents"], ..Code::EMPTY }
}

pub(crate) static CATALOG: Catalog = Catalog {
    krate: "::api_errors",
    apis: &[
        Api {
            name: "kakunin",
            codes: &[
                Code {
                    code: "agent_not_found",
                    variant: "AgentNotFound",
                    operations: &["GET /agents/{id}", "POST /agents/{id}/certify"],
                    ..Code::EMPTY
                },
                Code {
                    code: "kms_not_configured",
                    variant: "KmsNotConfigured",
                    operations: &["POST /agents/{id}/certify"],
                    ..Code::EMPTY
                },
                Code {
                    code: "insufficient_balance",
                    variant: "InsufficientBalance",
                    params: &[
                        Param { in_message: true, ..param("balance", ParamType::String) },
                        param("cost", ParamType::Number),
                        Param { optional: true, ..param("retry_after", ParamType::DurationSeconds) },
                        Param { audience: Audience::Internal, ..param("account", ParamType::Rust) },
                    ],
                    ..Code::EMPTY
                },
                Code {
                    code: "30036",
                    variant: "Code30036",
                    params: &[param("source", ParamType::String)],
                    ..Code::EMPTY
                },
                Code {
                    code: "agent_gone",
                    variant: "AgentGone",
                    retired: Some("since 2.0"),
                    successor: Some("agent_not_found"),
                    ..Code::EMPTY
                },
                Code {
                    code: "bad_token",
                    variant: "BadToken",
                    params: &[Param {
                        audience: Audience::Secret,
                        in_message: true,
                        ..param("token", ParamType::String)
                    }],
                    ..Code::EMPTY
                },
                Code { code: "transparent", variant: "Transparent", ..Code::EMPTY },
            ],
        },
        Api {
            name: "many",
            codes: &[
                declared("agent_gone"),
                declared("agent_not_active"),
                declared("agent_not_found"),
                declared("agent_retired"),
                declared("certificate_expired"),
                declared("certificate_not_found"),
                declared("internal_error"),
                declared("invalid_action_type"),
                declared("kms_not_configured"),
                declared("rate_limited"),
                declared("unprocessable"),
                Code { retired: Some("since 2.0"), ..declared("agent_not_fond") },
                Code { code: "agents/NOT_ENABLED", operations: &["GET /agents"], ..Code::EMPTY },
                Code { code: "certificates/NOT_ENABLED", operations: &["GET /agents"], ..Code::EMPTY },
                Code { code: "agent_not_ready", operations: &["GET /agents"], ..Code::EMPTY },
            ],
        },
        Api { name: "type", codes: &[Code { code: "AGENT_ERROR", variant: "AgentError", ..Code::EMPTY }] },
    ],
};
