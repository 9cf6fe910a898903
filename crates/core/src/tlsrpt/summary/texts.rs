//! Texts that repeat in many reports, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// A kept text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TextId(u32);

/// All kept texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    ids: HashMap<Arc<str>, TextId>,
    texts: Vec<Arc<str>>,
}

impl Texts {
    /// The text, if it is kept already.
    pub(super) fn find(&self, text: &str) -> Option<TextId> {
        self.ids.get(text).copied()
    }

    /// Keeps a text.
    pub(super) fn keep(&mut self, text: &str) -> TextId {
        if let Some(id) = self.find(text) {
            return id;
        }
        // The bound on the rows is far below what an id can tell apart.
        let id = TextId(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.ids.insert(text, id);
        id
    }

    /// What it says.
    pub(super) fn get(&self, id: TextId) -> &str {
        usize::try_from(id.0).ok().and_then(|at| self.texts.get(at)).map(AsRef::as_ref).unwrap_or_default()
    }
}
