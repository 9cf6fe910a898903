//! The reader of TLS reports (RFC 8460) for JavaScript.
//!
//! A module of its own, because only who reads reports has to load it. As in the module of the check, every call is short and awaits
//! nothing, so that a trap surfaces in the call that met it.

mod book;
mod object;

use wasm_bindgen::prelude::*;

use crate::object::to_object;

pub use crate::book::ReportBook;

/// Reads one file, given as its bytes: a report as JSON, compressed, in a message, or several in an archive. Its name is compared
/// with what it says, and decides nothing.
///
/// # Errors
/// None in practice; a failure to build the object would throw.
#[wasm_bindgen(js_name = readReport)]
pub fn read_report(name: &str, bytes: &[u8]) -> Result<JsValue, JsValue> {
    to_object(&mta_sts_reports::read_file(name, bytes))
}
