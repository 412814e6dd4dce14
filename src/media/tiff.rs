//! TIFF 6.0: directories of entries that point anywhere in the file. What tells about the owner is overwritten in place.

use super::{Blanks, Order, exif, number, piece};

/// Entries that go: GPS and Exif directories, XMP, IPTC, Photoshop's, the camera, the program, the time, the person.
const TRACES: &[usize] = &[
    0x8825, 0x8769, 0x02bc, 0x83bb, 0x8649, 0x010e, 0x010f, 0x0110, 0x0131, 0x0132, 0x013b, 0x013c, 0x8298, 0x9c9b,
    0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f,
];
const GPS: usize = 0x8825;
const EXIF: usize = 0x8769;

/// Bytes of a value of each type, from 1 (BYTE) to 13 (IFD).
const SIZES: &[usize] = &[1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

struct Tiff {
    file: Blanks,
    order: Order,
}

impl Tiff {
    fn number(&self, at: usize, length: usize) -> Option<usize> {
        number(&self.file.bytes, at, length, self.order)
    }

    /// Overwrites what an entry points to.
    fn blank_value(&mut self, entry: usize) -> Option<()> {
        let (kind, count) = (self.number(entry + 2, 2)?, self.number(entry + 4, 4)?);
        let size = SIZES.get(kind.checked_sub(1)?)?.checked_mul(count)?;
        if size > 4 { self.file.blank(self.number(entry + 8, 4)?, size) } else { Some(()) }
    }

    /// Overwrites a whole directory with what it points to, but for directories within.
    fn blank_directory(&mut self, at: usize) -> Option<()> {
        let entries = self.number(at, 2)?;
        for entry in 0..entries {
            self.blank_value(at + 2 + entry * exif::ENTRY)?;
        }
        self.file.blank(at, 2 + entries * exif::ENTRY)
    }

    /// Takes the traces out of a directory, and tells where the next one stands; 0 for none.
    fn clean(&mut self, at: usize) -> Option<usize> {
        let entries = self.number(at, 2)?;
        self.file.spend(entries * exif::ENTRY + 6)?;
        let all = piece(&self.file.bytes, at + 2, entries * exif::ENTRY + 4)?.to_vec();
        let (all, next) = all.split_at(entries * exif::ENTRY);
        let mut kept = Vec::with_capacity(all.len());
        for (ix, entry) in all.chunks_exact(exif::ENTRY).enumerate() {
            let tag = number(entry, 0, 2, self.order)?;
            if !TRACES.contains(&tag) {
                kept.extend_from_slice(entry);
                continue;
            }
            self.blank_value(at + 2 + ix * exif::ENTRY)?;
            if tag == GPS || tag == EXIF {
                self.blank_directory(number(entry, 8, 4, self.order)?)?;
            }
        }
        let count = (kept.len() / exif::ENTRY) as u16;
        let count = if self.order == Order::Big { count.to_be_bytes() } else { count.to_le_bytes() };
        kept.extend_from_slice(next);
        kept.resize(all.len() + 4, 0);
        self.file.write(at, &count)?;
        self.file.write(at + 2, &kept)?;
        number(next, 0, 4, self.order)
    }
}

pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let (order, mut directory) = exif::start(bytes)?;
    let mut tiff = Tiff { file: Blanks::of(bytes), order };
    while directory != 0 {
        directory = tiff.clean(directory)?;
    }
    Some(tiff.file.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory at 8 with these entries (tag, type, count, value), then what they point to.
    fn built(entries: &[(u16, u16, u32, u32)], behind: &[u8]) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, count, value) in entries {
            bytes.extend([&tag.to_le_bytes()[..], &kind.to_le_bytes()].concat());
            bytes.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
        }
        [&bytes[..], &[0; 4], behind].concat()
    }

    #[test]
    fn traces_are_overwritten_and_the_picture_stays_where_it_is() {
        // Behind four entries: 8 + 2 + 48 + 4 = 62. There a GPS directory with one entry, then its latitude, then the picture.
        let gps = [b"\x01\0\x02\0\x05\0\x01\0\0\0".as_slice(), &80u32.to_le_bytes(), b"\0\0\0\0"].concat();
        let behind = [&gps[..], b"latitude", b"the picture"].concat();
        let before = built(&[(0x0100, 3, 1, 9), (0x0112, 3, 1, 6), (0x8825, 4, 1, 62), (0x0111, 4, 1, 88)], &behind);
        assert_eq!(&before[80..88], b"latitude");
        let after = without_traces(&before).unwrap();
        assert_eq!(after.len(), before.len());
        assert_eq!(&after[62..88], &[0; 26]);
        assert_eq!(&after[88..], b"the picture");
        let kept = built(&[(0x0100, 3, 1, 9), (0x0112, 3, 1, 6), (0x0111, 4, 1, 88)], &[0; 12 + 26]);
        assert_eq!(after[..88], kept[..88]);
        assert_eq!(exif::orientation(&after), Some(6));
        assert_eq!(without_traces(&after), Some(after));
    }

    #[test]
    fn what_is_not_clean_when_it_was_cleaned_is_damaged() {
        // The first value lies on the type of the second entry, which is a description then.
        let bytes = built(&[(0x010e, 2, 5, 22), (0x010f, 3, 1, 9)], b"");
        let once = without_traces(&bytes);
        assert!(once.is_none_or(|once| without_traces(&once) != Some(once)));
        assert_eq!(super::super::without_traces("image/tiff", &bytes), None);
    }

    #[test]
    fn circles_and_places_outside_end() {
        let circle = [&built(&[(0x0100, 3, 1, 9)], b"")[..22], &8u32.to_le_bytes()].concat();
        assert_eq!(without_traces(&circle), None);
        assert_eq!(without_traces(&built(&[(0x02bc, 1, u32::MAX, 8)], b"")), None);
        assert_eq!(without_traces(&built(&[(0x8825, 4, 1, u32::MAX)], b"")), None);
        // Each entry points to the whole file.
        let greedy = vec![(0x02bc, 1, 600, 0); 100];
        assert_eq!(without_traces(&built(&greedy, b"")), None);
    }
}
