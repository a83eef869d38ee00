//! Tables of any size.

use std::fmt::Write as _;

use api_errors::errcat::{Entries, Envelope};

static ENVELOPES: &[&Envelope<'static>] =
    &[&Envelope { context: &[], ..Envelope::PROBLEM }];

/// Creates a table with this number of codes. Each has 660 bytes of text, as the average
/// code in the catalogs of this repository. The bodies are constant, so that they are
/// encoded on first use.
pub(crate) fn with_codes(codes: usize) -> &'static Entries {
    let mut text = "\napi bench\ntable http\noperation POST /v1/agents\n".to_owned();
    for number in 0..codes {
        write!(
            text,
            "
error AgentBusy{number}
  code agent_busy_{number}
  title Agent busy
  status 429
  message The agent is busy
  log The agent {{agent_id}} is busy with {{tasks}} tasks
  meaning The agent works on as many tasks as its plan allows. Other agents of the tenant aren't affected.
  cause The plan allows only few tasks at a time
  cause A task hangs because a tool doesn't answer
  fix Wait until a task has ended, as the header says
  severity warning
  param agent_id
    doc The agent that the request is for
    example \"agt_1\"
  param tasks
    type integer
    example 10
  retry later
    backoff exponential
  envelope 0
  docs_url https://errcat.example/errors/bench/agent_busy_{number}/
"
        )
        .expect("writing to a String");
    }
    Box::leak(Box::new(Entries::new(text.leak(), ENVELOPES)))
}
