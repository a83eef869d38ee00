//! Runs targets.

use errcat_catalog::finding::Report;
use rayon::prelude::*;

use crate::collision::CollisionDetector;
use crate::output::Output;
use crate::target::{Request, Target};

/// Generates the files of all targets, on all cores. Calls `on_phase` as they start and when all are done.
/// Targets whose outputs may collide run one after the other, so that it is known which of them an output is
/// of; then `on_phase` gets each one's name.
///
/// # Errors
///
/// The mistake of a template, with its location; of several, the first in the order of the targets. Some
/// files may have been handed over by then.
pub fn emit(
    targets: &[Box<dyn Target>],
    request: &Request<'_>,
    output: &dyn Output,
    on_phase: &mut dyn FnMut(&str),
) -> Result<(), Report> {
    if !targets.iter().any(|target| target.may_collide()) {
        on_phase("emit");
        let emitted: Vec<Result<(), Report>> =
            targets.par_iter().map(|target| target.emit(request, output)).collect();
        on_phase("done");
        return emitted.into_iter().collect();
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
