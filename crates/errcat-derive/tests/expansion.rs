//! The generated code for a type, token by token.

mod catalog;

use errcat_derive::{Api, Audience, Catalog, Code, Param, ParamType};
use proc_macro2::TokenStream;
use quote::quote;

use crate::catalog::CATALOG;

/// Checks the generated code, ignoring spaces.
#[track_caller]
fn check(item: TokenStream, expected: TokenStream) {
    let bare = |tokens: TokenStream| tokens.to_string().replace([' ', '\n'], "");
    let (found, expected) = (bare(errcat_derive::derive(item, &CATALOG)), bare(expected));
    // One item per line, to make differences visible.
    let lines = |text: &str| text.replace("#[automatically", "\n#[automatically");
    assert_eq!(lines(&found), lines(&expected));
}

#[test]
fn enums_get_all_impls() {
    check(
        quote! {
            #[catalog(kakunin)]
            enum E {
                #[code(agent_not_found)]
                NotFound { agent_id: AgentId },
                #[code(insufficient_balance)]
                LowBalance { balance: String, #[param(cost)] price: f64, retry_after: Option<Duration> },
                #[code(kms_not_configured)]
                Kms(#[from] KmsError),
            }
        },
        quote! {
            ::api_errors::errcat::check_format!(derive 1);

            #[automatically_derived]
            impl ::core::fmt::Display for E {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::api_errors::errcat::fmt::display(self, f)
                }
            }

            #[automatically_derived]
            impl ::core::error::Error for E {
                fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                    use ::api_errors::errcat::source::Source as _;
                    match self {
                        Self::NotFound { .. } => ::core::option::Option::None,
                        Self::LowBalance { .. } => ::core::option::Option::None,
                        Self::Kms { 0: field_0, .. } => ::core::option::Option::Some(field_0.as_source()),
                    }
                }
            }

            #[automatically_derived]
            impl ::api_errors::errcat::CatalogError for E {
                fn entry(&self) -> &'static ::api_errors::errcat::Entry {
                    self.code().entry()
                }
                fn params(
                    &self,
                    visit: &mut dyn ::core::ops::FnMut(&[::api_errors::errcat::Value<'_>])
                ) {
                    match self {
                        Self::NotFound { .. } => visit(&[]),
                        Self::LowBalance { balance: field_balance, price: field_price, retry_after: field_retry_after, .. } => visit(&[
                            ::api_errors::errcat::field::value::<::api_errors::errcat::field::Text, _>(field_balance),
                            ::api_errors::errcat::field::value::<::api_errors::errcat::field::Number, _>(field_price),
                            ::api_errors::errcat::field::optional::<::api_errors::errcat::field::Duration, _>(field_retry_after),
                            ::api_errors::errcat::Value::Absent
                        ]),
                        Self::Kms { .. } => visit(&[]),
                    }
                }
            }

            #[automatically_derived]
            impl E {
                #[doc = r" The error's code in the catalog."]
                #[allow(dead_code)]
                pub fn code(&self) -> ::api_errors::kakunin::Code {
                    match self {
                        Self::NotFound { .. } => <::api_errors::kakunin::Code>::AgentNotFound,
                        Self::LowBalance { .. } => <::api_errors::kakunin::Code>::InsufficientBalance,
                        Self::Kms { .. } => <::api_errors::kakunin::Code>::KmsNotConfigured,
                    }
                }
            }

            #[automatically_derived]
            impl ::core::convert::From<KmsError> for E {
                fn from(source: KmsError) -> Self {
                    Self::Kms { 0: source }
                }
            }
        },
    );
}

#[test]
fn transparent_variants_forward_to_the_inner_error() {
    check(
        quote! {
            #[catalog(kakunin, crate = crate::errors)]
            enum E {
                #[code(transparent)]
                Store(StoreError),
                #[code("30036")]
                Odd { source: String },
            }
        },
        quote! {
            crate::errors::errcat::check_format!(derive 1);

            #[automatically_derived]
            impl ::core::fmt::Display for E {
                fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    crate::errors::errcat::fmt::display(self, f)
                }
            }

            #[automatically_derived]
            impl ::core::error::Error for E {
                fn source(&self) -> ::core::option::Option<&(dyn ::core::error::Error + 'static)> {
                    use crate::errors::errcat::source::Source as _;
                    match self {
                        Self::Store { 0: field_0, .. } => ::core::error::Error::source(field_0),
                        Self::Odd { .. } => ::core::option::Option::None,
                    }
                }
            }

            #[automatically_derived]
            impl crate::errors::errcat::CatalogError for E {
                fn entry(&self) -> &'static crate::errors::errcat::Entry {
                    match self {
                        Self::Store { 0: field_0, .. } => crate::errors::errcat::CatalogError::entry(field_0),
                        Self::Odd { .. } => <crate::errors::kakunin::Code>::Code30036.entry(),
                    }
                }
                fn params(
                    &self,
                    visit: &mut dyn ::core::ops::FnMut(&[crate::errors::errcat::Value<'_>])
                ) {
                    match self {
                        Self::Store { 0: field_0, .. } => crate::errors::errcat::CatalogError::params(field_0, visit),
                        Self::Odd { source: field_source, .. } => visit(&[
                            crate::errors::errcat::field::value::<crate::errors::errcat::field::Text, _>(field_source)
                        ]),
                    }
                }
                fn status(&self) -> ::core::option::Option<u16> {
                    match self {
                        Self::Store { 0: field_0, .. } => crate::errors::errcat::CatalogError::status(field_0),
                        Self::Odd { .. } => crate::errors::errcat::CatalogError::entry(self).status(),
                    }
                }
                fn retry(&self) -> crate::errors::errcat::Retry {
                    match self {
                        Self::Store { 0: field_0, .. } => crate::errors::errcat::CatalogError::retry(field_0),
                        Self::Odd { .. } => crate::errors::errcat::CatalogError::entry(self).retry,
                    }
                }
                fn backtrace(&self) -> ::core::option::Option<&::std::backtrace::Backtrace> {
                    match self {
                        Self::Store { 0: field_0, .. } => crate::errors::errcat::CatalogError::backtrace(field_0),
                        Self::Odd { .. } => ::core::option::Option::None,
                    }
                }
            }
        },
    );
}

/// Returns the generated code for the frameworks, without spaces.
fn responses(item: TokenStream) -> String {
    let output = errcat_derive::derive(item, &CATALOG).to_string().replace([' ', '\n'], "");
    let start = output.find("::errcat::axum::IntoResponsefor").unwrap_or(output.len());
    output[start..].to_owned()
}

#[test]
fn framework_options_generate_response_impls() {
    let found = responses(quote! {
        #[catalog(kakunin, axum, operation = "GET /agents/{id}", actix)]
        enum E {
            #[code(agent_not_found)]
            NotFound,
        }
    });
    let expected = quote! {
        ::errcat::axum::IntoResponse for E {
            fn into_response(self) -> ::api_errors::errcat::axum::Response {
                ::api_errors::errcat::axum::into_response(self)
            }
        }

        #[automatically_derived]
        impl ::api_errors::errcat::actix::ResponseError for E {
            fn status_code(&self) -> ::api_errors::errcat::actix::StatusCode {
                ::api_errors::errcat::actix::status_code(self)
            }
            fn error_response(&self) -> ::api_errors::errcat::actix::HttpResponse {
                ::api_errors::errcat::actix::response(self)
            }
        }
    };
    assert_eq!(found, expected.to_string().replace([' ', '\n'], ""));
}

#[test]
fn generic_response_impls_require_static_types() {
    let found = responses(quote! {
        #[catalog(kakunin, axum, actix)]
        #[code(agent_not_found)]
        struct S<'a, T>(&'a str, #[source] T);
    });
    let bounds = "T:::core::error::Error+'static,Self:::core::fmt::Debug,";
    assert!(found.contains(&format!(
        "forS<'a,T>where{bounds}Self:::core::marker::Send+::core::marker::Sync+'static{{"
    )));
    assert!(found.contains(&format!("forS<'a,T>where{bounds}Self:'static{{")), "{found}");
}

#[test]
fn invalid_types_get_placeholder_response_impls() {
    let found = responses(quote! {
        #[catalog(kakunin, axum, actix)]
        #[code(nope)]
        struct S;
    });
    assert!(found.contains("actix::ResponseErrorforSwherefor<'any>S:::core::fmt::Debug{"), "{found}");
    assert_eq!(found.matches("::core::unreachable!").count(), 3);
}

/// Returns the `where` clause of all `impl`s, taken from `Display`.
fn where_clause(item: TokenStream) -> String {
    let output = errcat_derive::derive(item, &CATALOG).to_string();
    let (start, end) = (output.find("for S").unwrap_or(0), output.find("{ fn fmt").unwrap_or(0));
    output[start..end].replace(' ', "")
}

#[test]
fn generic_fields_add_bounds() {
    let text = where_clause(quote! {
        #[catalog(kakunin)]
        #[code(insufficient_balance)]
        struct S<'a, T: Clone, N, E> where T: Copy {
            balance: &'a T,
            cost: N,
            retry_after: Option<Wait<T>>,
            #[source]
            why: Option<Box<E>>,
            unused: T,
        }
    });
    assert_eq!(
        text,
        "forS<'a,T,N,E>whereT:Copy,\
         &'aT:::api_errors::errcat::field::ParamField<::api_errors::errcat::field::Text>,\
         N:::api_errors::errcat::field::ParamField<::api_errors::errcat::field::Number>,\
         Wait<T>:::api_errors::errcat::field::ParamField<::api_errors::errcat::field::Duration>,\
         Box<E>:::core::error::Error+'static,\
         Self:::core::fmt::Debug"
    );
}

