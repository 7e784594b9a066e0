//! What the composer sent, before anything of it is believed.

use axum::extract::multipart::{Field, Multipart};
use axum::http::StatusCode;
use tasuki_app::attachment::Upload;
use tasuki_app::compose::Draft;
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::vital::{Vital, VitalKind};
use tasuki_kernel::{Code, EntryId, PersonId, Problem, Timestamp};

use crate::routes::arrived::ArrivedFiles;

/// What the composer sent, before anything of it is believed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sent {
    pub(super) csrf: String,
    /// Who opened the form.
    pub(super) writer: String,
    /// With a form that came back over the door.
    pub(super) password: String,
    pub(super) entry: String,
    pub(super) text: String,
    pub(super) category: String,
    pub(super) importance: String,
    pub(super) sensitivity: String,
    pub(super) tags: String,
    pub(super) reply_to: String,
    pub(super) quote: String,
    pub(super) corrects: String,
    /// How many corrections there were when the form was opened.
    pub(super) version: String,
    /// When it was sent, by the device's clock.
    pub(super) claimed: String,
    pub(super) reason: String,
    pub(super) addressees: Vec<String>,
    pub(super) photos: Vec<Upload>,
    pub(super) captions: Vec<String>,
    /// Files that came before the form.
    pub(super) arrived: ArrivedFiles,
    /// Photos were sent and not kept.
    pub(super) photos_lost: bool,
    /// As they were typed.
    pub(super) vitals: Vec<(VitalKind, String)>,
    /// When they were measured: a time of day in Japan.
    pub(super) measured: String,
}

pub(super) fn unreadable(detail: impl std::fmt::Display) -> Problem {
    Problem::new(Code::Malformed, format!("the form cannot be read: {detail}"))
}

impl Sent {
    pub(super) async fn read(mut form: Multipart, photos: bool) -> Result<Self, Problem> {
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
            if !photos && field.name() == Some("photo") {
                sent.pass_over(field).await?;
            } else {
                sent.take(field).await?;
            }
        }
        for (photo, caption) in sent.photos.iter_mut().zip(&sent.captions) {
            photo.caption.clone_from(caption);
        }
        Ok(sent)
    }

    /// Notes that there was a photo, without keeping it.
    async fn pass_over(&mut self, mut photo: Field<'_>) -> Result<(), Problem> {
        while let Some(bytes) = photo.chunk().await.map_err(|e| refused(&e))? {
            self.photos_lost |= !bytes.is_empty();
        }
        Ok(())
    }

    /// Everything that was typed, as the fields of a form; photos cannot be given back.
    pub(super) fn fields(&self) -> Vec<(String, String)> {
        let single = [
            ("writer", &self.writer),
            ("entry", &self.entry),
            ("text", &self.text),
            ("category", &self.category),
            ("importance", &self.importance),
            ("sensitivity", &self.sensitivity),
            ("tags", &self.tags),
            ("reply_to", &self.reply_to),
            ("quote", &self.quote),
            ("corrects", &self.corrects),
            ("version", &self.version),
            ("reason", &self.reason),
            ("measured", &self.measured),
        ];
        let single = single.into_iter().filter(|(_, value)| !value.is_empty());
        let mut fields: Vec<(String, String)> =
            single.map(|(name, value)| (name.to_owned(), value.clone())).collect();
        fields.extend(self.addressees.iter().map(|it| ("addressee".to_owned(), it.clone())));
        fields.extend(self.vitals.iter().map(|(kind, it)| (kind.name().to_owned(), it.clone())));
        if self.photos_lost {
            fields.push(("photos_lost".to_owned(), "yes".to_owned()));
        }
        fields
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "photo" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(&e))?;
            // A file input without a choice sends one empty, nameless part.
            if !bytes.is_empty() {
                let caption = String::new();
                self.photos.push(Upload { file_name, caption, bytes: bytes.to_vec() });
            }
            return Ok(());
        }
        let bytes = field.bytes().await.map_err(|e| refused(&e))?;
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| unreadable(format!("the field {name} is not UTF-8")))?;
        match name.as_str() {
            "csrf" => self.csrf = text,
            "writer" => self.writer = text,
            "password" => self.password = text,
            "photos_lost" => self.photos_lost = !text.is_empty(),
            "entry" => self.entry = text,
            "text" => self.text = text,
            "category" => self.category = text,
            "importance" => self.importance = text,
            "sensitivity" => self.sensitivity = text,
            "tags" => self.tags = text,
            "reply_to" => self.reply_to = text,
            "quote" => self.quote = text,
            "corrects" => self.corrects = text,
            "version" => self.version = text,
            "claimed" => self.claimed = text,
            "reason" => self.reason = text,
            "addressee" => self.addressees.push(text),
            "caption" => self.captions.push(text),
            "measured" => self.measured = text,
            other => {
                self.arrived.take(other, &text);
                let kind = VitalKind::find(other).filter(|_| !text.trim().is_empty());
                self.vitals.extend(kind.map(|kind| (kind, text)));
            }
        }
        Ok(())
    }

    /// When it was sent, by the device's clock; a text that is no time says nothing.
    fn claimed(&self) -> Option<Timestamp> {
        let at: jiff::Timestamp = self.claimed.parse().ok()?;
        Some(Timestamp::from_micros(at.as_microsecond()))
    }

    /// The measured values.
    pub(super) fn vitals(&self) -> Result<Vec<Vital>, Problem> {
        self.vitals.iter().map(|(kind, value)| Vital::accept(*kind, value, None)).collect()
    }

    pub(super) fn draft(&self, now: Timestamp) -> Result<Draft, Problem> {
        let people: Result<Vec<PersonId>, _> =
            self.addressees.iter().map(|it| it.parse()).collect();
        Ok(Draft {
            entry: optional_id(&self.entry, "entry")?,
            post: None,
            category: self.category.clone(),
            importance: importance(&self.importance)?,
            sensitivity: sensitivity(&self.sensitivity)?,
            tags: self.tags.split_whitespace().map(str::to_owned).collect(),
            text: self.text.clone(),
            photos: self.photos.clone(),
            answers: optional_id(&self.reply_to, "answers")?,
            deliver_to: people.map_err(|_| Problem::invalid("deliver_to", "not an id"))?,
            claimed: self.claimed(),
            undisclosed: false,
            quote: Some(self.quote.clone()),
            vitals: self.vitals()?,
            happened: measured_at(&self.measured, now)?,
            ..Draft::default()
        })
    }
}

