//! GIF (version 89a): a header, then blocks of data in pieces of at most 255 bytes.

use super::piece;

const IMAGE: u8 = 0x2c;
const EXTENSION: u8 = 0x21;
const END: u8 = 0x3b;
const COMMENT: u8 = 0xfe;
const APPLICATION: u8 = 0xff;

/// How often a film is repeated. What other programs add goes.
const KEPT: &[&[u8]] = &[b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// A table of colours is there if the first bit says so; how long it is, the last three.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// How many bytes the pieces from `at` have, with the empty one at their end.
fn pieces(bytes: &[u8], at: usize) -> Option<usize> {
    let mut length = 0;
    loop {
        let size = usize::from(*bytes.get(at + length)?);
        length += 1 + size;
        if size == 0 {
            return Some(length);
        }
    }
}

pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let header = 13 + table(*bytes.get(10)?);
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(piece(bytes, 0, header)?);
    let mut at = header;
    loop {
        let kind = *bytes.get(at)?;
        let (length, is_kept) = match kind {
            IMAGE => {
                // A descriptor, its colours, and the size of codes before the data.
                let before = 10 + table(*bytes.get(at + 9)?) + 1;
                (before + pieces(bytes, at + before)?, true)
            }
            EXTENSION => {
                let length = 2 + pieces(bytes, at + 2)?;
                let is_kept = match bytes[at + 1] {
                    COMMENT => false,
                    APPLICATION => KEPT.contains(&piece(bytes, at + 3, 11)?),
                    _ => true,
                };
                (length, is_kept)
            }
            END => {
                kept.push(END);
                return Some(kept);
            }
            _ => return None,
        };
        if is_kept {
            kept.extend_from_slice(piece(bytes, at, length)?);
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two colours, and a picture of one pixel.
    const START: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
    const PICTURE: &[u8] = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0";

    #[test]
    fn comments_and_what_programs_add_go() {
        let repeat = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0";
        let xmp = b"\x21\xff\x0bXMP DataXMP\x03GPS\0";
        let before =
            [START, b"\x21\xfe\x07at home\0", repeat, xmp, b"\x21\xf9\x04\0\0\0\0\0", PICTURE, b"\x3bbehind"].concat();
        let after = [START, repeat, b"\x21\xf9\x04\0\0\0\0\0", PICTURE, b"\x3b"].concat();
        assert_eq!(without_traces(&before), Some(after.clone()));
        assert_eq!(without_traces(&after), Some(after));
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        let whole = [START, PICTURE, b"\x3b"].concat();
        for end in 0..whole.len() {
            assert_eq!(without_traces(&whole[..end]), None, "{end}");
        }
    }
}