#[test]
fn types_without_type_params_have_no_bounds() {
    let text = where_clause(quote! {
        #[catalog(kakunin)]
        #[code(agent_not_found)]
        struct S<'a>(&'a str);
    });
    assert_eq!(text, "forS<'a>");
}

#[test]
fn keywords_become_raw_module_names() {
    let item = quote!(
        #[catalog(type)]
        #[code(AGENT_ERROR)]
        struct S;
    );
    let output = errcat_derive::derive(item, &CATALOG).to_string().replace(' ', "");
    assert!(output.contains("<::api_errors::r#type::Code>::AgentError"), "{output}");
}

#[test]
fn empty_enums_match_no_variant() {
    let output = errcat_derive::derive(
        quote!(
            #[catalog(kakunin)]
            enum E {}
        ),
        &CATALOG,
    );
    assert!(output.to_string().contains("match * self { }"), "{output}");
}

#[test]
fn invalid_types_get_placeholder_impls() {
    check(
        quote! {
            #[catalog(kakunin)]
            enum E<T> where T: Copy {
                A(#[from] Io, T),
            }
        },
        quote! {
            ::core::compile_error! {
                "`From` can't fill the other fields: use `#[source]` instead, or remove the other fields"
            }
            ::core::compile_error! { "`A` has no code: add `#[code(…)]`" }

            #[automatically_derived]
            impl<T> ::core::fmt::Display for E<T> where T: Copy {
                fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    ::core::unreachable!("this type has mistakes and doesn't compile")
                }
            }

            #[automatically_derived]
            impl<T> ::core::error::Error for E<T>
            where
                T: Copy,
                for<'any> E<T>: ::core::fmt::Debug,
            {}

            #[automatically_derived]
            impl<T> ::api_errors::errcat::CatalogError for E<T>
            where
                T: Copy,
                for<'any> E<T>: ::core::fmt::Debug,
            {
                fn entry(&self) -> &'static ::api_errors::errcat::Entry {
                    ::core::unreachable!("this type has mistakes and doesn't compile")
                }
                fn params(
                    &self,
                    _: &mut dyn ::core::ops::FnMut(&[::api_errors::errcat::Value<'_>])
                ) {
                    ::core::unreachable!("this type has mistakes and doesn't compile")
                }
            }

            #[automatically_derived]
            impl<T> E<T> where T: Copy {
                #[allow(dead_code, missing_docs)]
                pub fn code(&self) -> ::api_errors::kakunin::Code {
                    ::core::unreachable!("this type has mistakes and doesn't compile")
                }
            }

            #[automatically_derived]
            impl<T> ::core::convert::From<Io> for E<T> where T: Copy {
                fn from(_: Io) -> Self {
                    ::core::unreachable!("this type has mistakes and doesn't compile")
                }
            }
        },
    );
}

#[test]
fn types_with_an_unknown_api_have_no_code_method() {
    let output = errcat_derive::derive(
        quote!(
            #[catalog(nope)]
            enum E {}
        ),
        &CATALOG,
    )
    .to_string();
    assert!(output.contains("CatalogError for E") && !output.contains("fn code"), "{output}");
}

#[test]
fn other_items_are_rejected() {
    let output = errcat_derive::derive(
        quote!(
            fn f() {}
        ),
        &CATALOG,
    )
    .to_string();
    assert!(output.contains("compile_error"), "{output}");
}

#[test]
fn fields_of_lists_maps_and_known_values_have_these_kinds() {
    const fn param(name: &'static str, ty: ParamType) -> Param {
        Param { name, ty, audience: Audience::Public, optional: false, in_message: false }
    }
    static SHOP: Catalog = Catalog {
        krate: "::api_errors",
        apis: &[Api {
            name: "shop",
            codes: &[Code {
                code: "over_limit",
                variant: "OverLimit",
                params: &[
                    param("plan", ParamType::Enum("Plan")),
                    param("fields", ParamType::List(&ParamType::String)),
                    param("limits", ParamType::Map(&ParamType::Enum("Plan"))),
                ],
                ..Code::EMPTY
            }],
        }],
    };
    let derived = |fields: TokenStream| {
        let item = quote!(
            #[catalog(shop)]
            #[code(over_limit)]
            struct OverLimit { #fields }
        );
        errcat_derive::derive(item, &SHOP).to_string().replace([' ', '\n'], "")
    };
    let output = derived(quote!(plan: Plan, fields: Vec<String>, limits: BTreeMap<String, Plan>));
    for kind in [
        "value::<::api_errors::shop::params::Plan,_>",
        "value::<::api_errors::errcat::field::List<::api_errors::errcat::field::Text>,_>",
        "value::<::api_errors::errcat::field::Map<::api_errors::shop::params::Plan>,_>",
    ] {
        assert!(output.contains(kind), "{kind}: {output}");
    }
    let output = derived(quote!(plan: Plan));
    assert!(output.contains("fields:Vec<String>"), "{output}");
    assert!(output.contains("limits:BTreeMap<String,Plan>"), "{output}");
}
