//! Facilities that apply, and the mails that go out.

use std::sync::{Mutex, PoisonError};

use tasuki_app::application::{Filled, FilledIn, Rest};
use tasuki_app::letter::{Mail, Postman, Undelivered};
use tasuki_domain::application::{SELF_CHECK, Typed};
use tasuki_domain::system::System;
use tasuki_kernel::ApplicationId;

use super::{PASSWORD, Region};

/// An application that was sent.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The application.
    pub id: ApplicationId,
    /// As it stands now.
    pub revision: u64,
    /// 申請番号.
    pub number: u64,
    /// The token of the form's cookie.
    pub token: String,
}

/// A good form; everything in it that must be unique is made of `login`.
pub fn applicant(login: &str) -> Typed {
    Typed {
        facility: format!("みどり訪問看護ステーション {login}"),
        prefecture: "140007".into(),
        municipality: "141097".into(),
        kind: "home_nursing".into(),
        family: "高橋".into(),
        given: "奈緒".into(),
        family_kana: "ﾀｶﾊｼ".into(),
        given_kana: "なお".into(),
        profession: "nurse".into(),
        mail: format!("{login}@midori.example.jp"),
        mail_again: format!("{login}@midori.example.jp"),
        login: login.into(),
    }
}

impl Region {
    /// Applies with a good form, as a browser would.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn apply(&self, login: &str) -> Applied {
        let typed = applicant(login);
        let filled =
            Filled { typed: &typed, password: PASSWORD, lang: "ja", address: "192.0.2.77" };
        let token = match self.app.fill_in(None, filled).await.expect("not throttled") {
            FilledIn::Good(token) => token,
            FilledIn::Wrong(problems) => panic!("{problems:?}"),
        };
        let terms = self.app.terms_now().await.expect("terms").map(|it| it.version);
        let in_place: Vec<String> = SELF_CHECK[1..].iter().map(|it| (*it).to_owned()).collect();
        let system = Some(System::Ios);
        let rest = Rest { system, remark: "12月から", in_place: &in_place, terms };
        let number = self.app.send(&token, rest).await.expect("it is sent");
        let desk = self.desk().await;
        let queue = desk.queue(tasuki_app::application::State::Waiting).await.expect("the queue");
        let row = queue.rows.into_iter().find(|it| it.number == number).expect("it waits");
        Applied { id: row.id, revision: row.revision, number, token }
    }

    /// The desk.
    ///
    /// # Panics
    /// When its person may not.
    pub async fn desk(&self) -> tasuki_app::desk::Desk {
        let session = self.app.receiver(self.people.desk.login).await.expect("the desk's person");
        self.app.desk(&std::sync::Arc::new(session)).expect("the desk")
    }

    /// Hands over everything that is due, and answers what arrived.
    ///
    /// # Panics
    /// When the outbox cannot be read.
    pub async fn mails(&self) -> Vec<Mail> {
        let post = Post::default();
        self.app.deliver(&post).await.expect("the outbox");
        post.arrived()
    }
}

/// A postman who keeps what he was given, unless he was told to refuse it.
#[derive(Debug, Default)]
pub struct Post {
    arrived: Mutex<Vec<Mail>>,
    /// What every attempt meets; none when mails arrive.
    pub trouble: Mutex<Option<Undelivered>>,
}

impl Post {
    /// What arrived so far.
    pub fn arrived(&self) -> Vec<Mail> {
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on every attempt meets this.
    pub fn meet(&self, trouble: Option<Undelivered>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble;
    }
}

impl Postman for Post {
    async fn hand_over(&self, mail: &Mail) -> Result<(), Undelivered> {
        if let Some(trouble) = &*self.trouble.lock().unwrap_or_else(PoisonError::into_inner) {
            return Err(trouble.clone());
        }
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).push(mail.clone());
        Ok(())
    }
}
