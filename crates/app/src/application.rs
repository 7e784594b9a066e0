//! 利用申請: a facility asks to take part, over three pages, without an account.
//!
//! What was typed is kept sealed for a day under a cookie, so that going back loses nothing; the
//! password is hashed as soon as it arrives. Sending makes it an entry of the region's log.

mod sending;

use std::sync::Arc;

use minicbor::{Decode, Encode};
use tasuki_domain::application::{Typed, remark};
use tasuki_domain::fold::fold;
use tasuki_domain::system::System;
use tasuki_kernel::{ApplicationId, Code, Problem, Result};
use tasuki_store::{Conn, Transaction, application, portal};

use crate::session::token_hash;
use crate::{App, password};

pub(crate) use sending::refuse_taken;
pub use tasuki_store::application::{ApplicationRow, State};

/// Seconds that a form is kept after the last change.
const DRAFT: i64 = 86_400;
/// Seconds that an applicant's link opens: sixty days.
pub(crate) const DOOR: i64 = 60 * 86_400;
/// Forms from one address in a quarter of an hour: an office that corrects itself needs far less.
const FORMS: u64 = 60;

/// What was typed so far.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Draft {
    /// The application that it is going to be.
    #[n(0)]
    id: ApplicationId,
    /// The first page.
    #[n(1)]
    pub typed: Typed,
    /// Hash of the password.
    #[n(2)]
    password: String,
    /// Language of the applicant.
    #[n(3)]
    lang: String,
    /// The third page: what the first device runs on.
    #[n(4)]
    pub system: Option<System>,
    /// 備考.
    #[n(5)]
    pub remark: String,
    /// It corrects one that was returned.
    #[n(6)]
    pub corrects: bool,
    /// It was sent, under this number.
    #[n(7)]
    pub sent: Option<u64>,
}

/// The first page as it was filled in.
#[derive(Debug, Clone, Copy)]
pub struct Filled<'a> {
    /// The fields.
    pub typed: &'a Typed,
    /// The password; empty keeps the one that was given before.
    pub password: &'a str,
    /// BCP 47 tag of the language.
    pub lang: &'a str,
    /// Where it comes from, for throttling only.
    pub address: &'a str,
}

/// What became of the first page.
#[derive(Debug)]
pub enum FilledIn {
    /// It is kept under this token.
    Good(String),
    /// What is wrong, in the order of the form.
    Wrong(Vec<Problem>),
}

/// The third page as it was filled in.
#[derive(Debug, Clone)]
pub struct Rest<'a> {
    /// What the first device runs on.
    pub system: Option<System>,
    /// 備考.
    pub remark: &'a str,
    /// Points of the self-check that are in place.
    pub in_place: &'a [String],
    /// The version of the terms that was accepted.
    pub terms: Option<u32>,
}

/// Another of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lookalike {
    /// 施設名.
    pub facility: String,
    /// It takes part already; else it is another application.
    pub takes_part: bool,
}

fn no_draft() -> Problem {
    Problem::new(Code::NotFound, "this form was not begun here, or a day ago")
}

impl App {
    /// Checks and keeps the first page.
    ///
    /// # Errors
    /// `Throttled` when one address sends too many.
    pub async fn fill_in(
        self: &Arc<Self>,
        token: Option<&str>,
        filled: Filled<'_>,
    ) -> Result<FilledIn> {
        self.slow_down("application", filled.address, FORMS).await?;
        let before = match token {
            Some(token) => self.draft(token).await.ok().filter(|it| it.sent.is_none()),
            None => None,
        };
        let id = before
            .as_ref()
            .map_or_else(|| ApplicationId::new(&*self.clock, &*self.random), |before| before.id);
        let kept = before.as_ref().map_or("", |it| it.password.as_str());
        let problems = self.wrong_fields(id, filled, !kept.is_empty()).await?;
        if !problems.is_empty() {
            return Ok(FilledIn::Wrong(problems));
        }
        let password = match filled.password {
            "" => kept.to_owned(),
            typed => self.password_hash(typed).await?,
        };
        let draft = Draft {
            id,
            typed: filled.typed.check().map_or_else(|_| filled.typed.clone(), |it| it.typed()),
            password,
            lang: filled.lang.into(),
            system: before.as_ref().and_then(|it| it.system),
            remark: before.as_ref().map(|it| it.remark.clone()).unwrap_or_default(),
            corrects: before.as_ref().is_some_and(|it| it.corrects),
            sent: None,
        };
        let token = match (token, before) {
            (Some(token), Some(_)) => token.to_owned(),
            _ => self.new_token(),
        };
        if self.keep_draft(&token, &draft).await?.is_some() {
            return Err(sent_meanwhile());
        }
        Ok(FilledIn::Good(token))
    }

