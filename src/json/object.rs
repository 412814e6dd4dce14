//! A JSON object: its members in the order they were written, each key once.

use super::Value;
use crate::names::Names;

/// Keys and their values.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Vec<(String, Value)>,
    /// The order of the keys, where there are more than [`FEW`].
    names: Option<Box<Names>>,
}

/// Among so many keys, looking at one after the other is as quick as anything.
const FEW: usize = 16;

impl Object {
    pub fn new() -> Object {
        Object::default()
    }

    /// The object of these members; else the place of the first whose key an earlier one has.
    pub(super) fn of(members: Vec<(String, Value)>) -> Result<Object, usize> {
        let names = (members.len() > FEW).then(|| Box::new(Names::of(members.len(), &|ix| &members[ix].0)));
        let twice = match &names {
            Some(names) => names.twice(&|ix| &members[ix].0).into_iter().min(),
            None => (1..members.len()).find(|ix| members[..*ix].iter().any(|(key, _)| *key == members[*ix].0)),
        };
        match twice {
            Some(place) => Err(place),
            None => Ok(Object { members, names }),
        }
    }

    fn find(&self, key: &str) -> Option<usize> {
        match &self.names {
            Some(names) => names.find(key, &|ix| &self.members[ix].0),
            None => self.members.iter().position(|(own, _)| own == key),
        }
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        Some(&self.members.get(self.find(key)?)?.1)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        let place = self.find(key)?;
        Some(&mut self.members.get_mut(place)?.1)
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, (String, Value)> {
        self.members.iter()
    }

    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(key, _)| key.as_str())
    }

    /// Gives `key` this value, in its old place if it has one, else at the end.
    pub fn insert(&mut self, key: &str, value: Value) {
        if let Some(place) = self.find(key) {
            self.members[place].1 = value;
            return;
        }
        self.members.push((key.to_owned(), value));
        match &mut self.names {
            Some(names) => names.push(&|ix| &self.members[ix].0),
            None => self.sort(),
        }
    }

    /// Takes out `key`; the others stay in their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let place = self.find(key)?;
        let (_, value) = self.members.remove(place);
        self.sort();
        Some(value)
    }

    fn sort(&mut self) {
        let (count, members) = (self.members.len(), &self.members);
        self.names = (count > FEW).then(|| Box::new(Names::of(count, &|ix| &members[ix].0)));
    }
}

/// Of several members of one key the last counts.
impl FromIterator<(String, Value)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(members: I) -> Object {
        let mut object = Object::new();
        for (key, value) in members {
            object.insert(&key, value);
        }
        object
    }
}

/// Order is for people, and makes no difference (RFC 8259 § 4).
impl PartialEq for Object {
    fn eq(&self, other: &Object) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl Eq for Object {}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys "99", "98" … with their numbers.
    fn counting(count: i64) -> Object {
        (0..count).map(|n| ((99 - n).to_string(), Value::from(n))).collect()
    }

    #[test]
    fn keys_are_found_among_few_and_among_many() {
        for count in [0, 1, FEW as i64, FEW as i64 + 1, 80] {
            let object = counting(count);
            assert_eq!((object.len() as i64, object.is_empty()), (count, count == 0));
            for n in 0..count {
                assert_eq!(object.get(&(99 - n).to_string()), Some(&n.into()), "{n} of {count}");
            }
            assert!(!object.contains_key("x") && object.get("").is_none());
            assert!(object.keys().eq((0..count).map(|n| (99 - n).to_string()).collect::<Vec<_>>()));
        }
    }

    #[test]
    fn a_second_value_takes_the_place_of_the_first() {
        for count in [3, 40] {
            let mut object = counting(count);
            object.insert("98", "new".into());
            object.insert("another", Value::Null);
            assert_eq!(object.len() as i64, count + 1);
            assert_eq!(object.iter().nth(1), Some(&("98".to_owned(), "new".into())));
            assert_eq!(object.keys().last(), Some("another"));
        }
    }

    #[test]
    fn the_others_stay_when_one_is_removed() {
        for count in [3, FEW as i64 + 1, 40] {
            let mut object = counting(count);
            assert_eq!((object.remove("98"), object.remove("98")), (Some(1.into()), None));
            assert_eq!(object.keys().take(2).collect::<Vec<_>>(), ["99", "97"]);
            assert_eq!(object.get("97"), Some(&2.into()));
            assert!(!object.contains_key("98"));
        }
    }

    #[test]
    fn order_makes_no_difference() {
        for count in [3, 40] {
            let (object, backwards) = (counting(count), counting(count).iter().rev().cloned().collect());
            assert_eq!(object, backwards);
            assert_ne!(object, counting(count + 1));
            let mut other = backwards;
            other.insert("99", Value::Null);
            assert_ne!(object, other);
        }
    }

    #[test]
    fn the_first_key_that_stands_again_is_told() {
        for count in [3, 40] {
            let mut members: Vec<(String, Value)> = counting(count).iter().cloned().collect();
            members.insert(2, ("99".into(), Value::Null));
            members.push(("97".into(), Value::Null));
            assert_eq!(Object::of(members), Err(2));
        }
    }
}
