//! Running targets.

use errcat_catalog::finding::Report;

use crate::collision::Distinct;
use crate::output::Output;
use crate::target::{Request, Target};

/// Generates the files of all targets, calling `on_phase` with each one's name as it starts.
///
/// # Errors
///
/// The mistake of a template, with its location. Some files may have been handed over by then.
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
    let distinct = Distinct::new(output);
    for (position, target) in targets.iter().enumerate() {
        on_phase(target.name());
        distinct.begin(position);
        target.emit(request, &distinct)?;
    }
    on_phase("done");
    distinct.report(targets, request).map_or(Ok(()), Err)
}
