//! Which conditions read which fields, so that a change costs only what it touches.
//!
//! A *node* is what conditions decide about: a step (shown or not) or a field (shown or not, required or not). Arrows go
//! from a field to every node whose condition reads it, and from a step to its fields, which vanish with it. The nodes
//! are kept in an order in which no arrow goes back: so whoever evaluates them in that order never reads what is stale.

use std::ops::Range;

use crate::expr::Expr;

/// What a condition decides about, by its place in `Recipe::steps` or `Recipe::fields`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    Step(usize),
    Field(usize),
}

/// All nodes in order, and the arrows between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    order: Vec<Node>,
    /// Node number (steps first, then fields) -> place in `order`.
    places: Vec<u32>,
    /// Node number -> the numbers its arrows lead to.
    arrows: Vec<Vec<u32>>,
    steps: usize,
}

impl Graph {
    /// Every step and field, in the order to evaluate them in.
    pub fn order(&self) -> &[Node] {
        &self.order
    }

    /// The nodes that a new answer in `field` can change, directly or through others, in the order to evaluate them in.
    /// The field itself is never among them.
    pub fn dependents(&self, field: usize) -> Vec<Node> {
        let mut seen = vec![false; self.arrows.len()];
        let mut found: Vec<u32> = Vec::new();
        let mut open = vec![self.steps + field];
        while let Some(number) = open.pop() {
            for &next in self.arrows.get(number).map_or(&[][..], Vec::as_slice) {
                let next = next as usize;
                if !seen[next] {
                    seen[next] = true;
                    found.push(self.places[next]);
                    open.push(next);
                }
            }
        }
        found.sort_unstable();
        found.into_iter().map(|place| self.order[place as usize]).collect()
    }
}

/// Finding one circle costs a walk over the whole graph, and nobody reads of more than these.
const MOST_CIRCLES: usize = 20;

/// Gathers a recipe's arrows and puts its nodes in order.
pub(super) struct Builder {
    graph: Graph,
    /// Node number -> how many arrows lead to it from nodes that are not in order yet.
    incoming: Vec<u32>,
}

impl Builder {
    /// A graph whose steps hold these ranges of the fields, one after the other.
    pub(super) fn new(steps: &[Range<usize>]) -> Builder {
        let fields = steps.last().map_or(0, |range| range.end);
        let nodes = steps.len() + fields;
        let graph = Graph {
            order: Vec::with_capacity(nodes),
            places: vec![0; nodes],
            arrows: vec![Vec::new(); nodes],
            steps: steps.len(),
        };
        let mut builder = Builder { graph, incoming: vec![0; nodes] };
        for (step, range) in steps.iter().enumerate() {
            for field in range.clone() {
                builder.arrow(step, steps.len() + field);
            }
        }
        builder
    }

    fn arrow(&mut self, from: usize, to: usize) {
        self.graph.arrows[from].push(to as u32);
        self.incoming[to] += 1;
    }

    fn number(&self, node: Node) -> usize {
        match node {
            Node::Step(step) => step,
            Node::Field(field) => self.graph.steps + field,
        }
    }

    fn node(&self, number: usize) -> Node {
        number.checked_sub(self.graph.steps).map_or(Node::Step(number), Node::Field)
    }

    /// `node` is decided by `condition`.
    pub(super) fn add(&mut self, node: Node, condition: &Expr) {
        for read in condition.reads(&|_| None) {
            self.arrow(self.graph.steps + read.field, self.number(node));
        }
    }

    /// The graph, and every circle found in it: its members, each deciding about the next and the last about the first.
    /// With circles the order is none that can be used.
    pub(super) fn finish(mut self) -> (Graph, Vec<Vec<Node>>) {
        let mut circles = Vec::new();
        let mut placed = vec![false; self.incoming.len()];
        // From the back, so that what comes first in the recipe comes first in the order, as far as the arrows let it.
        let mut ready: Vec<usize> = (0..placed.len()).rev().filter(|&number| self.incoming[number] == 0).collect();
        loop {
            while let Some(number) = ready.pop() {
                placed[number] = true;
                self.graph.places[number] = self.graph.order.len() as u32;
                self.graph.order.push(self.node(number));
                for ix in (0..self.graph.arrows[number].len()).rev() {
                    let next = self.graph.arrows[number][ix] as usize;
                    self.incoming[next] = self.incoming[next].saturating_sub(1);
                    if self.incoming[next] == 0 && !placed[next] {
                        ready.push(next);
                    }
                }
            }
            // What is left lies on a circle or behind one. Breaking the circle lets the search for others go on.
            let Some(circle) = self.circle(&placed).filter(|_| circles.len() < MOST_CIRCLES) else { break };
            self.incoming[circle[0]] = 0;
            ready.push(circle[0]);
            circles.push(circle.into_iter().map(|number| self.node(number)).collect());
        }
        (self.graph, circles)
    }

    /// A circle among the nodes not yet placed, from its member that comes first in the recipe.
    fn circle(&self, placed: &[bool]) -> Option<Vec<usize>> {
        let mut before = vec![usize::MAX; placed.len()];
        for from in (0..placed.len()).filter(|&from| !placed[from]) {
            for &to in &self.graph.arrows[from] {
                before[to as usize] = from;
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
}
