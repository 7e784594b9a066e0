//! Sending an application: it becomes an entry of the region's log, with a letter to the applicant.

use std::sync::Arc;

use tasuki_domain::application::{SELF_CHECK, remark};
use tasuki_domain::content::{self, Content, Touched};
use tasuki_kernel::{ApplicationId, Code, Problem, RegionId, Result};
use tasuki_store::application::{self, Applicant, State};
use tasuki_store::{Transaction, letter};

use super::{DOOR, Draft, Rest, sent_meanwhile, shown_number};
use crate::App;
use crate::access::{self, Record};
use crate::letter::{About, received, sender};
use crate::session::token_hash;

impl App {
    /// Sends it. Sent twice it is the same application, and the answer the same.
    ///
    /// # Errors
    /// `NotFound` when nothing is kept, `Invalid` naming a field of the third page, `Conflict` on
    /// `login` or `mail` when somebody else was faster.
    pub async fn send(self: &Arc<Self>, token: &str, rest: Rest<'_>) -> Result<u64> {
        let mut draft = self.draft(token).await?;
        if let Some(number) = draft.sent {
            return Ok(number);
        }
        let terms_now = self.terms_now().await?.map_or(0, |it| it.version);
        draft.remark = remark(rest.remark)?;
        draft.system = rest.system;
        if let Some(number) = self.keep_draft(token, &draft).await? {
            return Ok(number);
        }
        let system = rest
            .system
            .ok_or_else(|| Problem::invalid("system", "choose what the device runs on"))?;
        if terms_now > 0 && rest.terms != Some(terms_now) {
            return Err(Problem::invalid("terms", "the terms are to be accepted"));
        }
        let checked = draft.typed.check().map_err(|mut them| them.remove(0))?;
        let not_yet =
            SELF_CHECK.iter().filter(|it| !rest.in_place.iter().any(|in_place| in_place == *it));
        let content = content::Application {
            id: draft.id,
            facility: checked.facility,
            municipality: checked.municipality.into(),
            kind: checked.kind.into(),
            contact: checked.contact,
            profession: checked.profession.into(),
            mail: checked.mail.to_string(),
            login: checked.login,
            system,
            remark: draft.remark.clone(),
            not_yet: not_yet.map(|it| (*it).to_owned()).collect(),
            terms: terms_now,
            lang: draft.lang.clone(),
        };
        self.enter_application(token, draft, content).await
    }

    async fn enter_application(
        self: &Arc<Self>,
        token: &str,
        draft: Draft,
        content: content::Application,
    ) -> Result<u64> {
        let (app, region, hash) = (Arc::clone(self), self.region, token_hash(token));
        let (login, mail) = (content.login.clone(), content.mail.clone());
        let entries = self.region_entries(vec![Content::Application(Box::new(content))]).await?;
        let access = self.access_entry(Record::operator(Touched::Joining)).await?;
        let door = self.new_token();
        let until = self.clock.now().plus_seconds(DOOR);
        let sender = sender(self.settings().await?, self.portal_texts().await?);
        let logs = vec![self.region_log, self.access_log];
        let number = self
            .store
            .write(region, logs, move |t| {
                // Pressed twice, both arrive: the second is told what the first was.
                if let Some(number) = app.sent_under(t, &hash)? {
                    return Ok(number);
                }
                still_to_send(t, region, &draft)?;
                refuse_taken(t, region, (draft.id, &login, &mail))?;
                for entry in &entries {
                    t.append(entry)?;
                }
                let row = application::find(t.conn(), region, draft.id)?;
                let row = row.ok_or_else(Problem::not_found)?;
                application::enter(
                    t,
                    &Applicant {
                        application: draft.id,
                        password: draft.password.clone(),
                        door: token_hash(&door),
                        door_until: until,
                    },
                )?;
                let link = format!("{}/application/{door}", app.addresses().portal);
                let about = About { sender: &sender, application: &row };
                let letter_of = received(&about, &shown_number(row.number), &link)?;
                letter::insert(t, &app.sealed_letter(&letter_of))?;
                let sent = Draft { sent: Some(row.number), password: String::new(), ..draft };
                let sealed = app.sealed_draft(&hash, &sent);
                application::keep_draft(t, region, hash, (&sealed, until))?;
                access::append(t, &access)?;
                Ok(row.number)
            })
            .await?;
        self.written.notify_one();
        Ok(number)
    }
}

/// A new one must not be there, one that is corrected must wait for its correction.
fn still_to_send(t: &mut Transaction<'_>, region: RegionId, draft: &Draft) -> Result<()> {
    let row = application::find(t.conn(), region, draft.id)?;
    let fits = match row {
        None => !draft.corrects,
        Some(row) => draft.corrects && row.state == State::Returned,
    };
    fits.then_some(()).ok_or_else(sent_meanwhile)
}

/// Two people may choose one login name at the same moment: the second is told.
pub(crate) fn refuse_taken(
    t: &mut Transaction<'_>,
    region: RegionId,
    (id, login, mail): (ApplicationId, &str, &str),
) -> Result<()> {
    let taken = application::taken(t.conn(), region, (id, login, mail))?;
    let conflict = |field, detail: &str| {
        Err(Problem { code: Code::Conflict, field: Some(field), detail: detail.into() })
    };
    match taken {
        _ if taken.login => conflict("login", "taken: somebody else has this login name"),
        _ if taken.mail => conflict("mail", "taken: this address is registered already"),
        _ => Ok(()),
    }
}
