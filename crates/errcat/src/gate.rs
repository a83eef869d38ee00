//! Macros for code in generated modules that needs a feature of this crate. They expand to their input, or to
//! nothing if the feature is off.
//!
//! Generated crates have features of their own instead. A module can't: whether the crate around it has a
//! feature of the same name, and what it means there, isn't known.

#[cfg(feature = "json")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_json {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "json"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_json {
    ($($item:tt)*) => {};
}

#[cfg(feature = "axum")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "axum"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_axum {
    ($($item:tt)*) => {};
}

#[cfg(feature = "actix")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_actix {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "actix"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_actix {
    ($($item:tt)*) => {};
}

#[cfg(feature = "tonic")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_tonic {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "tonic"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_tonic {
    ($($item:tt)*) => {};
}

#[cfg(feature = "utoipa")]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_utoipa {
    ($($item:tt)*) => { $($item)* };
}

#[cfg(not(feature = "utoipa"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __if_utoipa {
    ($($item:tt)*) => {};
}