/// What a form that cannot be read to its end amounts to.
pub(crate) fn refused(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(Code::TooLarge, "the photos are over 64 MB together");
    }
    unreadable(error.body_text())
}

pub(super) fn optional_id(text: &str, field: &'static str) -> Result<Option<EntryId>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Problem::invalid(field, "not an id"))
}

fn importance(name: &str) -> Result<Importance, Problem> {
    match name {
        "" => Ok(Importance::Normal),
        "information" => Ok(Importance::Info),
        other => Importance::from_name(other)
            .ok_or_else(|| Problem::invalid("importance", "not an importance")),
    }
}

fn sensitivity(name: &str) -> Result<Sensitivity, Problem> {
    match name {
        "" => Ok(Sensitivity::Low),
        other => Sensitivity::from_name(other)
            .ok_or_else(|| Problem::invalid("sensitivity", "not a sensitivity")),
    }
}

/// Seconds by which a clock on the wall may be ahead.
const AHEAD: i64 = 600;

/// The time of day `text` in Japan, as the last instant that it was; none when nothing was said.
fn measured_at(text: &str, now: Timestamp) -> Result<Option<Timestamp>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || Problem::invalid("measured", "not a time of day");
    let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
    let number = |it: &str, below: i64| match it.parse::<i64>() {
        Ok(n) if it.len() <= 2 && (0..below).contains(&n) => Ok(n),
        _ => Err(wrong()),
    };
    let of_day = number(hour, 24)? * 3600 + number(minute, 60)? * 60;
    // Japan is nine hours ahead of UTC; its days begin at 15:00.
    let local = now.as_micros().div_euclid(1_000_000) + 9 * 3600;
    let today = local.div_euclid(86_400) * 86_400 + of_day;
    let last = if today > local + AHEAD { today - 86_400 } else { today };
    Ok(Some(Timestamp::from_micros((last - 9 * 3600) * 1_000_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-21 14:32 in Japan.
    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    #[test]
    fn a_time_of_day_is_the_last_one_that_was() {
        let before = |text| {
            let at = measured_at(text, NOW).unwrap().unwrap();
            NOW.seconds_since(at) / 60
        };
        assert_eq!(before("14:00"), 32);
        assert_eq!(before("9:05"), 327);
        assert_eq!(before("14:40"), -8, "a clock a little ahead");
        assert_eq!(before("23:50"), 14 * 60 + 42, "yesterday");
        assert_eq!(before("00:00"), 14 * 60 + 32);
        assert_eq!(measured_at(" ", NOW), Ok(None));
    }

    #[test]
    fn what_is_no_time_of_day_is_named() {
        for text in ["24:00", "12:60", "12", "-1:30", "1200", "a:b", "12:00:00", "012:00", ":"] {
            let problem = measured_at(text, NOW).unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("measured")), "{text}");
        }
    }
}
