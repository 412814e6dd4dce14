//! The field kind `yesNo`: one of two answers.

use super::schema::Schema;
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

pub(super) struct YesNo;

impl YesNo {
    pub(super) fn schema() -> Schema {
        Schema::of("boolean")
    }
}

impl Rules for YesNo {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "" => nothing(required, Missing::YesNo),
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            _ => wrong(Fault::Choice),
        }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || matches!(answer.text(), "true" | "false")
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    #[test]
    fn no_is_an_answer() {
        assert_eq!(YesNo.check(&typed("false"), true, &cx()), Ok(Value::Bool(false)));
        assert_eq!(YesNo.check(&typed("true"), true, &cx()), Ok(Value::Bool(true)));
        assert_eq!(YesNo.check(&Answer::Empty, true, &cx()), nothing(true, Missing::YesNo));
        assert_eq!(YesNo.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
        assert_eq!(YesNo.check(&typed("maybe"), false, &cx()), wrong(Fault::Choice));
    }
}
