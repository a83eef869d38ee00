//! Hand-written code without a catalog: a struct for each body with serde's derive.
//! Decoding keeps the same data as errcat: the status, the relevant headers, the body,
//! and an error with its values.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize, Serializer};

pub(crate) trait ToVec: Serialize {
    fn to_vec(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a struct of strings is valid JSON")
    }
}

impl<T: Serialize> ToVec for T {}

#[derive(Serialize)]
pub(crate) struct Plain<'a> {
    pub(crate) error: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Balance {
    error: &'static str,
    message: String,
    status_code: u16,
}

pub(crate) fn balance(balance: &str, cost: &str) -> Balance {
    Balance {
        error: "Insufficient balance",
        message: format!(
            "Your balance ({balance}) is insufficient for this task ({cost}). Please add credits."
        ),
        status_code: 403,
    }
}

/// The error as a program handles it.
pub(crate) struct AgentError {
    pub(crate) id: String,
    pub(crate) reason: String,
    pub(crate) timeout: Duration,
    pub(crate) attempted_at: SystemTime,
    pub(crate) created_at: SystemTime,
    pub(crate) completed_at: SystemTime,
}

impl AgentError {
    pub(crate) fn to_vec(&self) -> Vec<u8> {
        Task {
            id: &self.id,
            status: "failed",
            error: TaskError {
                code: "AGENT_ERROR",
                message: format!("Agent execution failed: {}", self.reason),
                details: Details {
                    timeout: self.timeout.as_millis() as u64,
                    attempted_at: self.attempted_at,
                },
            },
            created_at: self.created_at,
            completed_at: self.completed_at,
        }
        .to_vec()
    }
}

pub(crate) fn task() -> AgentError {
    AgentError {
        id: "task_abc123".into(),
        reason: "Connection timeout".into(),
        timeout: Duration::from_millis(30_000),
        attempted_at: time(0),
        created_at: time(0),
        completed_at: time(30),
    }
}

/// Returns a time, in seconds after 10:30 on the day of the reference's samples.
pub(crate) fn time(seconds: u64) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_705_314_600 + seconds)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Task<'a> {
    id: &'a str,
    status: &'static str,
    error: TaskError,
    #[serde(serialize_with = "rfc3339")]
    created_at: SystemTime,
    #[serde(serialize_with = "rfc3339")]
    completed_at: SystemTime,
}

#[derive(Serialize)]
struct TaskError {
    code: &'static str,
    message: String,
    details: Details,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Details {
    timeout: u64,
    #[serde(serialize_with = "rfc3339")]
    attempted_at: SystemTime,
}

fn rfc3339<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&humantime::format_rfc3339_millis(*time))
}

/// A response as a client keeps it.
pub(crate) struct Response<E> {
    _status: u16,
    _content_type: Option<String>,
    _retry_after: Option<String>,
    _body: Vec<u8>,
    _error: Option<E>,
}

/// An error that is parsed from its body.
pub(crate) trait ParseError: Sized {
    fn parse(status: u16, body: &[u8]) -> Option<Self>;
}

pub(crate) fn decode<E: ParseError>(
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Box<Response<E>> {
    let header = |name: &str| {
        let found = headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| (*value).to_owned())
    };
    Box::new(Response {
        _status: status,
        _content_type: header("content-type"),
        _retry_after: header("retry-after"),
        _body: body.to_vec(),
        _error: E::parse(status, body),
    })
}

/// The body `{"error": …}`, identified by its status.
pub(crate) struct NotFound {
    _message: String,
}

impl ParseError for NotFound {
    fn parse(status: u16, body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body {
            error: String,
        }
        let body: Body = serde_json::from_slice(body).ok()?;
        (status == 404).then_some(Self { _message: body.error })
    }
}

/// The body `{"detail": …}`, identified by its text.
pub(crate) struct ThreadNotFound {
    _message: String,
}

impl ParseError for ThreadNotFound {
    fn parse(status: u16, body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Body {
            detail: String,
        }
        let body: Body = serde_json::from_slice(body).ok()?;
        (status == 404 && body.detail == "Thread not found")
            .then_some(Self { _message: body.detail })
    }
}

/// An error whose values are in the message.
pub(crate) struct BalanceTooLow {
    _message: String,
    _balance: String,
    _cost: String,
}

impl ParseError for BalanceTooLow {
    fn parse(status: u16, body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            error: String,
            message: String,
            status_code: u16,
        }
        let body: Body = serde_json::from_slice(body).ok()?;
        if (status, body.status_code, body.error.as_str())
            != (403, 403, "Insufficient balance")
        {
            return None;
        }
        let values = body.message.strip_prefix("Your balance (")?;
        let values = values.strip_suffix("). Please add credits.")?;
        let (balance, cost) = values.split_once(") is insufficient for this task (")?;
        Some(Self {
            _balance: balance.to_owned(),
            _cost: cost.to_owned(),
            _message: body.message,
        })
    }
}

impl ParseError for AgentError {
    fn parse(_: u16, body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Body {
            id: String,
            status: String,
            error: Inner,
            created_at: String,
            completed_at: String,
        }
        #[derive(Deserialize)]
        struct Inner {
            code: String,
            message: String,
            details: Details,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Details {
            timeout: u64,
            attempted_at: String,
        }
        let body: Body = serde_json::from_slice(body).ok()?;
        let time = |text: &str| humantime::parse_rfc3339(text).ok();
        if (body.status.as_str(), body.error.code.as_str()) != ("failed", "AGENT_ERROR")
        {
            return None;
        }
        Some(Self {
            id: body.id,
            reason: body
                .error
                .message
                .strip_prefix("Agent execution failed: ")?
                .to_owned(),
            timeout: Duration::from_millis(body.error.details.timeout),
            attempted_at: time(&body.error.details.attempted_at)?,
            created_at: time(&body.created_at)?,
            completed_at: time(&body.completed_at)?,
        })
    }
}
