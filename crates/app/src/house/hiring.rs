//! Somebody joins the staff, or changes what they are there.

use tasuki_domain::content::{Content, Person, PersonKind, Post, Touched};
use tasuki_domain::staff::{Checked, Typed, profession_of};
use tasuki_domain::{application, text};
use tasuki_kernel::{ApplicationId, Code, PersonId, PostId, Problem, RegionId, Result, Timestamp};
use tasuki_store::letter::NewLetter;
use tasuki_store::people::{self, PostRow};
use tasuki_store::pickup::PickupRow;
use tasuki_store::staff::StaffRow;
use tasuki_store::{Transaction, letter, pickup, session};

use super::{House, account, addressed, entry_of, still, still_managed};
use crate::application::refuse_taken;
use crate::letter::{PickupNote, Sender, day, staff_pickup, welcome};
use crate::session::token_hash;

/// Seconds in which the first password is to be chosen: a week, as long as a pick-up waits.
const WELCOME: i64 = 7 * 86_400;

/// What letters to newcomers have in common.
pub(super) struct Welcoming {
    sender: Sender,
    facility: String,
    lang: String,
}

/// Somebody new with all that waits for them.
pub(super) struct Newcomer {
    pub row: StaffRow,
    /// The hash of the link's token, and until when it opens.
    link: ([u8; 32], Timestamp),
    waits: PickupRow,
    letters: [NewLetter; 2],
}

impl Newcomer {
    /// Account and post, as entries.
    pub fn contents(&self) -> Vec<Content> {
        let row = &self.row;
        let account = Person {
            id: row.post.person,
            kind: PersonKind::Staff,
            login: row.login.clone(),
            name: row.post.name.clone(),
            active: true,
            portrait: None,
            mail: row.mail.clone(),
        };
        vec![Content::Person(account), Content::Post(entry_of(&row.post))]
    }

    /// Whether login name and address are nobody's.
    pub fn refuse_taken(
        &self,
        t: &mut Transaction<'_>,
        region: RegionId,
        nobody: ApplicationId,
    ) -> Result<()> {
        let mail = self.row.mail.as_deref().unwrap_or_default();
        refuse_taken(t, region, (nobody, &self.row.login, mail))
    }

    /// Keeps what waits for them, and the letters that say so.
    pub fn receive(&self, t: &mut Transaction<'_>) -> Result<()> {
        let (token, until) = self.link;
        session::add_activation(t, token, self.row.post.person, until)?;
        pickup::insert(t, &self.waits)?;
        self.letters.iter().try_for_each(|it| letter::insert(t, it))
    }
}

impl House {
    /// Enters somebody new: an account, a post, a link for the password and a pick-up, the last
    /// two in a mail each.
    ///
    /// # Errors
    /// All that is wrong with the form; `Conflict` on `login` or `mail` when they are taken.
    pub async fn add(&self, typed: &Typed, lang: &str) -> Result<PostId, Vec<Problem>> {
        let checked = typed.check()?;
        self.enter(checked, lang).await.map_err(|problem| vec![problem])
    }

    async fn enter(&self, new: Checked, lang: &str) -> Result<PostId> {
        let (app, region) = (&self.app, self.app.region);
        let person = PersonId::new(&*app.clock, &*app.random);
        let newcomer = self.newcomer(person, new, &self.welcoming(lang).await?).await?;
        let id = newcomer.row.post.id;
        let nobody = ApplicationId::new(&*app.clock, &*app.random);
        let contents = newcomer.contents();
        app.enter_with(self.record(Touched::Joining), contents, move |t| {
            newcomer.refuse_taken(t, region, nobody)?;
            newcomer.receive(t)
        })
        .await?;
        app.written.notify_one();
        Ok(id)
    }

    /// What letters to newcomers have in common.
    pub(super) async fn welcoming(&self, lang: &str) -> Result<Welcoming> {
        let (sender, facility) = (self.sender().await?, self.name().await?);
        Ok(Welcoming { sender, facility, lang: lang.to_owned() })
    }

