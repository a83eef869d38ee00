//! Tables of any size.

use std::fmt::Write as _;

use api_errors::errcat::{Entries, Envelope};

/// Creates a table with this number of codes. Each takes as much text as the longer ones in
/// the catalogs of this repository: about a thousand bytes.
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
  message The agent {{agent_id}} is busy with {{tasks}} tasks
  log {{agent_id}} of {{tenant}} is busy
  meaning The agent works on as many tasks as its plan allows. Other agents of the tenant aren't affected.
  cause The plan allows only few tasks at a time
  cause A task hangs because a tool doesn't answer
  fix Wait until a task has ended, as the header says
  fix Cancel a task that is no longer needed
  severity warning
  param agent_id
    doc The agent that the request is for
    example \"agt_1\"
  param tasks
    doc The number of tasks that the agent works on
    type integer
    in_body
    example 10
  param tenant
    doc The owner of the agent
    audience internal
    example \"ten_1\"
  header X-Tasks
    filled_by tasks
  retry later
    backoff exponential
  envelope 0
  source agents/queue.py:151-266
  docs_url https://errcat.example/errors/bench/agent_busy_{number}/
"
        )
        .expect("writing to a String");
    }
    let envelopes = vec![&Envelope::PROBLEM].leak();
    Box::leak(Box::new(Entries::new(text.leak(), envelopes)))
}
