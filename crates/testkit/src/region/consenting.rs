//! Patients to be registered, and consents.

use std::sync::Arc;

use tasuki_app::consent::{Change, Consents};
use tasuki_app::registering::{Opening, Registrar};
use tasuki_domain::consent;
use tasuki_domain::content::ConsentKind;
use tasuki_domain::registration::{Checked, Typed};
use tasuki_kernel::{EntryId, FacilityId, NotebookId, Result};

use super::{Region, Somebody, photo};

/// A form that is filled in well: the patient agrees on paper to all but research.
pub fn registration(family_kana: &str, birth: &str) -> Typed {
    let agreed = ["team", "family", "partners", "disaster", "emergency"];
    Typed {
        family: "渡邉\u{E0101}".into(),
        given: "ハル".into(),
        family_kana: family_kana.into(),
        given_kana: "ﾊﾙ".into(),
        birth: birth.into(),
        sex: "female".into(),
        address: "みなと市本町１丁目２番地の３".into(),
        agreed: agreed.map(Into::into).to_vec(),
        consent: consent_typed(),
        ..Typed::default()
    }
}

/// Said by the patient on paper, the day before the region began.
pub fn consent_typed() -> consent::Typed {
    consent::Typed {
        consenter: "self".into(),
        way: "paper".into(),
        said: "R8.11.20".into(),
        ..consent::Typed::default()
    }
}

impl Region {
    /// The register for the facility of somebody.
    pub async fn registrar(&self, who: &Somebody) -> Result<Registrar> {
        let session = Arc::new(self.app.receiver(who.login).await?);
        let facility =
            session.posts.first().map_or(FacilityId::from_bytes([0; 16]), |it| it.facility);
        self.app.registrar(&session, facility)
    }

    /// A form that was checked.
    ///
    /// # Panics
    /// When something is wrong with it.
    pub fn checked(&self, typed: &Typed) -> Checked {
        typed.check(self.app.clock().now()).expect("a form that is filled in well")
    }

    /// Registers a patient, with a photo of the paper.
    pub async fn register(&self, who: &Somebody, typed: &Typed) -> Result<NotebookId> {
        let opening = Opening {
            notebook: NotebookId::new(self.app.clock(), self.app.random()),
            checked: self.checked(typed),
            another: false,
            papers: vec![photo()],
        };
        self.registrar(who).await?.open(opening).await
    }

    /// The consents of the patient, as somebody sees them.
    pub async fn consents(&self, who: &Somebody) -> Result<Consents> {
        let session = Arc::new(self.app.receiver(who.login).await?);
        self.app.consents(&session, self.notebook).await
    }

    /// A change of consents of a kind, made of how they stand now.
    ///
    /// # Panics
    /// When the consents cannot be read.
    pub async fn consent_change(&self, consents: &Consents, kind: ConsentKind) -> Change {
        Change {
            entry: EntryId::new(self.app.clock(), self.app.random()),
            seen: consents.history().await.expect("they can be read").seen,
            kind,
            typed: consent_typed(),
            papers: Vec::new(),
        }
    }

    /// Consent for a disaster, recorded by the nurse with a photo of the paper.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn consent_on_paper(&self) -> EntryId {
        let consents = self.consents(&self.people.nurse).await.expect("the nurse keeps them");
        let change = self.consent_change(&consents, ConsentKind::Disaster).await;
        let entry = change.entry;
        consents.give(Change { papers: vec![photo()], ..change }).await.expect("it is recorded");
        entry
    }
}
