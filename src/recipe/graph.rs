//! What depends on which answers, so that a change costs only what it touches.
//!
//! A *node* is something that is decided about: a step (shown or not), a field (shown or not, and what it is worked out
//! to), the need for an answer, or a check. Arrows go from a field to every node whose expression reads it, and to what
//! vanishes with it; from a step to its fields. The nodes are kept in an order in which no arrow goes back: so whoever
//! decides about them in that order never reads what is stale.

use std::ops::Range;

use super::Field;
use crate::expr::Expr;

/// What is decided about, by its place in `Recipe::steps`, `Recipe::fields` or `Recipe::checks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    Step(usize),
    Field(usize),
    /// Whether a field must be answered, where that depends on a condition. Nothing depends on it.
    Need(usize),
    /// Whether a mistake (or a warning) is there. Nothing depends on it.
    Check(usize),
}

/// That a node depends on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The place in [`Graph::order`] of the node that depends.
    pub to: u32,
    /// The group whose entries keep what happens in them apart (`expr::Read::within`), by its place and one more; 0 is
    /// the whole form.
    within: u32,
    /// Whether it depends only on the other one's being shown, and vanishes with it.
    pub vanishes: bool,
}

impl Arrow {
    pub fn within(self) -> Option<usize> {
        (self.within as usize).checked_sub(1)
    }
}

/// All nodes in order, and the arrows between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    order: Vec<Node>,
    /// Node number -> place in `order`.
    places: Vec<u32>,
    /// Node number -> where its arrows begin in `arrows`; one more at the end.
    starts: Vec<u32>,
    arrows: Vec<Arrow>,
    numbers: Numbers,
}

/// Nodes are numbered: steps first, then fields, their needs, and checks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Numbers {
    steps: usize,
    fields: usize,
}

impl Numbers {
    fn of(self, node: Node) -> usize {
        match node {
            Node::Step(ix) => ix,
            Node::Field(ix) => self.steps + ix,
            Node::Need(ix) => self.steps + self.fields + ix,
            Node::Check(ix) => self.steps + 2 * self.fields + ix,
        }
    }

    fn node(self, number: usize) -> Node {
        match number.checked_sub(self.steps) {
            None => Node::Step(number),
            Some(ix) if ix < self.fields => Node::Field(ix),
            Some(ix) if ix < 2 * self.fields => Node::Need(ix - self.fields),
            Some(ix) => Node::Check(ix - 2 * self.fields),
        }
    }
}

impl Graph {
    /// Every node, in the order to decide in.
    pub fn order(&self) -> &[Node] {
        &self.order
    }

    /// The node's place in the order.
    pub fn place(&self, node: Node) -> u32 {
        self.places.get(self.numbers.of(node)).copied().unwrap_or(0)
    }

