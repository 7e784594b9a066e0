//! The form of a notice as it was filled in, before anything of it is believed.

use axum::extract::multipart::{Multipart, MultipartError};
use serde::Deserialize;
use tasuki_app::attachment::Upload;
use tasuki_app::notice::ChannelRow;
use tasuki_domain::importance::Importance;
use tasuki_domain::notice::Typed;
use tasuki_domain::{facility, profession};
use tasuki_kernel::{Code, EntryId, Problem, Timestamp};

use crate::pages::{Check, Input, Widget, choices};
use crate::present;
use crate::show::minute_of;
use crate::texts::Lang;

/// The form.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Filled {
    pub(super) csrf: String,
    pub(super) channel: String,
    /// Made for the second step: pressed twice, it is one notice.
    pub(super) entry: String,
    /// Back to the first step.
    pub(super) back: String,
    title: String,
    text: String,
    importance: String,
    kinds: Vec<String>,
    professions: Vec<String>,
    from: String,
    until: String,
    confirm: String,
}

/// The word for an importance.
pub(super) fn importance(lang: Lang, it: Importance) -> &'static str {
    lang.texts().notices.importances[usize::from(it.code()) - 1]
}

fn minute(field: &'static str, text: &str) -> Result<Option<Timestamp>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    minute_of(text).map(Some).ok_or_else(|| Problem::invalid(field, "not a minute"))
}

impl Filled {
    /// The notice, and the times that cannot be read.
    pub(super) fn typed(&self) -> (Typed, Vec<Problem>) {
        let mut wrong = Vec::new();
        let mut time = |field, text: &str| {
            minute(field, text).map_err(|it| wrong.push(it)).unwrap_or_default()
        };
        let (from, until) = (time("from", &self.from), time("until", &self.until));
        let typed = Typed {
            title: self.title.clone(),
            text: self.text.clone(),
            importance: self.importance.clone(),
            kinds: self.kinds.clone(),
            professions: self.professions.clone(),
            from,
            until,
            confirm: !self.confirm.is_empty(),
        };
        (typed, wrong)
    }

    pub(super) fn entry(&self) -> Result<Option<EntryId>, Problem> {
        if self.entry.is_empty() {
            return Ok(None);
        }
        let wrong = |_| Problem::new(Code::Malformed, "the notice's id is none");
        self.entry.parse().map(Some).map_err(wrong)
    }

