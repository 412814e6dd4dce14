//! One case: random choices that all follow from its seed, and what it is made of, for whoever looks at a failed one.

use std::fmt::Display;

/// Makes the same choices whenever it has the same seed.
pub struct Case {
    random: fastrand::Rng,
    tells: bool,
    /// The bytes of what was read: memory may grow with them.
    pub bytes: usize,
    /// Whether what was read was right, so that what comes behind the reading had something to do.
    pub right: bool,
}

/// Pieces of which something right is made, now and then.
const PIECES: &[&str] = &[
    "",
    " ",
    "a",
    "b",
    "12",
    "true",
    "false",
    "DE",
    "LU",
    "QQ",
    "2",
    "31",
    "02",
    "29",
    "1985",
    "2024",
    "9999",
    "52349",
    "12 a",
    "1.234,50 €",
    "02421 25-0",
    "+49 (0) 170 1234567",
    "amt@musterstadt.example",
    "today",
    "today+14",
    "x\r\ny",
    "ohne",
    "9:30",
    "24:00",
    "9.30 Uhr",
    "DE89370400440532013000",
    "de89 3704 0044 0532 0130 00",
    "NO9386011117947",
    "dn ab 123",
    "MTK-AB 12h",
    "50,8005",
    "6.4802° E",
    "50° 48′ 2″ N",
    "-181",
    "2026-12-01T09:20:00+01:00",
    "2026-11-23",
    "2024-02-29",
    "0000-00-00",
    "T22000129",
    "l01x 00t47 1",
    "12345678995",
    "99999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "Kim d’Été",
    "K\u{35f}ha\u{304}lid",
    "n\u{303}",
    "\u{feff}",
    "\u{202e}dlo\u{202c}",
    "\u{200b}",
    "ß",
    "ẞ",
    "İ",
    "ﬁ",
    "👩‍👩‍👧‍👦",
    "\u{10ffff}",
    "- x",
    "1. x",
    "## x",
    "[a](https://b.example)",
    "**",
    "*",
    "\\",
    "(a+)+",
    "[a-z]{1,3}",
    "{name}",
    "one.other",
];

/// Alphabets of which texts are made that look nearly right.
const ALPHABETS: &[&str] = &[
    "0123456789",
    "0123456789.,+()/'€−- ",
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵",
    "abcxyzäöüßABCXYZÄÖÜ",
    "[]()*_#-+\\ \n\r\t>`!ab.1",
    "\u{300}\u{301}\u{308}\u{304}\u{31b}\u{323}\u{35f}aeoukshCKSH",
    "אבגد \u{200f}\u{200e}\u{202a}\u{202e}\u{2066}\u{2069}x1",
    "\u{200b}\u{ad}\u{a0}\u{2028}\u{85}\u{0}\u{7f} ",
    "{}[]:,\"\\ue12n -",
    "(|)*+?{1,2}[^a-b]\\dw.$",
    "@.-_ab/?#%:;=&~",
];

impl Case {
    pub fn new(seed: u64, tells: bool) -> Case {
        Case { random: fastrand::Rng::with_seed(seed), tells, bytes: 0, right: false }
    }

    /// What the case is about, for who runs it alone.
    pub fn tell(&self, what: &str, content: &dyn Display) {
        if self.tells {
            eprintln!("  {what}: {content}");
        }
    }

    /// A number below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        self.random.usize(..end)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn number(&mut self) -> i64 {
        match self.below(6) {
            0 => self.random.i64(-3..4),
            1 => self.random.i64(-5000..5000),
            2 => 1 << self.below(63),
            3 => -(1 << self.below(63)) - 1,
            4 => 10_i64.pow(self.random.u32(0..19)) - self.random.i64(0..2),
            _ => self.random.i64(..),
        }
    }

    pub fn byte(&mut self) -> u8 {
        self.random.u8(..)
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A text of any sort, mostly short.
    pub fn text(&mut self) -> String {
        match self.below(12) {
            0..=3 => (*self.pick(PIECES)).to_owned(),
            4 => [*self.pick(PIECES), *self.pick(PIECES), *self.pick(PIECES)].concat(),
            5..=8 => self.of_alphabet(14),
            9 => self.of_alphabet(200),
            10 => (0..self.below(12)).map(|_| self.random.char(..)).collect(),
            _ if self.once_in(200) => self.pick(PIECES).repeat(self.random.usize(..20_000)),
            _ => self.pick(PIECES).repeat(self.random.usize(..40)),
        }
    }

    /// At most so many characters of one alphabet.
    pub fn of_alphabet(&mut self, most: usize) -> String {
        let letters: Vec<char> = self.pick(ALPHABETS).chars().collect();
        (0..self.below(most + 1)).map(|_| *self.pick(&letters)).collect()
    }
}
