//! The syntax of JavaScript's regular expressions with the flag `u`, as far as it matters for how many ways a pattern has.

const LAST: u32 = 0x10_ffff;

/// Groups in each other deeper than this are refused.
const DEEPEST: usize = 20;

/// Characters, as ranges in ascending order that do not touch.
pub type Set = Vec<(u32, u32)>;

/// A part of a pattern.
pub enum Node {
    /// Nothing is read: the beginning, the end, a boundary of a word.
    Empty,
    One(Set),
    Row(Vec<Node>),
    Either(Vec<Node>),
    /// From so many times to so many.
    Repeat(Box<Node>, u64, u64),
}

/// The tree of a pattern that is known to be one; `None` for what looks ahead or back, for references to groups, and for
/// groups too deep in each other.
pub fn read(pattern: &str) -> Option<Node> {
    let mut reader = Reader { rest: pattern.chars().peekable(), depth: 0 };
    reader.either().filter(|_| reader.rest.next().is_none())
}

/// The characters of both.
pub fn union(mut set: Set, other: &Set) -> Set {
    set.extend_from_slice(other);
    set.sort_unstable();
    let mut joined = Set::with_capacity(set.len());
    for (from, to) in set {
        match joined.last_mut() {
            Some((_, end)) if from <= end.saturating_add(1) => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// All characters but these.
fn complement(set: &Set) -> Set {
    let (mut others, mut from) = (Set::new(), 0);
    for (start, end) in set {
        if from < *start {
            others.push((from, start - 1));
        }
        from = end + 1;
    }
    if from <= LAST {
        others.push((from, LAST));
    }
    others
}

/// What a backslash and a letter mean.
enum Escape {
    Set(Set),
    /// A property of Unicode's: whatever it is, it may be any character.
    Any,
    Character(u32),
}

struct Reader<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    depth: usize,
}

impl Reader<'_> {
    fn takes(&mut self, wanted: char) -> bool {
        self.rest.next_if_eq(&wanted).is_some()
    }

    fn either(&mut self) -> Option<Node> {
        let mut nodes = vec![self.row()?];
        while self.takes('|') {
            nodes.push(self.row()?);
        }
        Some(Node::Either(nodes))
    }

    fn row(&mut self) -> Option<Node> {
        let mut nodes = Vec::new();
        while let Some(c) = self.rest.next_if(|c| !matches!(c, '|' | ')')) {
            let node = self.one(c)?;
            nodes.push(match self.times()? {
                Some((from, to)) => Node::Repeat(Box::new(node), from, to),
                None => node,
            });
        }
        Some(Node::Row(nodes))
    }

    fn one(&mut self, c: char) -> Option<Node> {
        Some(match c {
            '^' | '$' => Node::Empty,
            '.' => Node::One(complement(&vec![(10, 10), (13, 13), (0x2028, 0x2029)])),
            '[' => Node::One(self.class()?),
            '(' => return self.group(),
            '\\' if self.rest.next_if(|c| matches!(c, 'b' | 'B')).is_some() => Node::Empty,
            '\\' => Node::One(match self.escape()? {
                Escape::Set(set) => set,
                Escape::Any => vec![(0, LAST)],
                Escape::Character(code) => vec![(code, code)],
            }),
            c => Node::One(vec![(c.into(), c.into())]),
        })
    }

    fn group(&mut self) -> Option<Node> {
        if self.takes('?') && !self.takes(':') {
            // A name; anything else looks ahead or back, or changes the flags.
            self.rest.next_if_eq(&'<').filter(|_| !matches!(self.rest.peek(), Some('=' | '!')))?;
            self.rest.find(|c| *c == '>')?;
        }
        self.depth += 1;
        let inner = if self.depth > DEEPEST { None } else { self.either() };
        self.depth -= 1;
        inner.filter(|_| self.takes(')'))
    }

    /// How often what stands before may come.
    fn times(&mut self) -> Option<Option<(u64, u64)>> {
        let Some(mark) = self.rest.next_if(|c| matches!(c, '*' | '+' | '?' | '{')) else { return Some(None) };
        let found = match mark {
            '*' => (0, u64::MAX),
            '+' => (1, u64::MAX),
            '?' => (0, 1),
            _ => {
                let from = self.count();
                let to = match (self.takes(','), self.rest.peek()) {
                    (false, _) => from,
                    (true, Some('}')) => u64::MAX,
                    (true, _) => self.count(),
                };
                self.takes('}').then_some((from, to))?
            }
        };
        // Whether it takes as many or as few as it can makes no difference to how many ways there are.
        self.takes('?');
        Some(Some(found))
    }

    fn count(&mut self) -> u64 {
        let mut number = 0_u64;
        while let Some(digit) = self.rest.peek().and_then(|c| c.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit.into());
            self.rest.next();
        }
        number
    }

    fn class(&mut self) -> Option<Set> {
        let (others, mut set, mut any) = (self.takes('^'), Set::new(), false);
        loop {
            let from = match self.rest.next()? {
                ']' => break,
                '\\' if self.takes('b') => 8,
                '\\' => match self.escape()? {
                    Escape::Character(code) => code,
                    Escape::Set(more) => {
                        set = union(set, &more);
                        continue;
                    }
                    Escape::Any => {
                        any = true;
                        continue;
                    }
                },
                c => c.into(),
            };
            let mut to = from;
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.next() != Some(']') {
                self.rest.next();
                to = match self.rest.next()? {
                    '\\' => match self.escape()? {
                        Escape::Character(code) => code,
                        _ => return None,
                    },
                    c => c.into(),
                };
            }
            set = union(set, &vec![(from, to)]);
        }
        // Of a property it is not known which characters the others are.
        Some(if any {
            vec![(0, LAST)]
        } else if others {
            complement(&set)
        } else {
            set
        })
    }

    fn escape(&mut self) -> Option<Escape> {
        let set = match self.rest.next()? {
            c @ ('d' | 'D') => (c == 'D', vec![(48, 57)]),
            c @ ('w' | 'W') => (c == 'W', vec![(48, 57), (65, 90), (95, 95), (97, 122)]),
            c @ ('s' | 'S') => {
                let blanks = [(9, 13), (32, 32), (0xa0, 0xa0), (0x1680, 0x1680), (0x2000, 0x200a), (0x2028, 0x2029)];
                (
                    c == 'S',
                    [&blanks[..], &[(0x202f, 0x202f), (0x205f, 0x205f), (0x3000, 0x3000), (0xfeff, 0xfeff)]].concat(),
                )
            }
            'p' | 'P' => {
                self.rest.find(|c| *c == '}')?;
                return Some(Escape::Any);
            }
            '1'..='9' | 'k' => return None,
            c => return Some(Escape::Character(self.character(c)?)),
        };
        Some(Escape::Set(if set.0 { complement(&set.1) } else { set.1 }))
    }

    fn character(&mut self, c: char) -> Option<u32> {
        Some(match c {
            't' => 9,
            'n' => 10,
            'v' => 11,
            'f' => 12,
            'r' => 13,
            '0' => 0,
            'c' => u32::from(self.rest.next()?) & 31,
            'x' => self.hex(2)?,
            'u' if self.takes('{') => {
                let digits: String = std::iter::from_fn(|| self.rest.next_if(char::is_ascii_hexdigit)).collect();
                self.takes('}').then(|| u32::from_str_radix(&digits, 16).ok())??
            }
            'u' => {
                let code = self.hex(4)?;
                let mut ahead = self.rest.clone();
                if (0xd800..0xdc00).contains(&code) && ahead.next() == Some('\\') && ahead.next() == Some('u') {
                    self.rest = ahead;
                    0x1_0000 + ((code - 0xd800) << 10) + (self.hex(4)? & 0x3ff)
                } else {
                    code
                }
            }
            c => c.into(),
        })
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        (0..digits).try_fold(0, |sum, _| Some(sum * 16 + self.rest.next()?.to_digit(16)?))
    }
}