    /// Everything that was typed, as the fields of a form.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let single = [
            ("channel", &self.channel),
            ("entry", &self.entry),
            ("title", &self.title),
            ("text", &self.text),
            ("importance", &self.importance),
            ("from", &self.from),
            ("until", &self.until),
            ("confirm", &self.confirm),
        ];
        let many = [("kinds", &self.kinds), ("professions", &self.professions)];
        let many = many.into_iter().flat_map(|(name, all)| all.iter().map(move |it| (name, it)));
        let all = single.into_iter().filter(|(_, value)| !value.is_empty()).chain(many);
        all.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    }

    fn take(&mut self, name: &str, text: String) {
        match name {
            "csrf" => self.csrf = text,
            "channel" => self.channel = text,
            "entry" => self.entry = text,
            "title" => self.title = text,
            "text" => self.text = text,
            "importance" => self.importance = text,
            "kinds" => self.kinds.push(text),
            "professions" => self.professions.push(text),
            "from" => self.from = text,
            "until" => self.until = text,
            "confirm" => self.confirm = text,
            _ => {}
        }
    }

    /// The fields as the page shows them.
    pub(super) fn rows(&self, lang: Lang, channels: &[ChannelRow]) -> Vec<Vec<Input>> {
        let t = &lang.texts().notices;
        let ticked = |codes: Vec<(&str, String)>, on: &[String]| {
            let check = |(code, label): (&str, String)| Check {
                value: code.to_owned(),
                label,
                on: on.iter().any(|it| it == code),
            };
            Widget::Checks(codes.into_iter().map(check).collect())
        };
        let kinds =
            facility::TABLE.iter().map(|it| (it.code, present::facility_kind(lang, it.code)));
        let professions =
            profession::TABLE.iter().map(|it| (it.code, present::profession_name(lang, it.code)));
        let kinds = Input {
            widget: ticked(kinds.collect(), &self.kinds),
            ..Input::line("kinds", t.kinds, "").with_hint(t.kinds_hint)
        };
        let professions = Input {
            widget: ticked(professions.collect(), &self.professions),
            ..Input::line("professions", t.professions, "").with_hint(t.professions_hint)
        };
        let confirm = Check {
            value: "yes".into(),
            label: t.confirm_field.into(),
            on: !self.confirm.is_empty(),
        };
        let confirm = Input {
            widget: Widget::Checks(vec![confirm]),
            ..Input::line("confirm", t.confirm, "")
        };
        let time = |name, label, value: &str, hint: &str| {
            Input::typed(name, label, value, ("datetime-local", "")).with_hint(hint).or_nothing()
        };
        let mut rows = vec![
            self.channel_row(lang, channels),
            vec![Input::line("title", t.subject, &self.title)],
        ];
        rows.extend([
            vec![Input::area("text", t.text, &self.text, 8).with_hint(t.text_hint).or_nothing()],
            vec![self.importance_row(lang)],
            vec![kinds],
            vec![professions],
            vec![
                time("from", t.from, &self.from, t.from_hint),
                time("until", t.until_field, &self.until, t.until_hint),
            ],
            vec![confirm],
        ]);
        rows
    }

    /// Where there is only one channel, it is chosen already.
    fn channel_row(&self, lang: Lang, channels: &[ChannelRow]) -> Vec<Input> {
        let only = channels.first().filter(|_| channels.len() == 1).map(|it| it.id.to_string());
        let chosen = if self.channel.is_empty() { only } else { None };
        let chosen = chosen.unwrap_or_else(|| self.channel.clone());
        let all = choices(channels.iter().map(|it| (it.id.to_string(), it.name.clone())));
        vec![Input::pick("channel", lang.texts().notices.channel, &chosen, all)]
    }

    fn importance_row(&self, lang: Lang) -> Input {
        let t = &lang.texts().notices;
        let all = [Importance::Urgent, Importance::Normal, Importance::Info];
        let all = choices(all.map(|it| (it.name().to_owned(), importance(lang, it).to_owned())));
        let chosen = match self.importance.as_str() {
            "" => Importance::Normal.name(),
            name => name,
        };
        Input { widget: Widget::Radio(all), ..Input::line("importance", t.importance, chosen) }
            .with_hint(t.urgent_hint)
    }
}

/// The form of the second step with its files.
pub(super) async fn read(
    mut form: Multipart,
    refused: impl Fn(&MultipartError) -> Problem,
) -> Result<(Filled, Vec<Upload>), Problem> {
    let (mut filled, mut files) = (Filled::default(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|e| refused(&e))?;
        if name == "file" {
            // A file input without a choice sends one empty, nameless part.
            if !bytes.is_empty() {
                files.push(Upload { file_name, caption: String::new(), bytes: bytes.to_vec() });
            }
            continue;
        }
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| Problem::new(Code::Malformed, format!("the field {name} is not UTF-8")))?;
        filled.take(&name, text);
    }
    Ok((filled, files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_goes_through_the_second_step_as_it_is() {
        let filled = Filled {
            title: "件名".into(),
            kinds: vec!["clinic".into(), "pharmacy".into()],
            until: "2026-12-01T17:00".into(),
            ..Filled::default()
        };
        let mut again = Filled::default();
        for (name, value) in filled.fields() {
            again.take(&name, value);
        }
        assert_eq!(again.fields(), filled.fields());
        assert_eq!(again.kinds, ["clinic", "pharmacy"]);
        let (typed, wrong) = again.typed();
        assert!(wrong.is_empty() && typed.from.is_none() && typed.until.is_some());
    }

    #[test]
    fn times_that_cannot_be_read_are_named_both_at_once() {
        let (from, until) = ("明日".to_owned(), "2026-12-01".to_owned());
        let (_, wrong) = Filled { from, until, ..Filled::default() }.typed();
        let fields: Vec<_> = wrong.iter().map(|it| it.field).collect();
        assert_eq!(fields, [Some("from"), Some("until")]);
        assert!(Filled { entry: "x".into(), ..Filled::default() }.entry().is_err());
    }
}