    async fn wrong_fields(
        &self,
        id: ApplicationId,
        filled: Filled<'_>,
        has_password: bool,
    ) -> Result<Vec<Problem>> {
        let typed = filled.typed;
        let (mut problems, mail) = match typed.check() {
            Ok(checked) => (Vec::new(), checked.mail.to_string()),
            Err(problems) => (problems, String::new()),
        };
        let region = self.region;
        let login = typed.login.trim().to_ascii_lowercase();
        let taken = self
            .store
            .read(move |conn| application::taken(conn, region, (id, &login, &mail)))
            .await?;
        if taken.mail {
            problems.push(Problem::invalid("mail", "taken: this address is registered already"));
        }
        if taken.login && !problems.iter().any(|it| it.field == Some("login")) {
            problems.push(Problem::invalid("login", "taken: somebody else has this login name"));
        }
        if !(filled.password.is_empty() && has_password) {
            let name = tasuki_domain::name::Name {
                family: typed.family.clone(),
                given: typed.given.clone(),
                family_kana: typed.family_kana.clone(),
                given_kana: typed.given_kana.clone(),
            };
            let mut personal = password::of_person(&typed.login, &name);
            personal.push(&typed.facility);
            problems.extend(password::check(filled.password, &personal).err());
        }
        Ok(problems)
    }

    /// What was typed so far.
    ///
    /// # Errors
    /// `NotFound` when nothing is kept under the token any more.
    pub async fn draft(&self, token: &str) -> Result<Draft> {
        let (hash, now) = (token_hash(token), self.clock.now());
        let sealed = self.store.read(move |conn| application::draft(conn, hash, now)).await?;
        self.opened_draft(&hash, &sealed.ok_or_else(no_draft)?)
    }

    fn opened_draft(&self, hash: &[u8; 32], sealed: &[u8]) -> Result<Draft> {
        let plain = self.state.open(&purpose(hash), sealed);
        minicbor::decode(&plain.ok_or_else(no_draft)?).map_err(|_| no_draft())
    }

    fn sealed_draft(&self, hash: &[u8; 32], draft: &Draft) -> Vec<u8> {
        let plain = minicbor::to_vec(draft).expect("writing to memory does not fail");
        self.state.seal(&*self.random, &purpose(hash), &plain)
    }

    /// Keeps what was typed, unless it was sent meanwhile: then the number is the answer, and what
    /// was sent stays.
    async fn keep_draft(self: &Arc<Self>, token: &str, draft: &Draft) -> Result<Option<u64>> {
        let (app, region, hash) = (Arc::clone(self), self.region, token_hash(token));
        let sealed = self.sealed_draft(&hash, draft);
        let until = self.clock.now().plus_seconds(DRAFT);
        self.store
            .write(region, Vec::new(), move |t| {
                let sent = app.sent_under(t, &hash)?;
                if sent.is_none() {
                    application::keep_draft(t, region, hash, (&sealed, until))?;
                }
                Ok(sent)
            })
            .await
    }

    /// The number under which a draft was sent.
    fn sent_under(&self, t: &mut Transaction<'_>, hash: &[u8; 32]) -> Result<Option<u64>> {
        let now = t.now();
        let kept = application::draft(t.conn(), *hash, now)?;
        Ok(kept.and_then(|sealed| self.opened_draft(hash, &sealed).ok()).and_then(|it| it.sent))
    }

