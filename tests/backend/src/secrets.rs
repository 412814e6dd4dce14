//! What must not be guessed or read: references, access codes, idempotency keys, names of files.
//!
//! **Why a salted SHA-256 is enough for access codes.** Slow password hashes exist because people choose passwords from
//! a small set. An access code is 60 bits from the system's random source: whoever stole the database would have to try
//! 2^59 codes on average for *each* case, since every case has its own salt, and would win only the code to answers that
//! stand in the same database. A backend that keeps its answers encrypted elsewhere should take a slow hash as well.
//!
//! **How a lost answer can be given again without keeping the code.** A citizen whose network broke after sending must
//! get the same receipt when the app sends again. So the code is kept, too, but masked with bits derived from the request's
//! idempotency key, of which the database has nothing but a hash: only who sends the same key again can have it unmasked.
//! The mask is used once, for one code. It is as strong as the key is long: the contract asks for a random UUID.

use amtsgang::case::{AccessCode, Reference};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

pub type Hash = [u8; 32];
pub type Salt = [u8; 16];
/// An access code as it is shown (`XXXX-XXXX-XXXX`), under a mask.
pub type Sealed = [u8; 14];

/// The system's random source gave nothing; nothing may be sent then.
#[derive(Debug, thiserror::Error)]
#[error("the system's random source failed: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// 128 random bits in hexadecimal: an attachment's id, or the name of its file.
pub fn random_name() -> Result<String, NoRandomness> {
    Ok(hex(&random::<16>()?))
}

pub fn new_reference(service: &str, year: i32) -> Result<Reference, NoRandomness> {
    Ok(Reference::new(service, year, u32::from_be_bytes(random()?)))
}

pub fn new_code() -> Result<AccessCode, NoRandomness> {
    Ok(AccessCode::new(u64::from_be_bytes(random()?)))
}

/// What is kept of an access code.
pub fn hash_code(code: &AccessCode, salt: &Salt) -> Hash {
    hash("access code", &[salt, code.as_str().as_bytes()])
}

/// Whether this is the code with that hash; takes as long for a wrong one as for the right one.
pub fn is_code(code: &AccessCode, salt: &Salt, expected: &Hash) -> bool {
    hash_code(code, salt).ct_eq(expected).into()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |out, byte| out + &format!("{byte:02x}"))
}

/// SHA-256 over parts, each preceded by its length, so that no two lists of parts give the same bytes.
pub fn hash(purpose: &str, parts: &[&[u8]]) -> Hash {
    let mut sha = Sha256::new();
    for part in [purpose.as_bytes()].iter().chain(parts) {
        sha.update((part.len() as u64).to_be_bytes());
        sha.update(part);
    }
    sha.finalize().into()
}

/// The client's name for one attempt to do something (draft-ietf-httpapi-idempotency-key-header).
#[derive(Clone)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// 16 to 255 visible ASCII characters.
    pub fn parse(text: &str) -> Option<IdempotencyKey> {
        let right = (16..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        right.then(|| IdempotencyKey(text.to_owned()))
    }

    /// What the database knows the key by. Keys of different operations have nothing to do with each other.
    pub fn lookup(&self, operation: &str) -> Hash {
        hash("idempotency lookup", &[operation.as_bytes(), self.0.as_bytes()])
    }

    /// Masks a code, or unmasks it.
    fn mask(&self, reference: &str, mut code: Sealed) -> Sealed {
        let mask = hash("idempotency mask", &[reference.as_bytes(), self.0.as_bytes()]);
        for (byte, bits) in code.iter_mut().zip(mask) {
            *byte ^= bits;
        }
        code
    }

    /// Masks the access code of the case `reference`. `None` if it has not the form that [`AccessCode`] always has.
    pub fn seal(&self, reference: &str, code: &AccessCode) -> Option<Sealed> {
        Some(self.mask(reference, code.as_str().as_bytes().try_into().ok()?))
    }

    /// The access code that was sealed with this key; `None` if it was another key.
    pub fn open(&self, reference: &str, sealed: Sealed) -> Option<AccessCode> {
        AccessCode::parse(std::str::from_utf8(&self.mask(reference, sealed)).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_code_matches_its_salted_hash() {
        let code = AccessCode::new(42);
        let hash = hash_code(&code, &[1; 16]);
        assert!(is_code(&code, &[1; 16], &hash));
        assert!(!is_code(&AccessCode::new(43), &[1; 16], &hash));
        assert!(!is_code(&code, &[2; 16], &hash));
    }

    #[test]
    fn only_the_same_key_opens_a_sealed_code() {
        let code = new_code().unwrap();
        let key = IdempotencyKey::parse("0123456789abcdef").unwrap();
        let other = IdempotencyKey::parse("0123456789abcdeF").unwrap();
        let sealed = key.seal("HUN-2026-7K3M9X", &code).unwrap();
        assert_ne!(sealed, code.as_str().as_bytes());
        assert_eq!(key.open("HUN-2026-7K3M9X", sealed), Some(code));
        assert_eq!(other.open("HUN-2026-7K3M9X", sealed), None);
        assert_eq!(key.open("HUN-2026-7K3M9Y", sealed), None);
        assert_ne!(key.lookup("a"), key.lookup("b"));
    }

    #[test]
    fn keys_are_long_enough_to_be_random() {
        for bad in ["", "too-short", "with a blank in it, though", "0123456789abcdeé", &"0".repeat(256)] {
            assert!(IdempotencyKey::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn hashes_tell_parts_apart() {
        assert_ne!(hash("p", &[b"ab", b"c"]), hash("p", &[b"a", b"bc"]));
        assert_eq!(hex(&[0, 0xab]), "00ab");
    }
}
