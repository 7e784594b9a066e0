//! Fields of forms: what is filled in, how, and what is wrong with it.

use super::Choice;

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Widget {
    /// One line; the type of the input.
    Text(&'static str),
    /// Many lines; how many are shown.
    Area(u32),
    /// One of many, in a list.
    Pick(Vec<Choice>),
    /// One of a few, side by side.
    Radio(Vec<Choice>),
    /// Any number of a few.
    Checks(Vec<Check>),
}

impl Default for Widget {
    fn default() -> Self {
        Self::Text("text")
    }
}

/// Something that is ticked or not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    pub value: String,
    pub label: String,
    pub on: bool,
}

/// A field of a form.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Its name in the form.
    pub name: &'static str,
    pub label: &'static str,
    /// A line above the field: what form is asked for.
    pub hint: String,
    pub value: String,
    pub widget: Widget,
    /// The `autocomplete` token (HTML, 4.10.18.7); empty for none.
    pub complete: &'static str,
    /// May be left empty.
    pub optional: bool,
    /// A whole sentence: what is wrong and how to mend it.
    pub error: Option<String>,
}

impl Input {
    /// A line of text.
    pub fn line(name: &'static str, label: &'static str, value: &str) -> Self {
        Self { name, label, value: value.to_owned(), ..Self::default() }
    }

    /// A line of text of another type, which browsers may fill in by themselves.
    pub fn typed(
        name: &'static str,
        label: &'static str,
        value: &str,
        (kind, complete): (&'static str, &'static str),
    ) -> Self {
        Self { widget: Widget::Text(kind), complete, ..Self::line(name, label, value) }
    }

    /// Many lines of text.
    pub fn area(name: &'static str, label: &'static str, value: &str, rows: u32) -> Self {
        Self { widget: Widget::Area(rows), ..Self::line(name, label, value) }
    }

    /// One of many.
    pub fn pick(
        name: &'static str,
        label: &'static str,
        value: &str,
        choices: Vec<Choice>,
    ) -> Self {
        Self { widget: Widget::Pick(choices), ..Self::line(name, label, value) }
    }

    /// The same with a line above it.
    #[must_use]
    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// The same, which may be left empty.
    #[must_use]
    pub fn or_nothing(self) -> Self {
        Self { optional: true, ..self }
    }
}

/// Puts what is wrong beside the fields that it is about.
pub fn tell(rows: &mut [Vec<Input>], problems: impl IntoIterator<Item = (String, String)>) {
    for (field, message) in problems {
        let input = rows.iter_mut().flatten().find(|it| it.name == field);
        if let Some(input) = input.filter(|it| it.error.is_none()) {
            input.error = Some(message);
        }
    }
}

/// Every field that is wrong, with what is wrong, in the order of the form.
pub fn wrong(rows: &[Vec<Input>]) -> Vec<(&'static str, &str)> {
    let all = rows.iter().flatten();
    all.filter_map(|it| it.error.as_deref().map(|message| (it.name, message))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_stands_beside_its_field_and_the_first_word_counts() {
        let mut rows =
            vec![vec![Input::line("family", "姓", "")], vec![Input::line("mail", "", "")]];
        let told = [("mail", "一"), ("mail", "二"), ("nowhere", "三")];
        tell(&mut rows, told.map(|(field, why)| (field.to_owned(), why.to_owned())));
        assert_eq!(rows[1][0].error.as_deref(), Some("一"));
        assert_eq!(wrong(&rows), [("mail", "一")]);
    }
}
