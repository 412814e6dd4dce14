//! What the bytes of a file are: their kind by their content, and images without what they tell about their owner.
//!
//! Everything here reads what strangers' devices wrote. Whatever the bytes are, it ends in time that grows with their
//! number, and never panics.

mod content;
mod exif;
mod gif;
mod heif;
mod jpeg;
mod png;
mod tiff;
mod webp;
mod zip;

pub use content::{UNKNOWN, media_type};

/// An image without place, time, device and comments, and with the same picture: nothing is encoded anew, colours and
/// orientation stay. `None` when the bytes are damaged, or of a type that is no image known here.
pub fn without_traces(media_type: &str, image: &[u8]) -> Option<Vec<u8>> {
    match media_type {
        "image/jpeg" => jpeg::without_traces(image),
        "image/png" => png::without_traces(image),
        "image/webp" => webp::without_traces(image),
        "image/gif" => gif::without_traces(image),
        "image/heic" => settled(heif::without_traces, image),
        "image/tiff" => settled(tiff::without_traces, image),
        _ => None,
    }
}

/// For files that are overwritten in place: in a damaged one parts can lie on top of each other, and what is overwritten here
/// brings out something there. A file that is not clean when it was cleaned is none.
fn settled(clean: fn(&[u8]) -> Option<Vec<u8>>, image: &[u8]) -> Option<Vec<u8>> {
    let once = clean(image)?;
    (clean(&once)? == once).then_some(once)
}

/// How the picture is turned, as Exif numbers it: 1 is upright, 6 a phone held upright. `None` where nothing is said.
pub fn orientation(media_type: &str, image: &[u8]) -> Option<u8> {
    match media_type {
        "image/jpeg" => jpeg::orientation(image),
        "image/png" => png::orientation(image),
        "image/webp" => webp::orientation(image),
        _ => None,
    }
}

/// The order of the bytes in a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// The most significant first: JPEG, PNG, ISO base media files.
    Big,
    /// The least significant first: RIFF, ZIP.
    Little,
}

/// The number in `length` bytes, eight at most, from `at`; `None` where they are not there.
fn number(bytes: &[u8], at: usize, length: usize, order: Order) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(length)?)?;
    let add = |sum: u64, byte: &u8| (sum << 8) | u64::from(*byte);
    let sum = match order {
        Order::Big => digits.iter().fold(0, add),
        Order::Little => digits.iter().rev().fold(0, add),
    };
    sum.try_into().ok()
}

/// The `length` bytes from `at`; `None` where they are not all there.
fn piece(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// Overwrites places of a file. No more bytes are read and overwritten in all than the file has: what points to the same
/// place again and again, or in a circle, must not cost more.
struct Blanks {
    bytes: Vec<u8>,
    left: usize,
}

impl Blanks {
    fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.to_vec(), left: bytes.len() }
    }

    /// So many bytes are looked at. `None` where that is too much.
    fn spend(&mut self, length: usize) -> Option<()> {
        self.left = self.left.checked_sub(length)?;
        Some(())
    }

    /// Writes zeros. `None` where the place is outside, or too much has been overwritten.
    fn blank(&mut self, at: usize, length: usize) -> Option<()> {
        self.spend(length)?;
        self.bytes.get_mut(at..at.checked_add(length)?)?.fill(0);
        Some(())
    }

    /// Writes `new`, where there is room for it.
    fn write(&mut self, at: usize, new: &[u8]) -> Option<()> {
        self.bytes.get_mut(at..at.checked_add(new.len())?)?.copy_from_slice(new);
        Some(())
    }
}
