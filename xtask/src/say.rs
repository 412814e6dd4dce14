//! What the person at the terminal reads while something takes time. All of it goes to standard error: standard output
//! belongs to results.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Says what is done, why, and how long it usually takes; does it; says how long it took.
pub fn step<T>(what: &str, usually: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("• {what} (usually {usually}) …");
    let started = Instant::now();
    let result = work()?;
    eprintln!("  done in {}", duration(started.elapsed()));
    Ok(result)
}

/// One sentence.
pub fn note(sentence: &str) {
    eprintln!("• {sentence}");
}

/// The title of a part of a longer command.
pub fn heading(title: &str) {
    eprintln!("\n━━ {title}");
}

/// "0.4 s", "12 s", "3 min 2 s".
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f32()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

/// A number of bytes with a space between each three digits: "1 234 567".
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short_words() {
        assert_eq!(duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(182)), "3 min 2 s");
    }

    #[test]
    fn digits_stand_in_groups_of_three() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(123), "123");
        assert_eq!(grouped(1234), "1 234");
        assert_eq!(grouped(1_234_567), "1 234 567");
    }
}
