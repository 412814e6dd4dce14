//! WebP (RFC 9649): a RIFF file of chunks.

use super::{Order, exif, number, piece};

const KEPT: &[&[u8; 4]] = &[b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
const EXTENDED: &[u8; 4] = b"VP8X";
const EXIF: &[u8; 4] = b"EXIF";

/// What the first byte of `VP8X` says of the chunks that follow.
const HAS_EXIF: u8 = 0b0000_1000;
const HAS_XMP: u8 = 0b0000_0100;

/// The names and contents of the chunks; `None` where the file is damaged or cut off.
fn chunks(bytes: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let size = number(bytes, 4, 4, Order::Little)?;
    let mut rest = piece(bytes, 8, size)?.strip_prefix(b"WEBP").filter(|_| bytes.starts_with(b"RIFF"))?;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let length = number(rest, 4, 4, Order::Little)?;
        chunks.push((rest.get(..4)?, piece(rest, 8, length)?));
        // Chunks begin at even places; some writers forget it at the end.
        let next = 8 + length + length % 2;
        rest = rest.get(next..).unwrap_or_default();
    }
    Some(chunks)
}

/// Only the extended format can say how the picture is turned.
fn orientation_of(chunks: &[(&[u8], &[u8])]) -> Option<u8> {
    chunks.first().filter(|(name, content)| name == EXTENDED && !content.is_empty())?;
    let (_, exif) = chunks.iter().find(|(name, _)| name == EXIF)?;
    // Some cameras' programs put JPEG's mark before it.
    exif::orientation(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif))
}

pub fn orientation(bytes: &[u8]) -> Option<u8> {
    orientation_of(&chunks(bytes)?)
}

pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let turn = orientation_of(&chunks).filter(|turn| *turn != 1);
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    for (name, content) in chunks.iter().filter(|(name, _)| KEPT.iter().any(|kept| kept == name)) {
        let start = kept.len() + 8;
        chunk(&mut kept, name, content);
        if *name == EXTENDED && !content.is_empty() {
            kept[start] &= !(HAS_EXIF | HAS_XMP);
            kept[start] |= if turn.is_some() { HAS_EXIF } else { 0 };
        }
    }
    if let Some(turn) = turn {
        chunk(&mut kept, EXIF, &exif::only(turn));
    }
    let size = (kept.len() - 8) as u32;
    kept[4..8].copy_from_slice(&size.to_le_bytes());
    Some(kept)
}

fn chunk(to: &mut Vec<u8>, name: &[u8], content: &[u8]) {
    to.extend_from_slice(name);
    to.extend((content.len() as u32).to_le_bytes());
    to.extend_from_slice(content);
    if content.len() % 2 == 1 {
        to.push(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
        chunks.iter().for_each(|(name, content)| chunk(&mut bytes, *name, content));
        let size = (bytes.len() - 8) as u32;
        bytes[4..8].copy_from_slice(&size.to_le_bytes());
        bytes
    }

    #[test]
    fn only_what_the_picture_needs_stays() {
        let turned = exif::only(6);
        for (exif, after, flags) in [
            (exif::only(6), Some(&turned[..]), 0b0011_1000),
            ([b"Exif\0\0", &exif::only(6)[..], b"GPS"].concat(), Some(&turned[..]), 0b0011_1000),
            (exif::only(1), None, 0b0011_0000),
        ] {
            let extended = |flags| [flags, 0, 0, 0, 9, 0, 0, 9, 0, 0];
            let before = built(&[
                (EXTENDED, &extended(0b0011_1100)),
                (b"ICCP", b"profile"),
                (b"VP8 ", b"odd"),
                (EXIF, &exif),
                (b"XMP ", b"<exif:GPSLatitude/>"),
                (b"mine", b"at home"),
            ]);
            let mut chunks: Vec<(&[u8; 4], &[u8])> = Vec::new();
            let head = extended(flags);
            chunks.extend([(EXTENDED, &head[..]), (b"ICCP", b"profile"), (b"VP8 ", b"odd")]);
            chunks.extend(after.map(|exif| (EXIF, exif)));
            let after = built(&chunks);
            assert_eq!(without_traces(&[&before[..], b"behind"].concat()), Some(after.clone()));
            assert_eq!(without_traces(&after), Some(after));
        }
    }

    #[test]
    fn a_simple_file_stays_as_it_is() {
        let bytes = built(&[(b"VP8L", b"data")]);
        assert_eq!(without_traces(&bytes), Some(bytes));
    }

    #[test]
    fn only_the_extended_format_says_how_the_picture_is_turned() {
        let turned = exif::only(6);
        for chunks in [[(b"VP8 ", &b"data"[..]), (EXIF, &turned)], [(EXTENDED, b""), (EXIF, &turned)]] {
            assert_eq!(orientation(&built(&chunks)), None);
        }
        assert_eq!(orientation(&built(&[(EXTENDED, &[8]), (EXIF, &turned)])), Some(6));
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        let whole = built(&[(b"VP8L", b"data")]);
        for end in 0..whole.len() {
            assert_eq!(without_traces(&whole[..end]), None, "{end}");
        }
        assert_eq!(without_traces(b"RIFF\x0c\0\0\0WEBPVP8 \xff\xff\xff\xff"), None);
    }
}
