//! Renders each page in a data file, and its Markdown version, on every core. Prints the time as JSON.

mod engine;

use std::time::Instant;

use engine::{Context, Engine};
use serde_json::Value as Json;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let file = std::env::args().nth(1).expect("the path of the data");
    let pages: Vec<Json> =
        serde_json::from_slice(&std::fs::read(file).expect("the data")).expect("an array of pages");
    let engine = Engine::new(include_str!("page.html"), include_str!("page.md"));

    let start = Instant::now();
    let contexts: Vec<Context> = on_every_core(&pages, engine::context);
    let contexts_ms = start.elapsed().as_secs_f64() * 1e3;

    let start = Instant::now();
    let rendered = on_every_core(&contexts, |context| engine.render(context));
    let rendering_ms = start.elapsed().as_secs_f64() * 1e3;

    let bytes: usize = rendered.iter().flatten().map(String::len).sum();
    let pages = rendered.iter().flatten().count();
    println!(
        "{}",
        serde_json::json!({
            "contexts_ms": contexts_ms, "rendering_ms": rendering_ms, "pages": pages, "bytes": bytes,
        })
    );
}

/// Maps items on every core, in equal parts, because the pages are similar.
fn on_every_core<T: Sync, U: Send>(items: &[T], map: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let part = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let map = &map;
        let threads: Vec<_> = items
            .chunks(part)
            .map(|part| scope.spawn(move || part.iter().map(map).collect::<Vec<_>>()))
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    })
}
