//! Finds one of many things by its name, without a copy of the names and without a map's code.
//!
//! The things stay in the list they are in; what is kept beside it is the order of their names. Whoever asks tells the
//! name of each place, the same as ever.

use std::cmp::Ordering;

/// The places of a list, in the order of their names; of equal names, the earlier place first.
#[derive(Clone, Debug, Default)]
pub struct Names(Vec<u32>);

/// The name of each place.
pub type NameAt<'a, 'b> = &'b dyn Fn(usize) -> &'a str;

impl Names {
    /// Sorts the places from 0 to `count`.
    pub fn of(count: usize, name: NameAt) -> Names {
        let mut places: Vec<u32> = (0..count as u32).collect();
        places.sort_unstable_by(|a, b| match name(*a as usize).cmp(name(*b as usize)) {
            Ordering::Equal => a.cmp(b),
            order => order,
        });
        Names(places)
    }

    /// The place of this name: the last of several.
    pub fn find(&self, wanted: &str, name: NameAt) -> Option<usize> {
        let place = *self.0.get(self.end(wanted, name).checked_sub(1)?)? as usize;
        (name(place) == wanted).then_some(place)
    }

    /// Adds the next place of the list.
    pub fn push(&mut self, name: NameAt) {
        let place = self.0.len();
        let at = self.end(name(place), name);
        self.0.insert(at, place as u32);
    }

    /// The places whose name an earlier one has.
    pub fn twice(&self, name: NameAt) -> Vec<usize> {
        let mut found = Vec::new();
        for pair in self.0.windows(2) {
            let [first, second] = [pair[0] as usize, pair[1] as usize];
            if name(first) == name(second) {
                found.push(second);
            }
        }
        found
    }

    /// Where the names end that are no later than `wanted`.
    fn end(&self, wanted: &str, name: NameAt) -> usize {
        self.0.partition_point(|place| name(*place as usize) <= wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: [&str; 6] = ["dog", "cat", "dog", "", "hen", "dog"];

    fn at(place: usize) -> &'static str {
        LIST[place]
    }

    #[test]
    fn finds_the_last_of_a_name() {
        let names = Names::of(LIST.len(), &at);
        let found = ["", "cat", "dog", "hen", "a", "zebra"].map(|name| names.find(name, &at));
        assert_eq!(found, [Some(3), Some(1), Some(5), Some(4), None, None]);
        assert_eq!(Names::default().find("dog", &at), None);
    }

    #[test]
    fn names_that_come_twice_are_told() {
        assert_eq!(Names::of(LIST.len(), &at).twice(&at), [2, 5]);
        assert_eq!(Names::of(2, &at).twice(&at), [0; 0]);
    }

    #[test]
    fn one_after_the_other_or_all_at_once_is_the_same() {
        let mut names = Names::default();
        for _ in LIST {
            names.push(&at);
        }
        assert_eq!(names.0, Names::of(LIST.len(), &at).0);
    }
}
