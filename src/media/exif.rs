//! Exif: what cameras write into photos (CIPA DC-008). Only how the picture is turned is of use to us.

use super::{Order, number, piece};

/// Bytes of one entry: tag, type, count, and the value or where it stands (TIFF 6.0, section 2).
pub const ENTRY: usize = 12;

const ORIENTATION: usize = 0x0112;
const SHORT: usize = 3;

/// The order of bytes and where the first directory stands; `None` for something that is no TIFF.
pub fn start(tiff: &[u8]) -> Option<(Order, usize)> {
    let order = match tiff.get(..4)? {
        b"II*\0" => Order::Little,
        b"MM\0*" => Order::Big,
        _ => return None,
    };
    Some((order, number(tiff, 4, 4, order)?))
}

/// How the picture is turned: 1 to 8. `None` where the Exif does not say, or says something else.
pub fn orientation(tiff: &[u8]) -> Option<u8> {
    let (order, directory) = start(tiff)?;
    let entries = number(tiff, directory, 2, order)?;
    let entries = piece(tiff, directory + 2, entries * ENTRY)?;
    let entry = entries.chunks_exact(ENTRY).find(|entry| number(entry, 0, 2, order) == Some(ORIENTATION))?;
    if number(entry, 2, 2, order)? != SHORT {
        return None;
    }
    number(entry, 8, 2, order)?.try_into().ok().filter(|turn| (1..=8).contains(turn))
}

/// An Exif that says how the picture is turned, and nothing else.
pub fn only(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for turn in 1..=8 {
            assert_eq!(only(turn).len(), 26);
            assert_eq!(orientation(&only(turn)), Some(turn));
        }
        assert_eq!(orientation(&only(0)), None);
        assert_eq!(orientation(&only(9)), None);
    }

    #[test]
    fn both_orders_of_bytes_are_read() {
        let little = b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\x01\0\0\0A\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(orientation(little), Some(6));
    }

    #[test]
    fn what_is_cut_off_says_nothing() {
        let whole = only(6);
        for end in 0..whole.len() - 4 {
            assert_eq!(orientation(&whole[..end]), None, "{end}");
        }
        assert_eq!(orientation(b"MM\0*\xff\xff\xff\xff"), None);
        assert_eq!(orientation(b"MM\0*\xff\xff\xff\xfe\0\x01"), None);
    }
}
