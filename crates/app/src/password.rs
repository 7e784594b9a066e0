//! Passwords: chosen by the person alone, through an activation link or when signed in.

use tasuki_domain::content::Touched;
use tasuki_domain::name::Name;
use tasuki_domain::password::{Rule, Weakness};
use tasuki_kernel::{PersonId, Problem, Result, SessionId};
use tasuki_store::people::PersonRow;
use tasuki_store::{people, session};

use crate::access::{self, Record};
use crate::session::{Session, token_hash};
use crate::substitute::own_device;
use crate::{App, hashing};

/// The rule for passwords: a second factor always stands beside it.
pub const RULE: Rule = Rule { second_factor: true };

impl App {
    /// Sets a person's password after checking it against the rule; every session of that person
    /// ends, and the access log says that it was set.
    ///
    /// # Errors
    /// `Invalid` on the field `password`; its detail is the weakness.
    pub async fn set_password(&self, person: PersonId, password: &str) -> Result<()> {
        self.replace_password(person, password, None).await
    }

    async fn replace_password(
        &self,
        person: PersonId,
        password: &str,
        keep: Option<SessionId>,
    ) -> Result<()> {
        let found = self
            .store
            .read(move |conn| Ok((people::person(conn, person)?, people::posts_of(conn, person)?)))
            .await?;
        let row = found.0.ok_or_else(Problem::not_found)?;
        let mut personal = of_person(&row.login, &row.name);
        personal.extend(found.1.iter().map(|post| post.facility_name.as_str()));
        check(password, &personal)?;
        let hash = self.password_hash(password).await?;
        let record = Record { person: Some(person), ..Record::operator(Touched::Password) };
        let access = self.access_entry(record).await?;
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                session::set_password(t, person, &hash)?;
                // Whoever knew the old one is out, wherever that was.
                for open in session::open_of(t.conn(), person)? {
                    if Some(open.id) != keep {
                        session::end(t, open.id)?;
                    }
                }
                access::append(t, &access)
            })
            .await
    }

    /// What is kept of a password.
    pub(crate) async fn password_hash(&self, password: &str) -> Result<String> {
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        hashing::hashed(password, salt).await
    }

    /// Changes one's own password: the present one is asked for, and other sessions end.
    pub async fn change_password(
        &self,
        session: &Session,
        present: &str,
        password: &str,
    ) -> Result<()> {
        own_device(session)?;
        if !self.password_is_right(Some(&session.person), present).await? {
            return Err(Problem::invalid("present", "the present password is wrong"));
        }
        self.replace_password(session.person.id, password, Some(session.id)).await
    }

    /// A link by which a person sets the first password; valid for `hours`.
    pub async fn new_activation(&self, person: PersonId, hours: i64) -> Result<String> {
        let token = self.new_token();
        let hash = token_hash(&token);
        let expires = self.clock.now().plus_seconds(hours * 3600);
        let record = Record { person: Some(person), ..Record::operator(Touched::Activation) };
        let access = self.access_entry(record).await?;
        self.store
            .write(self.region, vec![self.access_log], move |t| {
                session::add_activation(t, hash, person, expires)?;
                access::append(t, &access)
            })
            .await?;
        Ok(token)
    }

    /// Whom an activation link is for.
    ///
    /// # Errors
    /// `NotFound` when it is unknown, used or expired.
    pub async fn activation(&self, token: &str) -> Result<PersonRow> {
        let (hash, now) = (token_hash(token), self.clock.now());
        let found = self
            .store
            .read(move |conn| match session::activation(conn, hash, now)? {
                Some(person) => people::person(conn, person),
                None => Ok(None),
            })
            .await?;
        found.ok_or_else(Problem::not_found)
    }

    /// Sets the first password through an activation link, which is void then.
    pub async fn activate(&self, token: &str, password: &str) -> Result<()> {
        let person = self.activation(token).await?;
        self.set_password(person.id, password).await
    }
}

/// Words that a person's own password must not hold.
pub(crate) fn of_person<'a>(login: &'a str, name: &'a Name) -> Vec<&'a str> {
    let mut words = vec![
        login,
        name.family.as_str(),
        name.given.as_str(),
        name.family_kana.as_str(),
        name.given_kana.as_str(),
    ];
    words.extend(login.split(['-', '_', '.']));
    words
}

/// Whether a password is good enough for somebody with these words.
///
/// # Errors
/// `Invalid` on the field `password`; its detail is the weakness.
pub(crate) fn check(password: &str, personal: &[&str]) -> Result<()> {
    RULE.check(password, personal).map_err(|weakness| weak(&weakness))
}

fn weak(weakness: &Weakness) -> Problem {
    let detail = match weakness {
        Weakness::TooShort { min } => format!("too-short: at least {min} characters"),
        Weakness::TooLong => "too-long: at most 128 characters".into(),
        Weakness::Personal => "personal: holds your own name, login or facility".into(),
        Weakness::Guessable => "guessable: a common word, date or keyboard row".into(),
    };
    Problem::invalid("password", detail)
}
