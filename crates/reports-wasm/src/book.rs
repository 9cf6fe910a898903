//! Many files in one summary, handed in one by one.

use mta_sts::tlsrpt::summary::ReportBook as Book;
use wasm_bindgen::prelude::*;

use crate::object::to_object;

/// What many reports come to. A trap in the midst of a file leaves it of no use.
#[wasm_bindgen]
#[derive(Default)]
pub struct ReportBook {
    book: Book,
}

#[wasm_bindgen]
impl ReportBook {
    /// A summary of nothing.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one file and counts what is in it, document by document.
    pub fn add(&mut self, name: &str, bytes: &[u8]) {
        self.book.begin_file(name);
        let file = mta_sts_reports::read_each(name, bytes, &mut |document| self.book.add_document(&document));
        self.book.end_file(&file.problems);
    }

    /// Notes a file that could not be read, and why.
    pub fn fail(&mut self, name: &str, why: &str) {
        self.book.fail(name, why);
    }

    /// How many files there were.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn files(&self) -> usize {
        self.book.files()
    }

    /// How many reports were counted.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn reports(&self) -> usize {
        self.book.reports()
    }

    /// How many had been counted before.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn duplicates(&self) -> usize {
        self.book.duplicates()
    }

    /// How many documents and files could not be counted.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.book.unreadable()
    }

    /// How many sessions failed, to the nearest number that JavaScript has.
    #[wasm_bindgen(getter, js_name = failedSessions)]
    #[must_use]
    pub fn failed_sessions(&self) -> f64 {
        self.book.failed_sessions().get() as f64
    }

    /// The summary.
    ///
    /// # Errors
    /// None in practice; a failure to build the object would throw.
    pub fn summary(&self) -> Result<JsValue, JsValue> {
        to_object(&self.book.summary())
    }
}