    /// What depends directly on a node.
    pub fn arrows(&self, node: Node) -> &[Arrow] {
        let number = self.numbers.of(node);
        match self.starts.get(number..number + 2) {
            Some(ends) => &self.arrows[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }
}

/// Finding one circle costs a walk over the whole graph, and nobody reads of more than these.
const MOST_CIRCLES: usize = 20;

/// Gathers a recipe's arrows and puts its nodes in order.
pub(super) struct Builder<'a> {
    fields: &'a [Field],
    numbers: Numbers,
    /// From, and the arrow, which leads to a node's number as long as there is no order.
    arrows: Vec<(u32, Arrow)>,
    /// Node number -> whether there is such a node: not every field has a need of its own.
    there: Vec<bool>,
}

impl<'a> Builder<'a> {
    /// A graph of steps that hold these ranges of the fields, one after the other, and of so many checks.
    pub(super) fn new(steps: &[Range<usize>], fields: &'a [Field], checks: usize) -> Builder<'a> {
        let numbers = Numbers { steps: steps.len(), fields: fields.len() };
        let mut there = vec![true; numbers.of(Node::Check(checks))];
        there[numbers.of(Node::Need(0))..numbers.of(Node::Check(0))].fill(false);
        let mut builder = Builder { fields, numbers, arrows: Vec::with_capacity(2 * fields.len()), there };
        for (ix, field) in fields.iter().enumerate() {
            match field.home {
                Some(group) => builder.arrow(Node::Field(group), Node::Field(ix), builder.home(group), true),
                None => builder.arrow(Node::Step(field.step), Node::Field(ix), None, true),
            }
        }
        builder
    }

    fn home(&self, field: usize) -> Option<usize> {
        self.fields[field].home
    }

    fn arrow(&mut self, from: Node, to: Node, within: Option<usize>, vanishes: bool) {
        let arrow =
            Arrow { to: self.numbers.of(to) as u32, within: within.map_or(0, |group| group as u32 + 1), vanishes };
        self.arrows.push((self.numbers.of(from) as u32, arrow));
    }

    /// `node` is decided by `expression`.
    pub(super) fn add(&mut self, node: Node, expression: &Expr) {
        if let Node::Need(field) = node {
            self.there[self.numbers.of(node)] = true;
            self.arrow(Node::Field(field), node, self.home(field), true);
        }
        let fields = self.fields;
        for read in expression.reads(&|field| fields[field].home) {
            self.arrow(Node::Field(read.field), node, read.within, false);
        }
    }

    /// A check is about this field, which may vanish.
    pub(super) fn concerns(&mut self, check: usize, field: usize) {
        self.arrow(Node::Field(field), Node::Check(check), self.home(field), true);
    }

    /// The graph, and every circle found in it: its members, each deciding about the next and the last about the first.
    /// With circles the order is none that can be used.
    pub(super) fn finish(self) -> (Graph, Vec<Vec<Node>>) {
        let count = self.there.len();
        let (mut starts, mut incoming) = (vec![0u32; count + 1], vec![0u32; count]);
        for (from, arrow) in &self.arrows {
            starts[*from as usize + 1] += 1;
            incoming[arrow.to as usize] += 1;
        }
        for ix in 0..count {
            starts[ix + 1] += starts[ix];
        }
        let mut next = starts.clone();
        let mut arrows = vec![Arrow { to: 0, within: 0, vanishes: false }; self.arrows.len()];
        for (from, arrow) in &self.arrows {
            let place = &mut next[*from as usize];
            arrows[*place as usize] = *arrow;
            *place += 1;
        }
        let leading = |number: usize| starts[number] as usize..starts[number + 1] as usize;

        let (mut order, mut places, mut circles) = (Vec::with_capacity(count), vec![0; count], Vec::new());
        let mut placed: Vec<bool> = self.there.iter().map(|there| !there).collect();
        // From the back, so that what comes first in the recipe comes first in the order, as far as the arrows let it.
        let mut ready: Vec<usize> =
            (0..count).rev().filter(|&number| !placed[number] && incoming[number] == 0).collect();
        loop {
            while let Some(number) = ready.pop() {
                placed[number] = true;
                places[number] = order.len() as u32;
                order.push(self.numbers.node(number));
                for arrow in arrows[leading(number)].iter().rev() {
                    let next = arrow.to as usize;
                    incoming[next] = incoming[next].saturating_sub(1);
                    if incoming[next] == 0 && !placed[next] {
                        ready.push(next);
                    }
                }
            }
            // What is left lies on a circle or behind one. Breaking the circle lets the search for others go on.
            let to = |number: usize| arrows[leading(number)].iter().map(|arrow| arrow.to as usize);
            let Some(circle) = circle(&placed, &to).filter(|_| circles.len() < MOST_CIRCLES) else { break };
            incoming[circle[0]] = 0;
            ready.push(circle[0]);
            circles.push(circle.into_iter().map(|number| self.numbers.node(number)).collect());
        }
        for arrow in &mut arrows {
            arrow.to = places[arrow.to as usize];
        }
        (Graph { order, places, starts, arrows, numbers: self.numbers }, circles)
    }
}

/// A circle among the nodes not yet placed, from its member that comes first in the recipe.
fn circle<I: Iterator<Item = usize>>(placed: &[bool], to: &dyn Fn(usize) -> I) -> Option<Vec<usize>> {
    let mut before = vec![usize::MAX; placed.len()];
    for from in (0..placed.len()).filter(|&from| !placed[from]) {
        for next in to(from) {
            before[next] = from;
        }
    }
    // Every node left has another one left before it: going back must come round.
    let mut at = placed.iter().position(|placed| !placed)?;
    let mut seen = vec![false; placed.len()];
    while !seen[at] {
        seen[at] = true;
        at = before[at];
    }
    let mut circle = vec![at];
    let mut member = before[at];
    while member != at {
        circle.push(member);
        member = before[member];
    }
    circle.reverse();
    let first = circle.iter().enumerate().min_by_key(|(_, number)| **number).map_or(0, |(ix, _)| ix);
    circle.rotate_left(first);
    Some(circle)
}
