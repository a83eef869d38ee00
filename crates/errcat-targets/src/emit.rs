//! Runs targets.

use errcat_catalog::finding::Report;

use crate::collision::CollisionDetector;
use crate::output::Output;
use crate::target::{Request, Target};

/// Generates the files of all targets. Calls `on_phase` with the name of each target as it starts.
///
/// # Errors
///
/// Returns a mistake in a template, with its location. Some files may already have been written.
pub fn emit(
    targets: &[Box<dyn Target>],
    request: &Request<'_>,
    output: &dyn Output,
    on_phase: &mut dyn FnMut(&str),
) -> Result<(), Report> {
    if !targets.iter().any(|target| target.may_collide()) {
        for target in targets {
            on_phase(target.name());
            target.emit(request, output)?;
        }
        on_phase("done");
        return Ok(());
    }
    let detector = CollisionDetector::new(output);
    for (position, target) in targets.iter().enumerate() {
        on_phase(target.name());
        detector.set_target(position);
        target.emit(request, &detector)?;
    }
    on_phase("done");
    detector.report(targets, request).map_or(Ok(()), Err)
}
