//! The causes and fixes of an error.

use super::RawError;
use crate::shape::Text;

impl RawError {
    /// Returns the causes.
    pub fn causes(&self) -> impl Iterator<Item = &Text> {
        self.causes.0.iter()
    }

    /// Returns the fixes.
    pub fn fixes(&self) -> impl Iterator<Item = &Text> {
        self.fixes.0.iter()
    }
}
