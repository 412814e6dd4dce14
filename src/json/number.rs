//! A number of a JSON text as the exact decimal that was written.

/// An exact decimal of at most 18 digits, or, where that does not do, the text it was written as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// `digits` divided by ten `places` times. If there are places, the last digit is not 0, so that each value has one
    /// form and equal ones are alike.
    Decimal { digits: i64, places: u8 },
    /// More digits than that: as written, and equal only to what is written alike.
    Long(Box<str>),
}

/// So many digits can never outgrow 64 bits, and nothing has to be checked on the way.
const MOST_DIGITS: i64 = 18;
const MOST: u64 = 10_u64.pow(MOST_DIGITS as u32) - 1;

impl Number {
    /// The number of a `text` that is written as RFC 8259 § 6 says.
    pub(crate) fn of(text: &str) -> Number {
        match decimal(text) {
            Some(decimal) => Number(decimal),
            None => Number(Form::Long(text.into())),
        }
    }

    /// The whole number it is: 1.0 and 1e0 are one, too, as in JSON Schema. `None` for fractions, and for more than 18
    /// digits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Form::Decimal { digits, places: 0 } => Some(digits),
            _ => None,
        }
    }

    /// The number as digits and how many of them stand after the point: 12.5 is 125 with one. `None` for more than 18 digits.
    pub fn decimal(&self) -> Option<(i64, u8)> {
        match self.0 {
            Form::Decimal { digits, places } => Some((digits, places)),
            Form::Long(_) => None,
        }
    }

    /// Writes it to the end of `out`, without an exponent unless it is too long for that.
    pub fn write(&self, out: &mut String) {
        let (digits, places) = match &self.0 {
            Form::Decimal { digits, places } => (*digits, usize::from(*places)),
            Form::Long(text) => return out.push_str(text),
        };
        if digits < 0 {
            out.push('-');
        }
        let text = digits.unsigned_abs().to_string();
        // "5" with three places is "0.005".
        let zeros = (places + 1).saturating_sub(text.len());
        for place in 0..zeros + text.len() {
            if place + places == zeros + text.len() {
                out.push('.');
            }
            out.push(if place < zeros { '0' } else { char::from(text.as_bytes()[place - zeros]) });
        }
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Number {
        if number.unsigned_abs() <= MOST {
            Number(Form::Decimal { digits: number, places: 0 })
        } else {
            Number(Form::Long(number.to_string().into()))
        }
    }
}

/// `None` for what does not fit.
fn decimal(text: &str) -> Option<Form> {
    // The digits from the first that is not 0 to the last that is not 0, how many they are, and the zeros after them.
    let (mut digits, mut count, mut zeros) = (0_i64, 0, 0_i64);
    // How many tens the digits and zeros so far are multiplied by.
    let (mut scale, mut fraction, mut exponent) = (0_i64, false, "0");
    for (ix, byte) in text.bytes().enumerate() {
        match byte {
            b'.' => fraction = true,
            b'0'..=b'9' => {
                scale -= i64::from(fraction);
                if byte == b'0' {
                    zeros += i64::from(digits != 0);
                    continue;
                }
                count += zeros + 1;
                if count > MOST_DIGITS {
                    return None;
                }
                digits = times_ten(digits, zeros + 1) + i64::from(byte - b'0');
                zeros = 0;
            }
            b'e' | b'E' => {
                exponent = text.get(ix + 1..)?;
                break;
            }
            _ => {}
        }
    }
    if digits == 0 {
        return Some(Form::Decimal { digits, places: 0 });
    }
    scale = exponent.parse::<i64>().ok()?.saturating_add(scale + zeros);
    let mut places = 0;
    if scale < 0 {
        places = u8::try_from(scale.unsigned_abs()).ok()?;
    } else if scale <= MOST_DIGITS - count {
        digits = times_ten(digits, scale);
    } else {
        return None;
    }
    Some(Form::Decimal { digits: if text.starts_with('-') { -digits } else { digits }, places })
}

fn times_ten(mut number: i64, times: i64) -> i64 {
    for _ in 0..times {
        number *= 10;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(number: &Number) -> String {
        let mut out = String::new();
        number.write(&mut out);
        out
    }

    #[test]
    fn one_value_has_one_form() {
        let long = ["1.", &"0".repeat(400)].concat();
        for text in ["1", "1.0", "1e0", "10e-1", "0.1E+1", "0.01e2", "1000000000000000000000e-21", &long] {
            assert_eq!(Number::of(text), Number::from(1), "{text}");
        }
        for text in ["0", "-0", "0.00", "-0e99999999999999999999", "0e-5"] {
            assert_eq!(Number::of(text), Number::from(0), "{text}");
        }
        assert_eq!(Number::of("-12e3").as_i64(), Some(-12_000));
        assert_eq!(Number::of("1.50").as_i64(), None);
        assert_eq!(Number::of("-1.50e1").decimal(), Some((-15, 0)));
        assert_eq!(Number::of("0.0050").decimal(), Some((5, 3)));
        assert_eq!(Number::of("1e400").decimal(), None);
    }

    #[test]
    fn fractions_are_written_with_their_places() {
        for (text, expected) in [
            ("1.5", "1.5"),
            ("-0.50", "-0.5"),
            ("15e-1", "1.5"),
            ("5e-3", "0.005"),
            ("-123.456e1", "-1234.56"),
            ("120e-1", "12"),
            ("100", "100"),
        ] {
            assert_eq!(written(&Number::of(text)), expected);
        }
    }

    #[test]
    fn eighteen_digits_are_kept_and_more_stay_as_they_were_written() {
        let most = MOST as i64;
        assert_eq!(Number::of("999999999999999999").as_i64(), Some(most));
        assert_eq!(Number::from(-most).as_i64(), Some(-most));
        assert_eq!(Number::of("99999999999999999900e-2").as_i64(), Some(most));
        assert_eq!(Number::of("1e17").as_i64(), Some(10_i64.pow(17)));
        for text in [
            "1000000000000000001",
            "1e18",
            "12e17",
            "1E400",
            "1e-256",
            "-1e99999999999999999999",
            "1e-9223372036854775808",
            "0.1234567890123456789",
        ] {
            assert_eq!((Number::of(text).as_i64(), written(&Number::of(text)).as_str()), (None, text));
        }
        assert_eq!(written(&Number::of("1e-255")).len(), 257);
        assert_eq!(Number::from(i64::MIN), Number::of("-9223372036854775808"));
    }
}
