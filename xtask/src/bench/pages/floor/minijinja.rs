//! The adapter of minijinja.

use minijinja::Environment;
use minijinja::value::Serde;

pub use minijinja::Value as Context;

pub struct Engine(Environment<'static>);

impl Engine {
    pub fn new(html: &'static str, markdown: &'static str) -> Self {
        let mut environment = Environment::new();
        environment.add_template("page.html", html).expect("a template");
        environment.add_template("page.md", markdown).expect("a template");
        Engine(environment)
    }

    /// Renders a page and its Markdown version.
    pub fn render(&self, page: &Context) -> [String; 2] {
        let template = |name| self.0.get_template(name).expect("a template");
        ["page.html", "page.md"].map(|name| template(name).render(page.clone()).expect("a page"))
    }
}

pub fn context(page: &serde_json::Value) -> Context {
    Context::from(Serde(page))
}
