//! Randomness from the system's source: identifiers and secrets nobody can guess.

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use crate::browser::page;

/// `N` random bytes.
fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = page::window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        // No browser known refuses. Were there one, identifiers must still differ from each other.
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes
}

/// A UUID of version 4 (RFC 9562 § 5.4). `crypto.randomUUID` would need a secure context.
pub fn uuid() -> String {
    let mut bytes = bytes::<16>();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut uuid = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        for digit in [byte >> 4, byte & 15] {
            uuid.push(char::from(b"0123456789abcdef"[usize::from(digit)]));
        }
    }
    uuid
}

/// `count` random bytes, in JavaScript's memory.
pub fn fresh(count: u32) -> Result<Uint8Array, JsValue> {
    let bytes = Uint8Array::new_with_length(count);
    page::window().crypto()?.get_random_values_with_array_buffer_view(&bytes)?;
    Ok(bytes)
}

/// A random number, all of its bits.
pub fn number() -> u64 {
    u64::from_le_bytes(bytes())
}
