//! PNG (W3C, third edition): chunks, each with a name and a checksum.

use super::{Order, exif, number, piece};

const MARK: &[u8] = b"\x89PNG\r\n\x1a\n";
const EXIF: &[u8; 4] = b"eXIf";
const END: &[u8; 4] = b"IEND";

/// What may be left out and yet belongs to the picture: colours, transparency, measures and the frames of a film. Texts, times,
/// Exif and what nobody knows go.
const KEPT: &[&[u8; 4]] = &[
    b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD", b"hIST", b"sPLT",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// A chunk: its name, its content, and all of it.
struct Chunk<'a> {
    name: &'a [u8],
    content: &'a [u8],
    whole: &'a [u8],
}

/// The chunks up to the last; `None` where the file is damaged or cut off.
fn chunks(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut rest = bytes.strip_prefix(MARK)?;
    let mut chunks = Vec::new();
    loop {
        let length = number(rest, 0, 4, Order::Big)?;
        let whole = piece(rest, 0, length.checked_add(12)?)?;
        let chunk = Chunk { name: &whole[4..8], content: &whole[8..8 + length], whole };
        rest = &rest[whole.len()..];
        let is_last = chunk.name == END;
        chunks.push(chunk);
        if is_last {
            return Some(chunks);
        }
    }
}

/// A capital letter begins the name of a chunk without which there is no picture.
fn is_kept(name: &[u8]) -> bool {
    name[0].is_ascii_uppercase() || KEPT.iter().any(|kept| *kept == name)
}

fn orientation_of(chunks: &[Chunk]) -> Option<u8> {
    exif::orientation(chunks.iter().find(|chunk| chunk.name == EXIF)?.content)
}

pub fn orientation(bytes: &[u8]) -> Option<u8> {
    orientation_of(&chunks(bytes)?)
}

pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = chunks(bytes)?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend_from_slice(MARK);
    let mut turn = orientation_of(&chunks).filter(|turn| *turn != 1);
    for chunk in &chunks {
        if is_kept(chunk.name) {
            kept.extend_from_slice(chunk.whole);
        }
        // Behind the header, which is always the first.
        if let Some(turn) = turn.take() {
            kept.extend(written(EXIF, &exif::only(turn)));
        }
    }
    Some(kept)
}

fn written(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [&name[..], content].concat();
    let (length, sum) = ((content.len() as u32).to_be_bytes(), checksum(&named).to_be_bytes());
    [&length[..], &named, &sum].concat()
}

/// CRC-32 (annex D), bit by bit: it is needed for a few bytes only.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let chunks = chunks.iter().flat_map(|(name, content)| written(name, content));
        MARK.iter().copied().chain(chunks).collect()
    }

    #[test]
    fn the_checksum_is_the_standards() {
        // The last chunk of every file, and the check value of the CRC catalogue.
        assert_eq!(written(END, b""), b"\0\0\0\0IEND\xaeB`\x82");
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn only_what_the_picture_needs_stays() {
        let before = built(&[
            (b"IHDR", b"header"),
            (b"iCCP", b"profile"),
            (b"tEXt", b"Comment\0at home"),
            (b"iTXt", b"XML:com.adobe.xmp\0GPS"),
            (b"zTXt", b"Raw profile type exif\0..."),
            (b"tIME", b"now"),
            (EXIF, &[&exif::only(6)[..], b"GPS"].concat()),
            (b"prVt", b"?"),
            (b"PLTE", b"palette"),
            (b"tRNS", b"clear"),
            (b"IDAT", b"data"),
            (b"IDAT", b"more"),
            (END, b""),
        ]);
        let after = built(&[
            (b"IHDR", b"header"),
            (EXIF, &exif::only(6)),
            (b"iCCP", b"profile"),
            (b"PLTE", b"palette"),
            (b"tRNS", b"clear"),
            (b"IDAT", b"data"),
            (b"IDAT", b"more"),
            (END, b""),
        ]);
        assert_eq!(orientation(&before), Some(6));
        assert_eq!(without_traces(&[&before[..], b"behind"].concat()), Some(after.clone()));
        assert_eq!(without_traces(&after), Some(after));
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        let whole = built(&[(b"IHDR", b"header"), (b"IDAT", b"data"), (END, b"")]);
        assert!(without_traces(&whole).is_some());
        for end in 0..whole.len() {
            assert_eq!(without_traces(&whole[..end]), None, "{end}");
        }
        assert_eq!(without_traces(&[MARK, b"\xff\xff\xff\xffIDAT"].concat()), None);
    }
}
