//! The rule on a lock that was deleted or truncated.

use errcat_catalog::finding::{Finding, Rule, Span};
use errcat_catalog::scope::Scope;

use crate::lock::base::BaseLock;

pub(crate) static LOST_LOCK: Rule = Rule {
    name: "lost-lock",
    why: "The lock records what was published. It was deleted, emptied or truncated while the catalog changed, \
          so the changes were compared with the lock in git's history.",
    fix: "Restore the lock with the command that is shown, and accept intended changes with `gen --accept CODE`.",
    ..Rule::REQUIRED
};

/// Reports that some codes were compared with the base, because the lock on the disk lacks them.
pub(in crate::lock) fn lost_lock(scope: &Scope<'_>, base: &BaseLock<'_>, codes: usize) -> Finding {
    let codes = if codes == 1 { "1 published code".to_owned() } else { format!("{codes} published codes") };
    let lost = match scope.lock {
        Some(_) => format!("the lock of {} lacks {codes}", scope.name),
        None => format!("there is no lock of {}", scope.name),
    };
    let message = format!("{lost}, so the catalog was compared with the lock at {}", base.base.revision);
    let help = format!(
        "restore the lock: {}\nor accept all changes since then: gen --accept-all",
        base.restore_command(scope)
    );
    Finding::new(&LOST_LOCK, Span::start_of(scope.lock.unwrap_or(base.file)), message, help)
}
