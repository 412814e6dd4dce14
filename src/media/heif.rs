//! HEIC: HEIF (ISO/IEC 23008-12) in boxes of ISO/IEC 14496-12. What tells about the owner is overwritten in place; how the
//! picture is turned is a property of the picture itself and stays.

use super::{Blanks, Order, number};

/// Exif's block in an item: how many bytes stand before its header, and the header of an Exif without entries.
const EMPTY_EXIF: &[u8] = b"\0\0\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0";

/// Boxes of the file that are the picture. Others, such as small films (mpvd) and what makers add (uuid), become free room.
const KEPT: &[&[u8]] = &[b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip"];

/// A box: its type, and where its content begins and ends.
struct Piece<'a> {
    kind: &'a [u8],
    at: usize,
    start: usize,
    end: usize,
}

fn value(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    number(bytes, at, length, Order::Big)
}

/// The boxes from `at` to `end`.
fn boxes(bytes: &[u8], mut at: usize, end: usize) -> Option<Vec<Piece<'_>>> {
    let mut found = Vec::new();
    while at < end {
        let (size, kind) = (value(bytes, at, 4)?, bytes.get(at + 4..at + 8)?);
        let (start, size) = match size {
            0 => (at + 8, end - at),
            1 => (at + 16, value(bytes, at + 8, 8)?),
            size => (at + 8, size),
        };
        let next = at.checked_add(size).filter(|next| *next <= end && *next >= start)?;
        found.push(Piece { kind, at, start, end: next });
        at = next;
    }
    Some(found)
}

/// The numbers of the items that describe the picture: Exif, and XMP and the like by their media type.
fn descriptions(bytes: &[u8], items: &Piece) -> Option<Vec<(usize, bool)>> {
    let version = *bytes.get(items.start)?;
    let (count, start) = if version == 0 { (2, items.start + 6) } else { (4, items.start + 8) };
    let count = value(bytes, items.start + 4, count)?;
    let mut found = Vec::new();
    for item in boxes(bytes, start, items.end)?.iter().take(count) {
        let version = *bytes.get(item.start)?;
        let length = if version < 3 { 2 } else { 4 };
        let (number, kind) = (value(bytes, item.start + 4, length)?, item.start + 4 + length + 2);
        match bytes.get(kind..kind + 4)? {
            b"Exif" => found.push((number, true)),
            b"mime" | b"uri " => found.push((number, false)),
            _ => {}
        }
    }
    Some(found)
}

/// Reads numbers one after the other.
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn next(&mut self, length: usize) -> Option<usize> {
        let read = value(self.bytes, self.at, length)?;
        self.at += length;
        Some(read)
    }
}

/// Where each item's bytes are: item, start, length. `inside`: where the content of the box `idat` begins.
fn places(bytes: &[u8], locations: &Piece, inside: Option<usize>) -> Option<Vec<(usize, usize, usize)>> {
    let mut read = Reader { bytes: bytes.get(..locations.end)?, at: locations.start };
    let version = read.next(1)?;
    read.next(3)?;
    let sizes = read.next(2)?;
    let size = |nibble: usize| (sizes >> (12 - 4 * nibble)) & 15;
    let index = if version == 0 { 0 } else { size(3) };
    let count = read.next(if version < 2 { 2 } else { 4 })?;
    let mut found = Vec::new();
    for _ in 0..count {
        let item = read.next(if version < 2 { 2 } else { 4 })?;
        let method = if version == 0 { 0 } else { read.next(2)? & 15 };
        read.next(2)?;
        let base = read.next(size(2))?;
        let extents = read.next(2)?;
        // Many that say nothing would cost time and no bytes.
        if extents > 1 && size(0) + size(1) + index == 0 {
            return None;
        }
        for _ in 0..extents {
            read.next(index)?;
            let start = base.checked_add(read.next(size(0))?)?;
            let length = read.next(size(1))?;
            let start = match method {
                0 => Some(start),
                1 => inside.and_then(|inside| inside.checked_add(start)),
                _ => None,
            };
            found.extend(start.map(|start| (item, start, length)));
        }
    }
    Some(found)
}

pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let top = boxes(bytes, 0, bytes.len())?;
    let mut file = Blanks::of(bytes);
    for part in &top {
        if !KEPT.contains(&part.kind) {
            free(&mut file, part)?;
        } else if part.kind == b"moov" {
            let inside = boxes(bytes, part.start, part.end)?;
            inside
                .iter()
                .filter(|part| part.kind == b"udta" || part.kind == b"meta")
                .try_for_each(|part| free(&mut file, part))?;
        }
    }
    // A version and flags stand before the boxes in it.
    let Some(meta) = top.iter().find(|part| part.kind == b"meta") else { return Some(file.bytes) };
    let inside = boxes(bytes, meta.start + 4, meta.end)?;
    let named = |kind: &[u8]| inside.iter().find(|part| part.kind == kind);
    let (Some(items), Some(locations)) = (named(b"iinf"), named(b"iloc")) else { return Some(file.bytes) };
    let mut described = descriptions(bytes, items)?;
    described.sort_unstable();
    for (item, start, length) in places(bytes, locations, named(b"idat").map(|part| part.start))? {
        let Ok(ix) = described.binary_search_by_key(&item, |(number, _)| *number) else { continue };
        file.blank(start, length)?;
        if described[ix].1 && length >= EMPTY_EXIF.len() {
            file.write(start, EMPTY_EXIF)?;
        }
    }
    Some(file.bytes)
}

/// Overwrites a box, and leaves it as room that nobody uses.
fn free(file: &mut Blanks, part: &Piece) -> Option<()> {
    file.blank(part.start, part.end - part.start)?;
    file.write(part.at + 4, b"free")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
        [&((content.len() + 8) as u32).to_be_bytes()[..], kind, content].concat()
    }

    fn item(number: u8, kind: &[u8]) -> Vec<u8> {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, number, 0, 0][..], kind, b"\0"].concat())
    }

    /// A picture (item 1), an Exif (2) and an XMP (3) one behind the other in `mdat`, and a film behind.
    fn photo(exif: &[u8], xmp: &[u8]) -> Vec<u8> {
        let start = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
        let content = [b"PICTURE", exif, xmp].concat();
        let items = [item(1, b"hvc1"), item(2, b"Exif"), item(3, b"mime")].concat();
        let items = boxed(b"iinf", &[&[0, 0, 0, 0, 0, 3][..], &items].concat());
        let build = |first: usize| {
            let mut places = vec![0, 0, 0, 0, 0x44, 0, 0, 3];
            let mut at = first;
            for (number, length) in [(1, 7), (2, exif.len()), (3, xmp.len())] {
                places.extend([0, number, 0, 0, 0, 1]);
                places.extend((at as u32).to_be_bytes());
                places.extend((length as u32).to_be_bytes());
                at += length;
            }
            let meta = boxed(b"meta", &[&[0; 4][..], &items, &boxed(b"iloc", &places)].concat());
            [&start[..], &meta, &boxed(b"mdat", &content), &boxed(b"mpvd", b"a film with GPS")].concat()
        };
        let end = build(0).len() - 8 - 15 - content.len();
        build(end)
    }

    #[test]
    fn descriptions_are_overwritten_in_place() {
        let exif = [b"\0\0\0\x06Exif\0\0", &super::super::exif::only(6)[..], b"GPS 51.5"].concat();
        let before = photo(&exif, b"<exif:GPSLatitude/>");
        let after = without_traces(&before).unwrap();
        assert_eq!(after.len(), before.len());
        let shows = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        for word in [&b"GPS"[..], b"film", b"mpvd"] {
            assert!(shows(&before, word) && !shows(&after, word), "{}", word.escape_ascii());
        }
        assert!(shows(&after, b"PICTURE") && shows(&after, EMPTY_EXIF));
        assert_eq!(without_traces(&after), Some(after));
    }

    #[test]
    fn what_is_cut_off_is_damaged() {
        let whole = photo(&[1; 40], &[2; 9]);
        assert!(without_traces(&whole).is_some());
        let boundaries: Vec<usize> = boxes(&whole, 0, whole.len()).unwrap().iter().map(|part| part.at).collect();
        for end in (1..whole.len()).filter(|end| !boundaries.contains(end)) {
            assert_eq!(without_traces(&whole[..end]), None, "{end}");
        }
    }

    #[test]
    fn what_is_not_clean_when_it_was_cleaned_is_damaged() {
        let mut bytes = photo(&[1; 4], &[2; 9]);
        let find = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).position(|window| window == word).unwrap();
        // The Exif lies on the type of a box, which is one that makers add then.
        let (place, kind) = (find(&bytes, &[0, 2, 0, 0, 0, 1]) + 6, find(&bytes, b"mdat"));
        bytes[place..place + 4].copy_from_slice(&(kind as u32).to_be_bytes());
        let once = without_traces(&bytes).unwrap();
        assert_ne!(without_traces(&once), Some(once));
        assert_eq!(super::super::without_traces("image/heic", &bytes), None);
    }

    #[test]
    fn a_box_that_claims_too_much_is_damaged() {
        assert_eq!(without_traces(b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"), None);
        assert_eq!(without_traces(b"\0\0\0\x04free"), None);
    }
}
