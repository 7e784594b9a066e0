//! Somebody joins the staff, or changes what they are there.

use tasuki_domain::content::{Content, Person, PersonKind, Post, Touched};
use tasuki_domain::staff::{Checked, Typed, profession_of};
use tasuki_domain::{application, text};
use tasuki_kernel::{ApplicationId, Code, PersonId, PostId, Problem, Result};
use tasuki_store::people::{self, PostRow};
use tasuki_store::staff::StaffRow;
use tasuki_store::{letter, pickup, session};

use super::{House, account, addressed, entry_of, still, still_managed};
use crate::application::refuse_taken;
use crate::letter::{PickupNote, day, staff_pickup, welcome};
use crate::session::token_hash;

/// Seconds in which the first password is to be chosen: a week, as long as a pick-up waits.
const WELCOME: i64 = 7 * 86_400;

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
        let app = &self.app;
        let person = PersonId::new(&*app.clock, &*app.random);
        let post = self.new_post(person, new.profession, new.manager);
        let id = post.id;
        let account = Content::Person(Person {
            id: person,
            kind: PersonKind::Staff,
            login: new.login.clone(),
            name: new.name.clone(),
            active: true,
            portrait: None,
            mail: Some(new.mail.as_str().to_owned()),
        });
        let (waits, offer) = app.new_pickup(person, "", new.system).await?;
        let (token, until) = (app.new_token(), app.clock.now().plus_seconds(WELCOME));
        let row = StaffRow {
            post: PostRow {
                id,
                person,
                name: new.name,
                facility: self.facility,
                facility_name: self.name().await?,
                profession: new.profession.into(),
                manager: new.manager,
                from: post.from,
                until: None,
            },
            login: new.login,
            mail: Some(new.mail.as_str().to_owned()),
            others: 0,
        };
        let (sender, at) = (self.sender().await?, app.addresses());
        let to = addressed(&row, &sender, lang).ok_or_else(Problem::not_found)?;
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
        let region = app.region;
        let nobody = ApplicationId::new(&*app.clock, &*app.random);
        let contents = vec![account, Content::Post(post)];
        app.enter_with(self.record(Touched::Joining), contents, move |t| {
            let mail = row.mail.as_deref().unwrap_or_default();
            refuse_taken(t, region, (nobody, &row.login, mail))?;
            session::add_activation(t, token_hash(&token), person, until)?;
            pickup::insert(t, &waits)?;
            letters.iter().try_for_each(|it| letter::insert(t, it))
        })
        .await?;
        app.written.notify_one();
        Ok(id)
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
    async fn name(&self) -> Result<String> {
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
