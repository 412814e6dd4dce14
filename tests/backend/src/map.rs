//! Draws a map of the made-up municipality: its streets, and a mark in the middle. A real one has tiles.
//!
//! The picture is a PNG (W3C PNG, third edition) of four colours, written by hand: it needs no compression worth a crate.

use std::collections::BTreeMap;

use amtsgang::backend::wire::Addresses;

const ALL: &str = include_str!("../../../public/demo/addresses.json");

/// The part of the earth that is shown.
pub struct Section {
    /// In degrees of WGS 84, of the middle.
    pub latitude: f64,
    pub longitude: f64,
    /// In CSS pixels.
    pub width: u32,
    pub height: u32,
    /// Dots for each CSS pixel.
    pub scale: u32,
}

/// Red, green and blue: fields, streets, the mark and its edge.
const COLOURS: [[u8; 3]; 4] = [[226, 236, 220], [255, 255, 255], [179, 32, 31], [21, 26, 45]];
const STREET: u8 = 1;
const MARK: u8 = 2;
const EDGE: u8 = 3;

/// In metres.
const PER_PIXEL: f64 = 1.5;
const STREET_WIDTH: f64 = 12.0;
const BEHIND: f64 = 400.0;
const DEGREE: f64 = 111_320.0;

/// A picture as a PNG.
pub fn draw(section: &Section) -> Vec<u8> {
    let (width, height) = (section.width * section.scale, section.height * section.scale);
    let metres = PER_PIXEL / f64::from(section.scale);
    let streets = streets(section);
    let mut rows = Vec::with_capacity((height * (width + 1)) as usize);
    for y in 0..height {
        // Each row begins with the number of its filter: none.
        rows.push(0);
        for x in 0..width {
            let east = (f64::from(x) + 0.5 - f64::from(width) / 2.0) * metres;
            let north = (f64::from(height) / 2.0 - f64::from(y) - 0.5) * metres;
            rows.push(colour([east, north], &streets));
        }
    }
    png(width, height, &rows)
}

/// The streets as pairs of ends, in metres east and north of the middle. A street goes through its addresses.
fn streets(section: &Section) -> Vec<[[f64; 2]; 2]> {
    let all: Addresses = serde_json::from_str(ALL).unwrap_or_else(|_| Addresses { items: Vec::new() });
    let narrow = section.latitude.to_radians().cos();
    let mut ends: BTreeMap<String, Vec<[f64; 2]>> = BTreeMap::new();
    for address in all.items {
        let name = address.text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().to_owned();
        let east = (address.longitude - section.longitude) * DEGREE * narrow;
        let north = (address.latitude - section.latitude) * DEGREE;
        ends.entry(name).or_default().push([east, north]);
    }
    let lines = ends.values().flat_map(|points| points.windows(2).map(|two| lengthened([two[0], two[1]])));
    lines.collect()
}

/// A street goes on behind its last house.
fn lengthened([from, to]: [[f64; 2]; 2]) -> [[f64; 2]; 2] {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let more = BEHIND / dx.hypot(dy).max(1e-9);
    [[from[0] - dx * more, from[1] - dy * more], [to[0] + dx * more, to[1] + dy * more]]
}

fn colour(point: [f64; 2], streets: &[[[f64; 2]; 2]]) -> u8 {
    match point[0].hypot(point[1]) {
        ..7.0 => MARK,
        ..10.0 => EDGE,
        _ if streets.iter().any(|street| distance(point, street) < STREET_WIDTH / 2.0) => STREET,
        _ => 0,
    }
}

/// From a point to the nearest of a line.
fn distance([x, y]: [f64; 2], [from, to]: &[[f64; 2]; 2]) -> f64 {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let along = (((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
    (x - from[0] - along * dx).hypot(y - from[1] - along * dy)
}

/// Rows of one byte a dot, each after its filter, as a picture with a palette.
fn png(width: u32, height: u32, rows: &[u8]) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    // Eight bits a dot, colours by a palette, the only methods there are, not interlaced.
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 3, 0, 0, 0]].concat();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"PLTE", COLOURS.as_flattened());
    chunk(&mut out, b"IDAT", &stored(rows));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], content: &[u8]) {
    out.extend((content.len() as u32).to_be_bytes());
    let from = out.len();
    out.extend(name);
    out.extend(content);
    let sum = crc(&out[from..]);
    out.extend(sum.to_be_bytes());
}

/// A zlib stream (RFC 1950) of blocks that are not compressed (RFC 1951 § 3.2.4).
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = bytes.chunks(0xffff);
    let count = blocks.len();
    for (ix, block) in blocks.enumerate() {
        let length = block.len() as u16;
        out.push(u8::from(ix + 1 == count));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// The CRC-32 of ISO 3309, as PNG § 5.5 has it.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The town hall.
    fn section(scale: u32) -> Section {
        Section { latitude: 50.800512, longitude: 6.480231, width: 60, height: 30, scale }
    }

    #[test]
    fn checksums_are_the_standards() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        // A block of the picture of one transparent dot that is everywhere.
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(stored(b"Wikipedia").last_chunk(), Some(&0x11e6_0398_u32.to_be_bytes()));
    }

    #[test]
    fn a_picture_is_as_large_as_asked_for() {
        for scale in [1, 3] {
            let png = draw(&section(scale));
            assert_eq!(amtsgang::backend::offers::image_type(&png), Some("image/png"));
            assert_eq!(png[16..24], [(60 * scale).to_be_bytes(), (30 * scale).to_be_bytes()].concat());
            assert!(png.ends_with(b"IEND\xae\x42\x60\x82"));
        }
    }

    #[test]
    fn the_mark_is_in_the_middle_and_a_street_leads_there() {
        let streets = streets(&section(1));
        assert_eq!((colour([0.0, 0.0], &streets), colour([8.0, 0.0], &streets)), (MARK, EDGE));
        let to_the_next = [30.0, 12.0];
        assert_eq!(colour(to_the_next, &streets), STREET);
        assert_eq!(colour([-40.0, 40.0], &streets), 0);
    }
}
