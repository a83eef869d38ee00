//! Runs targets.

use std::any::Any;

use errcat_catalog::finding::Report;
use rayon::prelude::*;

use crate::collision::{CollisionDetector, TargetOutput};
use crate::folder::{self, FolderTarget};
use crate::output::Output;
use crate::target::{Request, Target};

/// Generates the files of all targets, on all cores. Calls `on_phase` as they start and when all are done.
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
    on_phase("emit");
    let emitted = match targets.iter().any(|target| target.may_collide()) {
        false => run(targets, request, &vec![output; targets.len()]),
        true => {
            let detector = CollisionDetector::new(output);
            let outputs: Vec<TargetOutput<'_>> =
                (0..targets.len()).map(|position| detector.output_of(position)).collect();
            let outputs: Vec<&dyn Output> = outputs.iter().map(|output| output as &dyn Output).collect();
            let emitted = run(targets, request, &outputs);
            emitted.and_then(|()| detector.report(targets, request).map_or(Ok(()), Err))
        }
    };
    on_phase("done");
    emitted
}

/// Runs all targets, each with its output. Folders of templates share the data of the APIs.
fn run(targets: &[Box<dyn Target>], request: &Request<'_>, outputs: &[&dyn Output]) -> Result<(), Report> {
    type Emitted = Vec<(usize, Result<(), Report>)>;
    let folders: Vec<(usize, &FolderTarget)> = (targets.iter().enumerate())
        .filter_map(|(position, target)| Some((position, as_folder(&**target)?)))
        .collect();
    let (others, folders): (Emitted, Emitted) = rayon::join(
        || {
            let others = targets.par_iter().enumerate().filter(|(_, target)| as_folder(&***target).is_none());
            others.map(|(position, target)| (position, target.emit(request, outputs[position]))).collect()
        },
        || {
            let positions = folders.iter().map(|(position, _)| *position);
            let runs: Vec<_> =
                folders.iter().map(|(position, folder)| (*folder, outputs[*position])).collect();
            positions.zip(folder::emit(&runs, request)).collect()
        },
    );
    let mut emitted: Emitted = others.into_iter().chain(folders).collect();
    emitted.sort_by_key(|(position, _)| *position);
    emitted.into_iter().try_for_each(|(_, result)| result)
}

fn as_folder(target: &dyn Target) -> Option<&FolderTarget> {
    (target as &dyn Any).downcast_ref()
}
