//! 支援チーム: who is in it and who was asked; finding whom to ask; one form for each decision; and
//! the invitations of whoever is signed in.

use askama::Template;

use super::form::{Input, Widget};
use super::{Banner, ChipKind, Choice, Fact, Frame, Link};
use crate::show::Moment;

/// Somebody of the team.
#[derive(Debug, Clone, Default)]
pub struct MateView {
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub portrait: Option<String>,
    /// 主治医 …; empty for none.
    pub role: String,
    /// The day of joining.
    pub since: String,
    pub you: bool,
    /// Where they are taken out of the team; none for who may not do that.
    pub out: Option<String>,
}

/// How a question stands, with the class of its tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StateView {
    pub label: String,
    /// `look`, `good` or `soft`.
    pub tone: &'static str,
}

/// An invitation, as the team sees it.
#[derive(Debug, Clone, Default)]
pub struct InvitedView {
    /// By name, else the profession.
    pub who: String,
    pub facility: String,
    pub state: StateView,
    pub by: String,
    pub at: Moment,
    /// Until when, or when it was answered.
    pub then: String,
    /// Why it was declined; empty else.
    pub reason: String,
    /// Where it is taken back; none for who may not, and once it was answered.
    pub withdraw: Option<String>,
}

/// An offer of the managing role.
#[derive(Debug, Clone, Default)]
pub struct OfferView {
    pub to: String,
    pub state: StateView,
    pub by: String,
    pub at: Moment,
    /// Where it is answered or taken back; none when there is nothing to do.
    pub url: Option<String>,
}

/// The team.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "team.html")]
pub struct Team {
    pub frame: Frame,
    pub banner: Option<Banner>,
    pub back: String,
    /// The facility that manages the notebook.
    pub managing: String,
    /// 主治医, 副主治医: places of which the holder has left.
    pub vacant: Vec<String>,
    pub mates: Vec<MateView>,
    pub invitations: Vec<InvitedView>,
    pub offers: Vec<OfferView>,
    /// Where others are invited; none for who may not.
    pub find: Option<String>,
    /// What else can be decided: hand over, close, leave.
    pub ways: Vec<Link>,
    pub said: Option<String>,
}

/// Somebody who can be asked by name.
#[derive(Debug, Clone, Default)]
pub struct CandidateView {
    pub url: String,
    pub name: String,
    pub profession: String,
}

/// A facility that can be asked.
#[derive(Debug, Clone, Default)]
pub struct FoundView {
    pub url: String,
    pub name: String,
    pub kind: String,
    pub people: Vec<CandidateView>,
}

/// Finding whom to ask.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "team_find.html")]
pub struct TeamFind {
    pub frame: Frame,
    pub banner: Option<Banner>,
    pub back: Link,
    pub action: String,
    pub words: String,
    pub kinds: Vec<Choice>,
    pub kind: String,
    pub found: Vec<FoundView>,
    /// Something was searched for.
    pub searched: bool,
    /// There are more than are shown.
    pub more: bool,
}

/// A button of a form, which says what is decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deed {
    pub value: &'static str,
    pub label: &'static str,
    /// `first`, `second` or `second danger`.
    pub class: &'static str,
}

/// One decision: what it means, what is to be said with it, and the buttons.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "team_form.html")]
pub struct TeamForm {
    pub frame: Frame,
    /// The patient; none before somebody is in the team.
    pub banner: Option<Banner>,
    pub back: Link,
    pub title: String,
    pub lead: Vec<String>,
    pub facts: Vec<Fact>,
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    pub fields: Vec<Vec<Input>>,
    pub deeds: Vec<Deed>,
}

/// An invitation in the list of whoever is asked.
#[derive(Debug, Clone, Default)]
pub struct AskedView {
    pub url: String,
    pub patient: String,
    pub kana: String,
    pub age: String,
    pub by: String,
    /// For whom: the reader, or a profession of the facility.
    pub whom: String,
    pub until: String,
}

/// The invitations of whoever is signed in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "invitations.html")]
pub struct Invitations {
    pub frame: Frame,
    pub all: Vec<AskedView>,
    pub said: Option<String>,
}
