//! What every page shares: language, token, who is signed in.

use crate::assets;
use crate::texts::{Lang, Texts};
use tasuki_app::access_list::Home;

/// The person who is signed in, as the top of each page names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Viewer {
    pub name: String,
    pub profession: String,
    pub facility: String,
    /// Address of the portrait; a silhouette stands in for none.
    pub portrait: Option<String>,
}

/// The frame around a page. Every page struct has one under the name `frame`.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    /// The words of `lang`.
    pub t: &'static Texts,
    /// The token that every form sends back in the field `csrf`.
    pub csrf: String,
    pub viewer: Option<Viewer>,
    /// Manages a facility: the menu leads to what its staff did.
    pub manages: bool,
    /// Where the menu begins.
    pub home: Home,
    /// How many notices wait to be opened; none for somebody whom no notice reaches.
    pub notices: Option<u32>,
    /// Minutes without a touch after which the page goes to `/unlock`; 0 for never.
    pub idle_minutes: u32,
    /// Size of text in percent: 100, 115 or 130.
    pub text_percent: u32,
    /// The region holds invented people only; said on every page.
    pub demo: bool,
    /// Path and query of this page, to come back to after a change of language or an unlock.
    pub here: String,
}

impl Frame {
    /// A frame for nobody: no token, no viewer, no idle lock.
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            t: lang.texts(),
            csrf: String::new(),
            viewer: None,
            manages: false,
            home: Home::Notebooks,
            notices: None,
            idle_minutes: 0,
            text_percent: 100,
            demo: false,
            here: "/".to_owned(),
        }
    }

    /// The page of which a person says that it is theirs.
    pub const fn home_url(&self) -> &'static str {
        match self.home {
            Home::Notebooks => "/notebooks",
            Home::Desk => "/desk",
            Home::Evidence => "/audit",
        }
    }

    /// Whether the reader is of the region's desk.
    pub const fn of_desk(&self) -> bool {
        matches!(self.home, Home::Desk)
    }

    /// The address of one of our own files (`app.css`, `live.js` …).
    pub fn asset(&self, name: &str) -> String {
        assets::url(name)
    }
}

impl Default for Frame {
    fn default() -> Self {
        Self::new(Lang::Ja)
    }
}

/// A way from here to there, with its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    pub url: String,
    pub label: String,
}

/// A labelled fact, as a line of a definition list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// What is wrong with one field of a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldError {
    /// The field's `name` in the form.
    pub field: String,
    /// A whole sentence in the reader's language: what is wrong and how to mend it.
    pub message: String,
}

/// The message for `field`, if there is one.
pub(crate) fn error_for<'a>(errors: &'a [FieldError], field: &str) -> Option<&'a str> {
    errors.iter().find(|e| e.field == field).map(|e| e.message.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_found_by_its_field() {
        let errors = [FieldError { field: "text".into(), message: "empty".into() }];
        assert_eq!(error_for(&errors, "text"), Some("empty"));
        assert_eq!(error_for(&errors, "photo"), None);
    }

    #[test]
    fn a_new_frame_speaks_the_language_asked_for() {
        assert!(std::ptr::eq(Frame::new(Lang::En).t, Lang::En.texts()));
        assert_eq!(Frame::default().lang, Lang::Ja);
    }
}
