//! Rust values → plain JavaScript objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

/// A plain object, as `JSON.parse` would make it: no `Map`, no `undefined`, no `BigInt`.
pub(crate) fn to_object<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(JsValue::from)
}
