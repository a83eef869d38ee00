//! Compiles and renders the templates of a folder.
//!
//! Templates see only their own folder and the values that are passed to them, neither other files nor the
//! environment.

use std::collections::BTreeMap;

use errcat_catalog::suggest::did_you_mean;
use tera::{Context, Tera};

use super::filters;
use super::language::Language;
use super::manifest::MANIFEST;
use super::mistake::Mistake;
use super::plan::{Plan, PlannedFile, TEMPLATE_SUFFIX};
use crate::template::{self, TEMPLATE, Template, TemplateError, locate, offset};

/// The compiled templates, with one set for each kind of escaping, because any template can include any
/// other.
pub(super) struct CompiledTemplates<'a> {
    plan: &'a Plan,
    texts: &'a [Template],
    sets: BTreeMap<&'static str, Tera>,
    /// The templates of output paths, by their position in the plan.
    paths: Tera,
}

impl<'a> CompiledTemplates<'a> {
    /// Compiles the templates of a plan. `texts` are all templates of the folder.
    ///
    /// # Errors
    ///
    /// Returns the mistakes in templates: the first of each set, and one for each path.
    pub(super) fn new(plan: &'a Plan, texts: &'a [Template]) -> Result<Self, Vec<Mistake>> {
        let mut compiled = CompiledTemplates { plan, texts, sets: BTreeMap::new(), paths: Tera::default() };
        let templates: Vec<&Template> =
            texts.iter().filter(|template| template.path.ends_with(TEMPLATE_SUFFIX)).collect();
        let mut mistakes = Vec::new();
        for language in plan.files.iter().filter_map(|file| file.language) {
            if !compiled.sets.contains_key(language.name) {
                match set(language, plan, &templates) {
                    Ok(tera) => _ = compiled.sets.insert(language.name, tera),
                    Err(error) => {
                        mistakes.push(compiled.template_mistake(&error));
                        break;
                    }
                }
            }
        }
        filters::register(&mut compiled.paths, &plan.types, &plan.reserved);
        for (number, file) in plan.files.iter().enumerate() {
            if let Err(error) = compiled.paths.add_raw_template(&number.to_string(), &file.path) {
                mistakes.push(path_mistake(file, &locate(&error, "")));
            }
        }
        if mistakes.is_empty() { Ok(compiled) } else { Err(mistakes) }
    }

    /// Renders the path of an output.
    ///
    /// # Errors
    ///
    /// Returns the mistake in the path's template.
    pub(super) fn path(&self, number: usize, context: &Context) -> Result<String, Mistake> {
        let rendered = self.paths.render(&number.to_string(), context);
        rendered.map_err(|error| path_mistake(&self.plan.files[number], &locate(&error, "")))
    }

    /// Renders a template.
    ///
    /// # Errors
    ///
    /// Returns the mistake in the template.
    pub(super) fn text(&self, file: &str, language: &Language, context: &Context) -> Result<String, Mistake> {
        let rendered = self.sets[language.name].render(file, context);
        rendered.map_err(|error| self.template_mistake(&locate(&error, file)))
    }

    fn template_mistake(&self, error: &TemplateError) -> Mistake {
        let text = self.texts.iter().find(|template| template.path == error.template);
        let at = text.map_or(0, |template| offset(&template.text, error.line, error.column));
        let mut mistake = mistake(error.template.clone(), at, error);
        if let Some(name) = error.message.strip_prefix("Unknown template `") {
            let known = self.texts.iter().map(|text| text.path.as_str());
            let guess = did_you_mean(name.trim_end_matches('`'), known);
            mistake.help = guess.unwrap_or_else(|| "templates include files of their own folder".to_owned());
        }
        mistake
    }
}

fn set(language: &Language, plan: &Plan, templates: &[&Template]) -> Result<Tera, TemplateError> {
    let mut tera = Tera::default();
    tera.set_escape_fn(language.escape);
    tera.autoescape_on([TEMPLATE_SUFFIX]);
    filters::register(&mut tera, &plan.types, &plan.reserved);
    template::add(&mut tera, templates)?;
    Ok(tera)
}

/// Locates a mistake in a path, which is a string on one line of `target.toml`, after a quote.
fn path_mistake(file: &PlannedFile, error: &TemplateError) -> Mistake {
    let at = file.path_span.start + 1 + offset(&file.path, error.line, error.column);
    mistake(MANIFEST.to_owned(), at.min(file.path_span.end), error)
}

fn mistake(file: String, at: usize, error: &TemplateError) -> Mistake {
    let is_absent = error.message.contains("`undefined`");
    let fix = if is_absent { "check the name: there is no such value here" } else { "correct the template" };
    let help = error.suggestion();
    let help = help.unwrap_or_else(|| format!("{fix}; `templates/README.md` lists what it can use"));
    Mistake { rule: &TEMPLATE, file, range: at..at, message: error.message.clone(), help }
}
