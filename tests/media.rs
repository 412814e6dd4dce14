//! What holds for the bytes of any file, however they were made: reading them ends, and what goes out tells nothing.

use amtsgang::media::{UNKNOWN, media_type, orientation, without_traces};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const IMAGES: &[&str] = &["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/tiff"];

/// What would give the citizen away.
const TRACE: &[u8] = b"51.5 N 11.9 E";

/// An Exif in either order of bytes: the turn of the picture, and a GPS directory with a place in it.
fn exif(turn: u8, little: bool) -> Vec<u8> {
    let short = |number: u16| if little { number.to_le_bytes() } else { number.to_be_bytes() };
    let long = |number: u32| if little { number.to_le_bytes() } else { number.to_be_bytes() };
    let entry = |tag, kind, count, value: [u8; 4]| [&short(tag)[..], &short(kind), &long(count), &value].concat();
    let [first, second] = short(u16::from(turn));
    let gps = 8 + 2 + 2 * 12 + 4;
    let place = gps + 2 + 12 + 4;
    [
        &if little { *b"II" } else { *b"MM" }[..],
        &short(42),
        &long(8),
        &short(2),
        &entry(0x0112, 3, 1, [first, second, 0, 0]),
        &entry(0x8825, 4, 1, long(gps)),
        &long(0),
        &short(1),
        &entry(0x0002, 2, TRACE.len() as u32, long(place)),
        &long(0),
        TRACE,
    ]
    .concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &(content.len() as u16 + 2).to_be_bytes(), content].concat()
}

/// A chunk of PNG; nothing here looks at its checksum.
fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32).to_be_bytes()[..], name, content, &[0; 4]].concat()
}

fn riff(name: &[u8], content: &[u8]) -> Vec<u8> {
    let even = vec![0; content.len() % 2];
    [name, &(content.len() as u32).to_le_bytes(), content, &even].concat()
}

fn boxed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat()
}

/// A photo of each type with a place in it, and this data as its picture.
fn photo(media_type: &str, turn: u8, little: bool, data: &[u8]) -> Vec<u8> {
    let exif = exif(turn, little);
    match media_type {
        "image/jpeg" => {
            let data: Vec<u8> = data.iter().map(|byte| byte & 0x7f).collect();
            let exif = [b"Exif\0\0", &exif[..]].concat();
            let parts = [segment(0xe1, &exif), segment(0xfe, TRACE), segment(0xdb, b"t"), segment(0xda, b"s")].concat();
            [b"\xff\xd8", &parts[..], &data, b"\xff\xd9", TRACE].concat()
        }
        "image/png" => {
            let text = [b"Comment\0", TRACE].concat();
            let parts = [chunk(b"IHDR", b"h"), chunk(b"tEXt", &text), chunk(b"eXIf", &exif), chunk(b"IDAT", data)];
            [b"\x89PNG\r\n\x1a\n", &parts.concat()[..], &chunk(b"IEND", b"")].concat()
        }
        "image/webp" => {
            let head = [0x0c, 0, 0, 0, 1, 0, 0, 1, 0, 0];
            let parts = [riff(b"VP8X", &head), riff(b"VP8L", data), riff(b"EXIF", &exif), riff(b"XMP ", TRACE)];
            riff(b"RIFF", &[b"WEBP", &parts.concat()[..]].concat())
        }
        "image/gif" => {
            let pieces: Vec<u8> =
                data.chunks(255).flat_map(|piece| [&[piece.len() as u8], piece].concat()).chain([0]).collect();
            let comment = [&[0x21, 0xfe, TRACE.len() as u8], TRACE, &[0]].concat();
            let picture = [b"\x2c\0\0\0\0\x01\0\x01\0\0\x02", &pieces[..]].concat();
            [b"GIF89a\x01\0\x01\0\0\0\0", &comment[..], &picture, b"\x3b"].concat()
        }
        "image/tiff" => [exif, data.to_vec()].concat(),
        "image/heic" => {
            let head = boxed(b"ftyp", b"heic\0\0\0\0heic");
            let item = boxed(b"infe", b"\x02\0\0\0\0\x01\0\0Exif\0");
            let items = boxed(b"iinf", &[b"\0\0\0\0\0\x01", &item[..]].concat());
            let at = head.len() + 8 + 4 + items.len() + 8 + 8 + 14 + 8;
            let place = [(at as u32).to_be_bytes(), (exif.len() as u32).to_be_bytes()].concat();
            let places = boxed(b"iloc", &[b"\0\0\0\0\x44\0\0\x01\0\x01\0\0\0\x01", &place[..]].concat());
            let meta = boxed(b"meta", &[&[0; 4][..], &items, &places].concat());
            assert_eq!(head.len() + meta.len() + 8, at);
            [&head[..], &meta, &boxed(b"mdat", &[&exif[..], data].concat()), &boxed(b"uuid", TRACE)].concat()
        }
        other => panic!("{other}"),
    }
}

/// Photos as programs write them (48 × 32, red above on the left), each with the place in all the ways that its format knows.
/// All but the HEIC are turned a quarter, where the format can say so.
const PHOTOS: &[(&str, &[u8])] = &[
    ("image/jpeg", include_bytes!("photos/photo.jpg")),
    ("image/png", include_bytes!("photos/photo.png")),
    ("image/webp", include_bytes!("photos/photo.webp")),
    ("image/gif", include_bytes!("photos/photo.gif")),
    ("image/heic", include_bytes!("photos/photo.heic")),
    ("image/tiff", include_bytes!("photos/photo.tiff")),
];

