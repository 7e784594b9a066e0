//! 同意書 as a PDF, filled with what is known, or blank.

use tasuki_domain::content::{ConsentKind, Touched};
use tasuki_kernel::{Code, Problem, Result};
use tasuki_print::{ConsentForm, Letters, PatientLine, consent_form};
use tasuki_store::notebook;

use super::{Consents, holds};
use crate::App;
use crate::registering::Registrar;

/// How days and names are written on a form, in words.
#[derive(Debug, Clone, Default)]
pub struct FormWords {
    /// The patient's day of birth.
    pub birth: String,
    /// The last day of the consent to sharing in the team; empty for none.
    pub until: String,
    /// When it was printed.
    pub printed: String,
}

impl App {
    /// Whether there is a font for Japanese text.
    pub fn can_print(&self) -> bool {
        self.font.get().is_some()
    }

    /// Makes the pages apart from everything else: a large font is read for them.
    async fn print(&self, form: ConsentForm) -> Result<Vec<u8>> {
        let none = || Problem::new(Code::Configuration, "there is no font for documents");
        let font = self.document_font().ok_or_else(none)?;
        let made = tokio::task::spawn_blocking(move || {
            let (bytes, number) = font.read().ok_or_else(none)?;
            consent_form(&form, &Letters::new(bytes, number)?)
        });
        made.await.map_err(|_| Problem::new(Code::Internal, "printing ended in a panic"))?
    }
}

impl Registrar {
    /// A form to be filled in by hand.
    ///
    /// # Errors
    /// `Configuration` without a font.
    pub async fn blank_form(&self, printed: String) -> Result<Vec<u8>> {
        let settings = self.app.settings().await?;
        let form = ConsentForm {
            region: settings.name,
            notebook_name: settings.notebook_name,
            managing: self.facility_name().to_owned(),
            printed,
            ..ConsentForm::default()
        };
        self.app.print(form).await
    }
}

impl Consents {
    /// The facilities of everybody who is a member of the team now, the managing one first.
    pub async fn facilities(&self) -> Result<Vec<String>> {
        let managing = self.row.managing_facility;
        let all = self.app.facilities().await?;
        let name = all.into_iter().find(|it| it.0 == managing).map(|it| it.1);
        let consents = self.clone();
        let members = self
            .app
            .store
            .read(move |conn| {
                let mut names = Vec::new();
                for row in notebook::members(conn, consents.row.team_room)? {
                    let (facts, now) = (row.facts, consents.now);
                    if facts.from <= now && facts.until.is_none_or(|until| now < until) {
                        let byline = consents.known.member(conn, row.person, facts.post)?;
                        names.push(byline.facility);
                    }
                }
                Ok(names)
            })
            .await?;
        let mut names: Vec<String> = name.into_iter().collect();
        for facility in members {
            if !facility.is_empty() && !names.contains(&facility) {
                names.push(facility);
            }
        }
        Ok(names)
    }

    /// The form with what is known filled in; taking it is recorded as a copy.
    ///
    /// # Errors
    /// `Configuration` without a font.
    pub async fn form(&self, words: FormWords) -> Result<Vec<u8>> {
        self.app.record(self.record(Touched::Exported)).await?;
        let (patient, history) = (self.patient().await?, self.history().await?);
        let settings = self.app.settings().await?;
        let facilities = self.facilities().await?;
        let said = |kind| {
            let step = history.newest(kind)?;
            Some((kind, holds(&step.consent, self.now)))
        };
        let form = ConsentForm {
            region: settings.name,
            notebook_name: settings.notebook_name,
            patient: Some(PatientLine {
                name: patient.name.full(),
                kana: patient.name.kana(),
                birth: words.birth,
            }),
            managing: facilities.first().cloned().unwrap_or_default(),
            facilities,
            said: ConsentKind::ALL.into_iter().filter_map(said).collect(),
            until: words.until,
            printed: words.printed,
        };
        self.app.print(form).await
    }
}
