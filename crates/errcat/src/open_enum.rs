//! Enums of known values: the types of params with `values` in the catalog.

/// Defines the type of a param with known values. The last variant holds any other value, so that a client
/// can read the values of a newer server.
///
/// ```
/// errcat::open_enum! {
///     /// The plan of an account.
///     pub enum Plan {
///         Free = "free",
///         Pro = "pro",
///     }
/// }
///
/// assert_eq!(Plan::Pro.as_str(), "pro");
/// assert_eq!(Plan::from("pro"), Plan::Pro);
/// assert_eq!(Plan::from("team"), Plan::Undeclared("team".into()));
/// assert_eq!(Plan::KNOWN, [Plan::Free, Plan::Pro]);
/// ```
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("`", $text, "`.")] $variant,)+
            /// A value that the catalog doesn't declare.
            Undeclared(::std::string::String),
        }

        impl $name {
            /// The declared values, in the order of the catalog.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Undeclared(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    _ => Self::Undeclared(text.into()),
                }
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(text.into())
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::IntoValue for $name {
            fn value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.as_str())
            }
        }

        impl $crate::field::ParamField<$name> for $name {
            fn param_value(&self) -> $crate::Value<'_> {
                $crate::Value::Text(self.as_str())
            }
        }

        $crate::open_enum_from_value!($name);
    };
}

/// Implements `FromValue` for an open enum if the runtime can decode.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "json")]
macro_rules! open_enum_from_value {
    ($name:ident) => {
        impl $crate::FromValue for $name {
            fn from_value(value: $crate::OwnedValue) -> ::core::option::Option<Self> {
                <::std::string::String as $crate::FromValue>::from_value(value)
                    .map(|text| text.as_str().into())
            }

            fn withheld() -> ::core::option::Option<Self> {
                <::std::string::String as $crate::FromValue>::withheld().map(Self::Undeclared)
            }
        }
    };
}

/// Does nothing, because the runtime can't decode.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "json"))]
macro_rules! open_enum_from_value {
    ($name:ident) => {};
}

#[cfg(test)]
#[allow(unreachable_pub, dead_code, reason = "the enums of a generated crate are public")]
mod tests {
    use crate::IntoValue;

    // The names of variants don't collide with those of associated types.
    crate::open_enum! {
        /// The result of a check.
        pub enum Outcome {
            Ok = "ok",
            Err = "err",
        }
    }

    crate::open_enum! {
        /// The plan of an account.
        pub enum Plan {
            Free = "free",
            Pro = "pro plan",
        }
    }

    #[test]
    fn known_values_are_variants_and_others_are_kept() {
        for plan in Plan::KNOWN {
            assert_eq!(Plan::from(plan.as_str()), *plan);
            assert_eq!(plan.to_string().parse(), Ok(plan.clone()));
        }
        for text in ["", "Free", "team"] {
            assert_eq!(Plan::from(text), Plan::Undeclared(text.into()));
            assert_eq!(Plan::from(text).to_string(), text);
        }
        assert_eq!(format!("[{:>5}]", Plan::Free), "[ free]");
        assert_eq!("err".parse(), Ok(Outcome::Err));
        assert_eq!(Plan::Pro.value(), "pro plan".value());
    }

    #[cfg(feature = "json")]
    #[test]
    fn fields_are_built_from_texts() {
        use crate::{FromValue, OwnedValue};
        assert_eq!(Plan::from_value("free".into()), Some(Plan::Free));
        assert_eq!(Plan::from_value("team".into()), Some(Plan::Undeclared("team".into())));
        assert_eq!(Plan::from_value(OwnedValue::Boolean(true)), None);
        assert_eq!(Plan::withheld(), Some(Plan::Undeclared("-".into())));
    }
}