    /// Facilities that take part, and other open applications, of the same name in one place.
    pub async fn lookalikes(&self, draft: &Draft) -> Result<Vec<Lookalike>> {
        let (region, id) = (self.region, draft.id);
        let (name, place) = (draft.typed.facility.clone(), draft.typed.municipality.clone());
        self.store.read(move |conn| lookalikes(conn, region, (id, &name, &place))).await
    }

    /// Keeps the third page, for somebody who goes back.
    ///
    /// # Errors
    /// `NotFound` when nothing is kept, `Invalid` on `remark`.
    pub async fn keep_rest(self: &Arc<Self>, token: &str, rest: Rest<'_>) -> Result<()> {
        let mut draft = self.draft(token).await?;
        if draft.sent.is_some() {
            return Ok(());
        }
        draft.remark = remark(rest.remark)?;
        draft.system = rest.system;
        self.keep_draft(token, &draft).await.map(drop)
    }

    /// The application behind an applicant's link. Following the link shows that the address is
    /// right.
    ///
    /// # Errors
    /// `NotFound` when the link opens nothing (any more).
    pub async fn behind_door(&self, door: &str) -> Result<ApplicationRow> {
        let (region, hash, now) = (self.region, token_hash(door), self.clock.now());
        let found = self
            .store
            .read(move |conn| match application::behind_door(conn, hash, now)? {
                Some(id) => {
                    let seen = application::seen_at(conn, id)?.is_some();
                    Ok(application::find(conn, region, id)?.map(|row| (row, seen)))
                }
                None => Ok(None),
            })
            .await?;
        let (row, seen) = found.ok_or_else(Problem::not_found)?;
        if !seen {
            let id = row.id;
            self.store.write(region, Vec::new(), move |t| application::seen(t, id)).await?;
        }
        Ok(row)
    }

    /// Begins to correct an application that was returned: what was sent stands in the form again.
    /// The answer is the token of the draft.
    ///
    /// # Errors
    /// `NotFound` when the link opens nothing, `Conflict` when it was not returned.
    pub async fn correct_application(self: &Arc<Self>, door: &str) -> Result<String> {
        let row = self.behind_door(door).await?;
        if row.state != State::Returned {
            return Err(Problem::new(Code::Conflict, "the application was not returned"));
        }
        let id = row.id;
        let password = self.store.read(move |conn| application::password(conn, id)).await?;
        let draft = Draft {
            id,
            typed: row.typed(),
            password: password.unwrap_or_default(),
            lang: row.lang,
            system: Some(row.system),
            remark: row.remark,
            corrects: true,
            sent: None,
        };
        let token = self.new_token();
        self.keep_draft(&token, &draft).await?;
        Ok(token)
    }
}

pub(crate) fn sent_meanwhile() -> Problem {
    Problem::new(Code::Conflict, "the application was sent meanwhile")
}

/// What a draft is sealed for.
fn purpose(hash: &[u8; 32]) -> [&[u8]; 2] {
    [b"tasuki/draft\x01", hash]
}

/// 申請番号, as people read it out.
pub fn shown_number(number: u64) -> String {
    format!("{number:04}")
}

/// Facilities and open applications of the same name in one place.
pub(crate) fn lookalikes(
    conn: &mut Conn,
    region: tasuki_kernel::RegionId,
    (id, name, place): (ApplicationId, &str, &str),
) -> Result<Vec<Lookalike>> {
    let folded = fold(name);
    let mut found: Vec<_> = portal::taking_part(conn, region)?
        .into_iter()
        .filter(|it| it.municipality.as_deref().is_none_or(|it| it == place))
        .filter(|it| fold(&it.name) == folded)
        .map(|it| Lookalike { facility: it.name, takes_part: true })
        .collect();
    let others = application::open_in(conn, region, place)?.into_iter();
    let others = others.filter(|it| it.id != id && fold(&it.facility) == folded);
    found.extend(others.map(|it| Lookalike { facility: it.facility, takes_part: false }));
    Ok(found)
}
