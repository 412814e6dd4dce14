//! JPEG (ITU-T T.81): segments, each with a marker, and between them the encoded picture.

use super::{Order, exif, number, piece};

const START: u8 = 0xd8;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COMMENT: u8 = 0xfe;

const EXIF: &[u8] = b"Exif\0\0";

/// A part of the file.
enum Part<'a> {
    Segment {
        marker: u8,
        content: &'a [u8],
    },
    /// A picture's data behind the start of a scan, with the restart marks within.
    Data(&'a [u8]),
    End,
}

/// What a picture needs: everything but comments and what programs add. Of that stay the header (JFIF), the colour
/// profile, and Adobe's word about the colours' encoding. Exif, XMP and IPTC go, and whole pictures within the picture.
fn is_kept(marker: u8, content: &[u8]) -> bool {
    match marker {
        APP0 => content.starts_with(b"JFIF\0"),
        APP2 => content.starts_with(b"ICC_PROFILE\0"),
        APP14 => content.starts_with(b"Adobe"),
        APP1..=APP15 | COMMENT => false,
        _ => true,
    }
}

/// More than any picture has; so many cost no memory worth a word.
const MOST: usize = 10_000;

/// The parts up to the end of the first picture. Phones append more behind it: small films, depth, the picture once again.
/// `None` where the file is damaged; data that is cut off is shown by browsers as far as it goes, and stays.
fn parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let (mut parts, mut at) = (Vec::new(), 2);
    if !bytes.starts_with(&[0xff, START]) {
        return None;
    }
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        // Any number of these may stand before a marker.
        while *bytes.get(at)? == 0xff {
            at += 1;
        }
        let marker = bytes[at];
        at += 1;
        if marker == END {
            parts.push(Part::End);
            return Some(parts);
        }
        // Tables, frames and applications' segments have markers from here on.
        if parts.len() > MOST || marker < 0xc0 || (0xd0..=START).contains(&marker) {
            return None;
        }
        let length = number(bytes, at, 2, Order::Big)?;
        parts.push(Part::Segment { marker, content: piece(bytes, at, length)?.get(2..)? });
        at += length;
        if marker == SCAN {
            let end = scan_end(bytes, at);
            parts.push(Part::Data(&bytes[at..end]));
            at = end;
            if at == bytes.len() {
                return Some(parts);
            }
        }
    }
}

/// Where the next marker stands that does not belong to the data.
fn scan_end(bytes: &[u8], start: usize) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
    bytes[start..].windows(2).position(is_marker).map_or(bytes.len(), |at| start + at)
}

fn orientation_of(parts: &[Part]) -> Option<u8> {
    let exif = parts.iter().find_map(|part| match part {
        Part::Segment { marker: APP1, content } => content.strip_prefix(EXIF),
        _ => None,
    })?;
    exif::orientation(exif)
}

pub fn orientation(bytes: &[u8]) -> Option<u8> {
    orientation_of(&parts(bytes)?)
}

pub fn without_traces(bytes: &[u8]) -> Option<Vec<u8>> {
    let parts = parts(bytes)?;
    let mut kept = Vec::with_capacity(bytes.len());
    kept.extend([0xff, START]);
    // The header comes first, then Exif (JFIF 1.02, Exif 2.32 § 4.5.2).
    let mut exif = orientation_of(&parts).filter(|turn| *turn != 1).map(|turn| [EXIF, &exif::only(turn)].concat());
    for part in &parts {
        let is_header = matches!(part, Part::Segment { marker: APP0, .. });
        if let Some(exif) = exif.take_if(|_| !is_header) {
            segment(&mut kept, APP1, &exif);
        }
        match part {
            Part::Segment { marker, content } if is_kept(*marker, content) => segment(&mut kept, *marker, content),
            Part::Segment { .. } => {}
            Part::Data(data) => kept.extend_from_slice(data),
            Part::End => kept.extend([0xff, END]),
        }
    }
    Some(kept)
}