#[test]
fn photos_of_real_programs_lose_their_place() {
    for (kind, bytes) in PHOTOS {
        assert_eq!(media_type(bytes, ""), *kind);
        assert!(shows_trace(bytes), "{kind}");
        let after = without_traces(kind, bytes).unwrap();
        assert!(!shows_trace(&after), "{kind}");
        assert_eq!(media_type(&after, ""), *kind);
        assert_eq!(orientation(kind, &after), orientation(kind, bytes), "{kind}");
        if ["image/jpeg", "image/png", "image/webp"].contains(kind) {
            assert_eq!(orientation(kind, &after), Some(6), "{kind}");
        }
        assert_eq!(without_traces(kind, &after), Some(after));
    }
}

fn shows_trace(bytes: &[u8]) -> bool {
    bytes.windows(TRACE.len()).any(|window| window == TRACE)
}

proptest! {
    #[test]
    fn a_photo_loses_its_place_and_nothing_else(
        kind in select(IMAGES),
        turn in 1..=8u8,
        little: bool,
        data in vec(any::<u8>(), 1..300),
    ) {
        let before = photo(kind, turn, little, &data);
        prop_assert!(shows_trace(&before));
        prop_assert_eq!(media_type(&before, ""), kind);
        let after = without_traces(kind, &before).unwrap();
        prop_assert!(!shows_trace(&after), "{}", after.escape_ascii());
        prop_assert_eq!(media_type(&after, ""), kind);
        prop_assert_eq!(orientation(kind, &after).unwrap_or(1), orientation(kind, &before).unwrap_or(1));
        if ["image/jpeg", "image/png", "image/webp"].contains(&kind) {
            prop_assert_eq!(orientation(kind, &before), Some(turn));
        }
        // Once more changes nothing.
        prop_assert_eq!(without_traces(kind, &after), Some(after));
    }

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in vec(any::<u8>(), 0..600), named in select(vec!["", "text/plain"])) {
        media_type(&bytes, named);
        for kind in IMAGES {
            without_traces(kind, &bytes);
            orientation(kind, &bytes);
        }
    }

    #[test]
    fn damaged_photos_are_read_to_an_end_and_never_grow(
        kind in select(IMAGES),
        little: bool,
        data in vec(any::<u8>(), 1..60),
        damages in vec((any::<Index>(), select(vec![0, 1, 2, 7, 8, 0x7f, 0x80, 0xff_u8])), 1..8),
        cut in any::<Index>(),
    ) {
        let mut bytes = photo(kind, 6, little, &data);
        for (at, byte) in damages {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let end = cut.index(bytes.len() + 1);
        for bytes in [&bytes[..], &bytes[..end]] {
            media_type(bytes, "");
            if let Some(after) = without_traces(kind, bytes) {
                prop_assert!(after.len() <= bytes.len(), "{} became {}", bytes.escape_ascii(), after.escape_ascii());
            }
        }
    }

    #[test]
    fn what_is_called_text_is_text(text in "\\PC{0,60}") {
        let kind = media_type(text.as_bytes(), "text/plain");
        prop_assert!(kind == "text/plain" || text.starts_with("GIF8") || text.contains("%PDF-"), "{kind}: {text}");
        prop_assert_ne!(media_type(text.as_bytes(), "image/png"), "text/plain");
    }
}

/// Files made to be read for ever: each says as often as it can that there is more.
#[test]
fn hostile_files_end_soon() {
    const SIZE: usize = 2_000_000;
    let many = |piece: &[u8]| piece.iter().copied().cycle().take(SIZE).collect::<Vec<u8>>();
    // Directories of 65,535 entries, each of which is an Exif directory at the same place.
    let tiff = [b"MM\0*\0\0\0\x08\xff\xff".as_slice(), &many(b"\x87\x69\0\x04\0\0\0\x01\0\0\0\x08")].concat();
    // Items with 65,535 places each, of no bytes.
    let places = boxed(b"iloc", &[b"\0\0\0\0\0\0\xff\xff".as_slice(), &many(b"\0\x01\0\0\xff\xff")].concat());
    let meta = boxed(b"meta", &[&[0; 4][..], &boxed(b"iinf", b"\0\0\0\0\0\0"), &places].concat());
    let heic = [boxed(b"ftyp", b"heic\0\0\0\0"), meta].concat();
    let begun = std::time::Instant::now();
    for (kind, bytes) in [
        ("image/tiff", tiff),
        ("image/heic", heic),
        ("image/heic", many(b"\0\0\0\x08free")),
        ("image/jpeg", [b"\xff\xd8".as_slice(), &many(b"\xff\xda\0\x02")].concat()),
        ("image/jpeg", [b"\xff\xd8".as_slice(), &many(b"\xff")].concat()),
        ("image/png", [b"\x89PNG\r\n\x1a\n".as_slice(), &many(&chunk(b"tEXt", b""))].concat()),
        ("image/gif", [b"GIF89a\x01\0\x01\0\0\0\0".as_slice(), &many(b"\x21\xf9\0")].concat()),
        ("image/webp", riff(b"RIFF", &[b"WEBP".as_slice(), &many(b"XMP \0\0\0\0")].concat())),
    ] {
        without_traces(kind, &bytes);
        orientation(kind, &bytes);
    }
    for _ in 0..20 {
        let archive =
            [b"PK\x03\x04".as_slice(), &many(b"PK\x05\x06\0\0\0\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0\0\0")].concat();
        assert_eq!(media_type(&archive, ""), UNKNOWN);
    }
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