    /// Somebody new, ready to be entered. Nothing is kept here.
    pub(super) async fn newcomer(
        &self,
        person: PersonId,
        new: Checked,
        welcoming: &Welcoming,
    ) -> Result<Newcomer> {
        let app = &self.app;
        let post = self.new_post(person, new.profession, new.manager);
        let (waits, offer) = app.new_pickup(person, "", new.system).await?;
        let (token, until) = (app.new_token(), app.clock.now().plus_seconds(WELCOME));
        let row = StaffRow {
            post: PostRow {
                id: post.id,
                person,
                name: new.name,
                facility: self.facility,
                facility_name: welcoming.facility.clone(),
                profession: new.profession.into(),
                manager: new.manager,
                from: post.from,
                until: None,
            },
            login: new.login,
            mail: Some(new.mail.as_str().to_owned()),
            others: 0,
        };
        let (lang, at) = (&*welcoming.lang, app.addresses());
        let to = addressed(&row, &welcoming.sender, lang).ok_or_else(Problem::not_found)?;
        let link = format!("{}/activate/{token}", at.staff);
        let note = PickupNote {
            number: &offer.number,
            code: &offer.code,
            link: &format!("{}/pickup", at.portal),
            until: &day(offer.expires, lang),
        };
        let letters =
            [welcome(&to, &row.login, (&link, &day(until, lang)))?, staff_pickup(&to, &note)?];
        let letters = letters.map(|it| app.sealed_letter(&it));
        Ok(Newcomer { row, link: (token_hash(&token), until), waits, letters })
    }

    fn new_post(&self, person: PersonId, profession: &str, manager: bool) -> Post {
        let (clock, random) = (&*self.app.clock, &*self.app.random);
        Post {
            id: PostId::new(clock, random),
            person,
            facility: self.facility,
            profession: profession.into(),
            manager,
            from: clock.now(),
            until: None,
        }
    }

    /// The facility's name.
    pub(super) async fn name(&self) -> Result<String> {
        let all = self.app.facilities().await?;
        let found = all.into_iter().find(|(id, ..)| *id == self.facility);
        found.map(|(_, name, _)| name).ok_or_else(Problem::not_found)
    }

    /// Gives a post here to somebody who has an account already: one person, one account. Whoever
    /// left and comes back gets the old account open again. The family name must fit, so that
    /// nobody is taken for another.
    ///
    /// # Errors
    /// `Invalid` on `known` or `profession`; `Conflict` on `known` when they are here already.
    pub async fn take_on(
        &self,
        (login, family): (&str, &str),
        (profession, manager): (&str, bool),
    ) -> Result<PostId> {
        let (app, region) = (&self.app, self.app.region);
        let nobody = || Problem::invalid("known", "nobody: no such login and family name");
        let login = application::login(login).map_err(|_| nobody())?;
        let family = text::accept_line("known", family, 100)?;
        let person = app.person_by_login(&login).await?;
        let fits =
            |it: &people::PersonRow| it.kind == PersonKind::Staff && it.name.family == family;
        let person = person.filter(fits).ok_or_else(nobody)?;
        let profession = profession_of(profession)?;
        let (id, now) = (person.id, self.now());
        let post = self.new_post(id, profession, manager);
        let (made, facility) = (post.id, self.facility);
        let mut contents = vec![Content::Post(post)];
        if !person.active {
            let opened = app.store.read(move |conn| account(conn, region, (&person, true))).await?;
            contents.insert(0, opened);
        }
        app.enter_with(self.record(Touched::Joining), contents, move |t| {
            let posts = people::posts_of(t.conn(), id)?;
            if posts.iter().any(|it| it.facility == facility && it.holds(now)) {
                let detail = "here: they have a post at this facility".into();
                return Err(Problem { code: Code::Conflict, field: Some("known"), detail });
            }
            Ok(())
        })
        .await?;
        Ok(made)
    }

    /// Changes profession and whether somebody manages the facility.
    ///
    /// # Errors
    /// `Invalid` on `profession`; `Conflict` on `manager` when nobody would manage the facility.
    pub async fn change(&self, post: PostId, profession: &str, manager: bool) -> Result<()> {
        let before = self.colleague(post).await?.row.post;
        let profession = profession_of(profession)?;
        if before.profession == profession && before.manager == manager {
            return Ok(());
        }
        let after = Post { profession: profession.into(), manager, ..entry_of(&before) };
        self.app
            .enter_with(self.record(Touched::Joining), vec![Content::Post(after)], move |t| {
                still(t, &before)?;
                if manager { Ok(()) } else { still_managed(t, &before, "manager") }
            })
            .await
    }
}
