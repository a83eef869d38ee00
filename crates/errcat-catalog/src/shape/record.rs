//! The macro `record!`, which defines a struct by its keys, and its helpers.

use serde_json::{Value as Json, json};

/// Defines a struct and its [`Shape`](super::Shape) by a list of keys. The docs of the fields become
/// descriptions in the schema.
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $about:literal])*
        pub struct $name:ident = $what:literal {
            $($(#[doc = $doc:literal])* pub $field:ident: $ty:ty,)*
        }
    ) => {
        $(#[doc = $about])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// The location.
            pub span: $crate::finding::Span,
            /// The locations of the keys.
            pub keys: $crate::shape::Keys,
            $($(#[doc = $doc])* pub $field: $ty,)*
        }

        impl $crate::shape::Shape for $name {
            fn read(node: &$crate::yaml::Node, findings: &mut $crate::finding::Findings) -> Option<Self> {
                let known = [$($crate::shape::key(stringify!($field))),*];
                let is_required = [$(<$ty as $crate::shape::Field>::REQUIRED),*];
                let fields = $crate::shape::Fields::read(node, $what, &known, &is_required, findings)?;
                Some($crate::shape::Record::from_fields(fields, findings))
            }

            fn schema(definitions: &mut $crate::shape::Definitions) -> serde_json::Value {
                let name = stringify!($name).trim_start_matches("Raw");
                if !definitions.contains_key(name) {
                    definitions.insert(name.to_owned(), serde_json::Value::Null);
                    let about = [$($about),*].concat();
                    let fields = [$((
                        $crate::shape::key(stringify!($field)),
                        [$($doc),*].concat(),
                        <$ty as $crate::shape::Shape>::schema(definitions),
                        <$ty as $crate::shape::Field>::REQUIRED,
                    )),*];
                    definitions.insert(name.to_owned(), $crate::shape::object_schema(&about, fields));
                }
                serde_json::json!({ "$ref": format!("#/$defs/{name}") })
            }
        }

        impl $crate::shape::Record for $name {
            fn from_fields(
                mut fields: $crate::shape::Fields<'_>,
                findings: &mut $crate::finding::Findings,
            ) -> Self {
                $(let $field = fields.take($crate::shape::key(stringify!($field)), findings);)*
                $name { span: fields.place(), keys: fields.into_keys(), $($field,)* }
            }
        }
    };
}

pub use record;

/// A field's key: `r#type` is `type`.
pub fn key(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

/// Returns the schema of a `record!`.
pub fn object_schema<const N: usize>(about: &str, fields: [(&str, String, Json, bool); N]) -> Json {
    let required: Vec<&str> = fields.iter().filter(|field| field.3).map(|field| field.0).collect();
    let properties: serde_json::Map<String, Json> = fields
        .iter()
        .map(|(key, doc, schema, _)| {
            let mut schema = schema.clone();
            if let Some(object) = schema.as_object_mut() {
                object.insert("description".into(), doc.trim().into());
            }
            ((*key).to_owned(), schema)
        })
        .collect();
    json!({
        "type": "object",
        "description": about.trim(),
        "properties": properties,
        "patternProperties": { "^x-": {} },
        "required": required,
        "additionalProperties": false,
    })
}
