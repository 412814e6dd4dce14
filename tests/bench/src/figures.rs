//! Figures of several rounds: their median, and a table of them beside their goals.

use serde_json::{Value, json};

/// The middle of `values`, which are not empty; of an even number of them the mean of the middle two.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { f64::midpoint(sorted[middle - 1], sorted[middle]) } else { sorted[middle] }
}

/// The value that 95 of 100 do not exceed.
pub fn p95(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[(sorted.len() * 95).div_ceil(100) - 1]
}

/// One line of the table: what was measured, of the app and of the page written by hand.
#[derive(Clone, Debug)]
pub struct Row {
    pub work: &'static str,
    pub fields: usize,
    /// How many times the processor was slowed down.
    pub slowed: u32,
    pub app: f64,
    pub hand: f64,
    pub goal: Goal,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// At most so many times what the page written by hand takes.
    Times(f64),
    /// At most so much.
    AtMost(f64),
    None,
}

impl Row {
    pub fn ratio(&self) -> f64 {
        self.app / self.hand
    }

    /// Whether the goal is reached; always, where there is none.
    pub fn good(&self) -> bool {
        match self.goal {
            Goal::Times(most) => self.ratio() <= most,
            Goal::AtMost(most) => self.app <= most,
            Goal::None => true,
        }
    }

    fn goal_in_words(&self) -> String {
        match self.goal {
            Goal::Times(most) => format!("≤ {most} ×"),
            Goal::AtMost(most) => format!("≤ {most}"),
            Goal::None => String::new(),
        }
    }

    fn to_json(&self) -> Value {
        let goal = match self.goal {
            Goal::Times(most) => json!({ "ratio": most }),
            Goal::AtMost(most) => json!({ "most": most }),
            Goal::None => Value::Null,
        };
        json!({
            "work": self.work, "fields": self.fields, "slowed": self.slowed, "app": rounded(self.app),
            "hand": rounded(self.hand), "ratio": rounded(self.ratio()), "goal": goal, "good": self.good(),
        })
    }
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// For people.
pub fn table(rows: &[Row]) -> String {
    let mut out = String::new();
    let mut before = None;
    for row in rows {
        if before.replace((row.fields, row.slowed)) != Some((row.fields, row.slowed)) {
            let slowed = if row.slowed == 1 { "as it is".to_owned() } else { format!("slowed {} times", row.slowed) };
            out.push_str(&format!("\n{} fields, the processor {slowed}\n", row.fields));
            out.push_str(&format!("  {:<34}{:>9}{:>9}{:>8}  goal\n", "", "app", "by hand", "ratio"));
        }
        let (goal, good) = (row.goal_in_words(), if row.good() { "" } else { "  ← missed" });
        out.push_str(&format!(
            "  {:<34}{:>9.1}{:>9.1}{:>8.2}  {goal}{good}\n",
            row.work,
            row.app,
            row.hand,
            row.ratio()
        ));
    }
    out
}

/// For programs: one line.
pub fn machine(rows: &[Row]) -> String {
    let good = rows.iter().all(Row::good);
    json!({ "bench": "form", "rows": rows.iter().map(Row::to_json).collect::<Vec<_>>(), "good": good }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: Row = Row { work: "render (ms)", fields: 100, slowed: 4, app: 13.0, hand: 10.0, goal: Goal::Times(1.3) };

    #[test]
    fn the_middle_and_the_slow_end_are_found() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        let twenty: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!((p95(&twenty), p95(&[7.0])), (19.0, 7.0));
    }

    #[test]
    fn a_missed_goal_is_seen() {
        assert!(ROW.good() && !table(&[ROW]).contains("missed"));
        let missed = Row { app: 13.1, ..ROW };
        assert!(!missed.good() && table(std::slice::from_ref(&missed)).contains("missed"));
        let read: Value = serde_json::from_str(&machine(&[missed])).unwrap();
        assert_eq!((&read["good"], &read["rows"][0]["ratio"]), (&json!(false), &json!(1.31)));
    }
}
