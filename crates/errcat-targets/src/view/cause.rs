//! A cause, with its fix if it has one of its own.

use errcat_catalog::model::{Cause, Param};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::text::CatalogText;
use crate::docs::links::PageContext;

/// A cause. Data contains its text, or an object with `why` and `fix`.
#[derive(Debug)]
pub(crate) struct CauseView<'a> {
    pub(crate) text: CatalogText<'a>,
    pub(crate) fix: Option<CatalogText<'a>>,
}

impl<'a> CauseView<'a> {
    pub(super) fn list(cx: &'a PageContext<'a>, causes: &'a [Cause], params: &'a [Param]) -> Vec<Self> {
        let text = |text: &'a String| CatalogText::with_placeholders(cx, text, params);
        let view =
            |Cause { text: why, fix }: &'a Cause| CauseView { text: text(why), fix: fix.as_ref().map(text) };
        causes.iter().map(view).collect()
    }
}

impl Serialize for CauseView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(fix) = &self.fix else { return self.text.serialize(serializer) };
        let mut object = serializer.serialize_map(Some(2))?;
        object.serialize_entry("why", &self.text)?;
        object.serialize_entry("fix", fix)?;
        object.end()
    }
}
