//! 患者さんの登録: the beginning, the form, what will be registered.

use askama::Template;

use super::form::{Input, Widget};
use super::{Choice, Fact, Frame, Link};

/// Where one begins, and notebooks that no consent holds open.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "register.html")]
pub struct Register {
    pub frame: Frame,
    /// Whether the reader may register anywhere.
    pub may: bool,
    /// The blank form for each facility.
    pub forms: Vec<Link>,
    pub closed: Vec<Link>,
    pub said: Option<String>,
}

/// How somebody consents, as fields: shared by registering and by changing a consent. What is
/// only for a proxy or for spoken words is folded away by the sheet until it is chosen.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    pub who: Vec<Vec<Input>>,
    pub proxy: Vec<Vec<Input>>,
    pub way: Vec<Vec<Input>>,
    pub witness: Vec<Vec<Input>>,
    pub when: Vec<Vec<Input>>,
}

impl Saying {
    /// All fields, in the order of the page.
    pub fn rows(&mut self) -> [&mut Vec<Vec<Input>>; 5] {
        [&mut self.who, &mut self.proxy, &mut self.way, &mut self.witness, &mut self.when]
    }

    /// What is wrong, in the order of the page.
    pub fn wrong(&self) -> Vec<(&'static str, &str)> {
        let rows = [&self.who, &self.proxy, &self.way, &self.witness, &self.when];
        rows.into_iter().flat_map(|it| super::form::wrong(it)).collect()
    }
}

/// The form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "register_new.html")]
pub struct RegisterNew {
    pub frame: Frame,
    /// The facility, where there is nothing to choose.
    pub facility: String,
    pub at: String,
    pub facilities: Vec<Choice>,
    pub person: Vec<Vec<Input>>,
    pub more: Vec<Vec<Input>>,
    pub agreed: Vec<Vec<Input>>,
    pub saying: Saying,
}

impl RegisterNew {
    fn wrong(&self) -> Vec<(&'static str, &str)> {
        let rows = [&self.person, &self.more, &self.agreed];
        let mut all: Vec<_> = rows.into_iter().flat_map(|it| super::form::wrong(it)).collect();
        all.extend(self.saying.wrong());
        all
    }
}

/// Somebody who is probably the same.
#[derive(Debug, Clone, Default)]
pub struct SameView {
    /// Who manages the notebook, as a sentence.
    pub text: String,
    /// The room, for whom it is open.
    pub url: Option<String>,
}

/// What will be registered, to be looked over.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "register_confirm.html")]
pub struct RegisterConfirm {
    pub frame: Frame,
    pub facility: String,
    pub facts: Vec<Fact>,
    /// The form as it was filled in, to be sent again.
    pub hidden: Vec<(String, String)>,
    pub same: Vec<SameView>,
    pub namesakes: u32,
    pub another_error: Option<String>,
    pub paper_error: Option<String>,
}
