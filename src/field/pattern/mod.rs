//! How many ways a pattern has to fit a text: a browser's RegExp tries one after the other, without any limit of time, and
//! `(a+)+b` has more of them for thirty letters than anybody lives to see.
//!
//! A pattern is read as a tree. Where it can go two ways with the same next character, it may have to try both: so often,
//! multiplied along a row and to the power of what is repeated, is the most that an engine which goes back ever tries.

mod syntax;

use syntax::{Node, Set, union};

/// So many steps, ways times characters, a pattern may take. They cost a browser a tenth of a second.
const MOST_STEPS: u64 = 10_000_000;
/// Longer patterns are refused, so that judging one is soon done.
const LONGEST: usize = 1_000;
/// What should stand in place of a pattern that may take too long for a text of so many characters, or that has what cannot
/// be judged. It must have been found to be a pattern.
#[inline(never)]
pub(super) fn refused(pattern: &str, characters: i64) -> Option<&'static str> {
    if pattern.chars().count() > LONGEST {
        return Some("a regular expression of at most 1000 characters");
    }
    let Some(tree) = syntax::read(pattern) else {
        return Some("a regular expression without looking ahead or back, and without references to its own groups");
    };
    let most = characters.unsigned_abs().max(1);
    let steps = ways(&tree, &Vec::new(), most).saturating_mul(most);
    (steps > MOST_STEPS)
        .then_some("a regular expression that can fit a text in few ways only, unlike (a+)+, (a|ab)* or .*a.*b.*c")
}

/// The most ways to read any text of `most` characters, if a character of `follow` comes behind.
fn ways(node: &Node, follow: &Set, most: u64) -> u64 {
    match node {
        Node::Empty | Node::One(_) => 1,
        Node::Row(nodes) => {
            let (mut product, mut follow) = (1_u64, follow.clone());
            for node in nodes.iter().rev() {
                product = product.saturating_mul(ways(node, &follow, most));
                follow = next(node, &follow);
            }
            product
        }
        Node::Either(nodes) => {
            let (mut seen, mut sum, mut largest, mut apart) = (Set::new(), 0_u64, 1, true);
            for node in nodes {
                let (ways, next) = (ways(node, follow, most), next(node, follow));
                sum = sum.saturating_add(ways);
                largest = ways.max(largest);
                apart &= !meet(&seen, &next);
                seen = union(seen, &next);
            }
            // Two that read nothing are two ways, whatever follows.
            apart &= nodes.iter().filter(|node| may_be_empty(node)).count() < 2;
            if apart { largest } else { sum }
        }
        Node::Repeat(_, _, 0) => 1,
        Node::Repeat(node, 1, 1) => ways(node, follow, most),
        Node::Repeat(node, 0, 1) => {
            let ways = ways(node, follow, most);
            if may_be_empty(node) || meet(&first(node), follow) { ways.saturating_add(1) } else { ways }
        }
        // Each time could read nothing instead, and so be any of them.
        Node::Repeat(node, ..) if may_be_empty(node) => u64::MAX,
        Node::Repeat(node, from, to) => {
            let (begins, times) = (first(node), most.min(*to));
            let once = ways(node, &union(begins.clone(), follow), most);
            let exponent = u32::try_from(times).unwrap_or(u32::MAX);
            let ends = if from < to && meet(&begins, follow) { times.saturating_sub(*from) + 1 } else { 1 };
            once.saturating_pow(exponent).saturating_mul(ends)
        }
    }
}

fn may_be_empty(node: &Node) -> bool {
    match node {
        Node::Empty => true,
        Node::One(_) => false,
        Node::Row(nodes) => nodes.iter().all(may_be_empty),
        Node::Either(nodes) => nodes.iter().any(may_be_empty),
        Node::Repeat(node, from, _) => *from == 0 || may_be_empty(node),
    }
}

/// The characters that it may begin with.
fn first(node: &Node) -> Set {
    match node {
        Node::Empty => Set::new(),
        Node::One(set) => set.clone(),
        Node::Row(nodes) => nodes.iter().rev().fold(Set::new(), |follow, node| next(node, &follow)),
        Node::Either(nodes) => nodes.iter().fold(Set::new(), |all, node| union(all, &first(node))),
        Node::Repeat(node, ..) => first(node),
    }
}

/// The characters that come next where it stands.
fn next(node: &Node, follow: &Set) -> Set {
    let first = first(node);
    if may_be_empty(node) { union(first, follow) } else { first }
}

fn meet(set: &Set, other: &Set) -> bool {
    set.iter().any(|(from, to)| other.iter().any(|(start, end)| from <= end && start <= to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_few_ways_is_taken() {
        for pattern in [
            "[0-9]{15}",
            "[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} [0-9]{1,4}[HE]?",
            "[^@]+@[^@]+\\.[a-z]{2,}",
            "([a-z]+-)*[a-z]+",
            "(?:\\d{3}\\.)*\\d{3}(?:,\\d\\d)?",
            "(?<year>(?:19|20)\\d\\d)-(?:0[1-9]|1[0-2])",
            "\\p{Lu}[\\p{L} '-]*",
            ".*Straße.*",
            "\\s*[^\\s](?:.*[^\\s])?\\s*",
            "^\\bHerr\\b|^Frau$",
            "[\\u{1f600}-\\u{1f64f}\\x41\\cJ\\]\\-\\b]*\\uD83D\\uDE00",
            "(a|b|c)*?d",
            "(a{1,2}){3}",
            "",
            "|",
        ] {
            assert_eq!(refused(pattern, 200), None, "{pattern}");
        }
    }

    #[test]
    fn what_has_many_ways_is_refused() {
        for pattern in [
            "^(a+)+$",
            "(a|a)*b",
            "(\\w*)*x",
            "(a|ab)*c",
            "(a?b?)*c",
            "([a-z]+)*",
            "(.*)*",
            "(\\s|\\u00a0)*x",
            "([^a]|b)*c",
            "(\\p{L}|ä)+x",
            "(?:a{1,9}){99}b",
            "((a|a){9}){9}",
            ".*.*.*=.*",
            "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaaaaa",
            "(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)(?:|)x",
            "(a*)+",
        ] {
            assert!(refused(pattern, 200).is_some_and(|what| what.contains("few ways")), "{pattern}");
        }
        // In a short text there are not many.
        assert_eq!(refused(".*.*.*", 20), None);
        assert!(refused(".*x", 100_000).is_some());
    }

    #[test]
    fn what_cannot_be_judged_is_refused() {
        for pattern in ["(?=a)b", "(?!a)b", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<n>a)\\k<n>", "(?i:a)"] {
            assert!(refused(pattern, 9).is_some_and(|what| what.contains("looking")), "{pattern}");
        }
        assert!(refused(&"a?".repeat(501), 9).is_some_and(|what| what.contains("1000 characters")));
        assert!(refused(&["(".repeat(21), ")".repeat(21)].concat(), 9).is_some());
    }

    #[test]
    fn the_longest_patterns_are_judged_at_once() {
        let started = std::time::Instant::now();
        let classes: String = (0..100).map(|n| format!("[\\u{:04x}]?", 2 * n + 300)).collect();
        for pattern in
            ["a?".repeat(500), "|".repeat(1000), "(a|".repeat(20) + &")".repeat(20), "[^\\d\\s]?".repeat(111), classes]
        {
            refused(&pattern, 100_000);
        }
        assert!(started.elapsed().as_secs() < 1, "{:?}", started.elapsed());
    }
}
