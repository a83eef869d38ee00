//! The adapter of Tera.

use tera::Tera;

pub use tera::Context;

pub struct Engine(Tera);

impl Engine {
    pub fn new(html: &str, markdown: &str) -> Self {
        let mut tera = Tera::default();
        tera.add_raw_templates([("page.html", html), ("page.md", markdown)]).expect("templates");
        Engine(tera)
    }

    /// Renders a page and its Markdown version.
    pub fn render(&self, page: &Context) -> [String; 2] {
        ["page.html", "page.md"].map(|name| self.0.render(name, page).expect("a page"))
    }
}

pub fn context(page: &serde_json::Value) -> Context {
    Context::from_serialize(page).expect("an object")
}