/// Writes a segment, which is no longer than one that was read.
fn segment(to: &mut Vec<u8>, marker: u8, content: &[u8]) {
    to.extend([0xff, marker]);
    to.extend(((content.len() + 2) as u16).to_be_bytes());
    to.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0";
    const DATA: &[u8] = b"\x01\xff\0\x02\xff\xd3\x03";

    fn built(segments: &[(u8, &[u8])], rest: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0xff, START];
        segments.iter().for_each(|(marker, content)| segment(&mut bytes, *marker, content));
        [&bytes[..], rest].concat()
    }

    fn exif(turn: u8) -> Vec<u8> {
        [EXIF, &exif::only(turn)].concat()
    }

    #[test]
    fn only_what_the_picture_needs_stays() {
        let traces = [exif(6), b"GPS 51.5 N".to_vec()].concat();
        let end = [DATA, b"\xff\xd9"].concat();
        let before = built(
            &[
                (APP0, HEADER),
                (APP1, &traces),
                (APP1, b"http://ns.adobe.com/xap/1.0/\0<exif:GPSLatitude/>"),
                (APP2, b"ICC_PROFILE\0\x01\x01..."),
                (APP2, b"MPF\0..."),
                (0xed, b"Photoshop 3.0\08BIM GPS"),
                (APP14, b"Adobe\0d\0\0\0\0\x01"),
                (COMMENT, b"at home"),
                (0xdb, b"table"),
                (0xc2, b"frame"),
                (SCAN, b"scan"),
            ],
            &[DATA, b"\xff\xc4\0\x06more\xff\xda\0\x06scan", DATA, b"\xff\xd9 a film with GPS"].concat(),
        );
        let after = built(
            &[
                (APP0, HEADER),
                (APP1, &exif(6)),
                (APP2, b"ICC_PROFILE\0\x01\x01..."),
                (APP14, b"Adobe\0d\0\0\0\0\x01"),
                (0xdb, b"table"),
                (0xc2, b"frame"),
                (SCAN, b"scan"),
            ],
            &[DATA, b"\xff\xc4\0\x06more\xff\xda\0\x06scan", &end].concat(),
        );
        assert_eq!(without_traces(&before).unwrap().escape_ascii().to_string(), after.escape_ascii().to_string());
        assert_eq!(without_traces(&after), Some(after));
    }

    #[test]
    fn the_turn_comes_first_where_there_is_no_header() {
        let bytes = built(&[(0xdb, b"table"), (APP1, &exif(8)), (SCAN, b"scan")], b"\x01\xff\xd9");
        assert_eq!(orientation(&bytes), Some(8));
        let after = built(&[(APP1, &exif(8)), (0xdb, b"table"), (SCAN, b"scan")], b"\x01\xff\xd9");
        assert_eq!(without_traces(&bytes), Some(after));
    }

    #[test]
    fn an_upright_picture_needs_no_word_about_it() {
        let bytes = built(&[(APP1, &exif(1)), (SCAN, b"scan")], b"\x01\xff\xd9");
        assert_eq!(without_traces(&bytes), Some(built(&[(SCAN, b"scan")], b"\x01\xff\xd9")));
    }

    #[test]
    fn data_that_is_cut_off_stays_and_a_damaged_file_is_none() {
        let cut = built(&[(SCAN, b"scan")], DATA);
        assert_eq!(without_traces(&cut), Some(cut.clone()));
        for damaged in [
            &b""[..],
            b"\xff\xd8",
            b"\xff\xd8\xff",
            b"\xff\xd8\xff\xe1",
            b"\xff\xd8\xff\xe1\0\x01",
            b"\xff\xd8\xff\xe1\0\x09....",
            b"\xff\xd8....",
            b"\xff\xd8\xff\xd8\xff\xd9",
        ] {
            assert_eq!(without_traces(damaged), None, "{}", damaged.escape_ascii());
        }
    }
}
