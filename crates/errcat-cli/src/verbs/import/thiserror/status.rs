//! Reads the statuses of errors from the code that makes responses of them: the arms of a `match`, such as
//! `AppError::NotFound { .. } => StatusCode::NOT_FOUND`.

use std::collections::{BTreeMap, HashMap};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Arm, Expr, ExprMatch, ExprPath, ItemImpl, Lit, Pat, Path};

use super::super::reasons::status_named;
use super::type_name;

/// The types of web frameworks whose constants, variants and functions have the names of statuses.
const STATUS_TYPES: [&str; 3] = ["StatusCode", "Status", "HttpResponse"];

/// The statuses of variants.
#[derive(Default)]
pub(super) struct Statuses {
    /// By the names of the enum and of the variant. `None` if the code doesn't have exactly one.
    named: HashMap<(String, String), Option<u16>>,
    /// The statuses of all other variants of an enum.
    others: HashMap<String, Option<u16>>,
    /// The lines of the `match` expressions, by enum.
    lines: BTreeMap<String, usize>,
}

impl Statuses {
    /// Reads the statuses in a file.
    pub(super) fn read(file: &syn::File) -> Self {
        let mut reader = Reader::default();
        reader.visit_file(file);
        reader.statuses
    }

    /// Adds the statuses of another file.
    pub(super) fn extend(&mut self, other: Statuses) {
        for (key, status) in other.named {
            insert(&mut self.named, key, status);
        }
        for (key, status) in other.others {
            insert(&mut self.others, key, status);
        }
    }

    /// Returns the status of a variant.
    pub(super) fn of(&self, item: &str, variant: &str) -> Option<u16> {
        let named = self.named.get(&(item.to_owned(), variant.to_owned()));
        *named.or_else(|| self.others.get(item))?
    }

    /// Returns the enums, each with the line of the last `match` that has statuses of its variants.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&str, usize)> {
        self.lines.iter().map(|(name, line)| (&**name, *line))
    }
}

/// Adds a status, unless there is a different one: then, none is known.
fn insert<K: std::hash::Hash + Eq>(statuses: &mut HashMap<K, Option<u16>>, key: K, status: Option<u16>) {
    let known = statuses.entry(key).or_insert(status);
    if *known != status {
        *known = None;
    }
}

#[derive(Default)]
struct Reader {
    /// The type of the `impl` that is read.
    self_type: Option<String>,
    statuses: Statuses,
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        let outer = std::mem::replace(&mut self.self_type, type_name(&item.self_ty));
        visit::visit_item_impl(self, item);
        self.self_type = outer;
    }

    fn visit_expr_match(&mut self, expression: &'ast ExprMatch) {
        let arms: Vec<(&Arm, Option<u16>)> =
            expression.arms.iter().map(|arm| (arm, status_of_arm(arm))).collect();
        if arms.iter().any(|(_, status)| status.is_some()) {
            self.arms(expression, &arms);
        }
        visit::visit_expr_match(self, expression);
    }
}

impl Reader {
    fn arms(&mut self, expression: &ExprMatch, arms: &[(&Arm, Option<u16>)]) {
        let mut name = None;
        for (arm, status) in arms {
            for (item, variant) in self.variants(&arm.pat) {
                insert(&mut self.statuses.named, (item.clone(), variant), *status);
                name = Some(item);
            }
        }
        let Some(name) = name else { return };
        let last = arms.last().filter(|(arm, _)| matches!(arm.pat, Pat::Wild(_) | Pat::Ident(_)));
        if let Some((_, status)) = last {
            insert(&mut self.statuses.others, name.clone(), *status);
        }
        self.statuses.lines.insert(name, expression.span().start().line);
    }

    /// Returns the variants in a pattern, each with the name of its enum.
    fn variants(&self, pattern: &Pat) -> Vec<(String, String)> {
        let path = match pattern {
            Pat::Or(or) => return or.cases.iter().flat_map(|case| self.variants(case)).collect(),
            Pat::Guard(inner) => return self.variants(&inner.pat),
            Pat::Paren(inner) => return self.variants(&inner.pat),
            Pat::Reference(inner) => return self.variants(&inner.pat),
            Pat::Path(path) => &path.path,
            Pat::Struct(pattern) => &pattern.path,
            Pat::TupleStruct(pattern) => &pattern.path,
            _ => return Vec::new(),
        };
        let Some([item, variant]) = last_names(path) else { return Vec::new() };
        match (&*item, &self.self_type) {
            ("Self", Some(name)) => vec![(name.clone(), variant)],
            _ => vec![(item, variant)],
        }
    }
}

/// Returns the last two names of a path.
fn last_names(path: &Path) -> Option<[String; 2]> {
    let mut names = path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (last, before) = (names.next()?, names.next()?);
    Some([before, last])
}

/// Returns the only status that an arm has. An arm with a condition has none.
fn status_of_arm(arm: &Arm) -> Option<u16> {
    #[derive(Default)]
    struct Found(Vec<u16>);
    impl<'ast> Visit<'ast> for Found {
        fn visit_expr_path(&mut self, path: &'ast ExprPath) {
            let names = last_names(&path.path).filter(|[of, _]| STATUS_TYPES.contains(&&**of));
            self.0.extend(names.and_then(|[_, name]| status_named(&name)));
        }
    }
    if matches!(arm.pat, Pat::Guard(_)) {
        return None;
    }
    if let Expr::Lit(literal) = &*arm.body
        && let Lit::Int(number) = &literal.lit
    {
        return number.base10_parse().ok().filter(|status| (400..600).contains(status));
    }
    let mut found = Found::default();
    found.visit_expr(&arm.body);
    found.0.dedup();
    match found.0[..] {
        [status] => Some(status),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Statuses;

    #[test]
    fn only_a_single_status_is_known() {
        let file = syn::parse_quote! {
            impl ResponseError for AppError {
                fn status_code(&self) -> StatusCode {
                    match self {
                        Self::A | Self::B(..) => StatusCode::NOT_FOUND,
                        AppError::C { .. } if self.is_late() => StatusCode::GONE,
                        &AppError::D(code) => if code { StatusCode::GONE } else { StatusCode::CONFLICT },
                        Self::E => (http::StatusCode::CONFLICT, "taken"),
                        _ => StatusCode::INTERNAL_SERVER_ERROR,
                    }
                }
                fn number(&self) -> u16 {
                    match self {
                        Self::A => 404,
                        Self::B(..) => 410,
                        _ => 500,
                    }
                }
                fn name(&self) -> &str {
                    match self {
                        Self::A => "a",
                        _ => "other",
                    }
                }
            }
        };
        let statuses = Statuses::read(&file);
        let found = ["A", "B", "C", "D", "E", "F"].map(|variant| statuses.of("AppError", variant));
        assert_eq!(found, [Some(404), None, None, None, Some(409), Some(500)]);
        assert_eq!(statuses.of("Other", "A"), None);
    }
}
