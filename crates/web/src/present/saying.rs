//! How somebody consents, as fields of a form and as what was typed into them.

use tasuki_domain::consent::Typed;

use crate::pages::form::tell;
use crate::pages::{Input, Saying, Widget, choices};
use crate::texts::Lang;

/// One of a few, side by side.
pub fn radio(
    name: &'static str,
    label: &'static str,
    value: &str,
    of: impl IntoIterator<Item = (&'static str, &'static str)>,
) -> Input {
    let all = choices(of.into_iter().map(|(value, label)| (value.to_owned(), label.to_owned())));
    Input { widget: Widget::Radio(all), ..Input::line(name, label, value) }
}

fn who(lang: Lang, name: &'static str, it: &Typed) -> Vec<Vec<Input>> {
    let t = &lang.texts().consent;
    let of = [("self", t.consenter_self), ("proxy", t.consenter_proxy)];
    vec![vec![radio(name, t.consenter, &it.consenter, of)]]
}

fn proxy(lang: Lang, names: [&'static str; 2], it: &Typed) -> Vec<Input> {
    let t = &lang.texts().consent;
    vec![Input::line(names[0], t.proxy, &it.proxy), Input::line(names[1], t.relation, &it.relation)]
}

/// The fields of a consent.
pub fn saying(lang: Lang, it: &Typed) -> Saying {
    let t = &lang.texts().consent;
    let ways = [("paper", t.way_paper), ("oral", t.way_oral)];
    Saying {
        who: who(lang, "consenter", it),
        proxy: vec![
            proxy(lang, ["proxy", "relation"], it),
            vec![Input::line("proxy_reason", t.proxy_reason, &it.reason)],
        ],
        way: vec![vec![radio("way", t.way, &it.way, ways)]],
        witness: vec![vec![Input::line("witness", t.witness, &it.witness)]],
        when: vec![
            vec![Input::line("said", t.said, &it.said).with_hint(t.said_hint)],
            vec![Input::line("last_day", t.until, &it.until).with_hint(t.until_hint).or_nothing()],
        ],
    }
}

/// The fields of a withdrawal, which have names of their own: both forms stand on one page.
pub fn withdrawing(lang: Lang, it: &Typed) -> [Vec<Vec<Input>>; 3] {
    let t = &lang.texts().consent;
    let reason = Input::line("withdraw_reason", t.withdraw_reason, &it.reason).or_nothing();
    [
        who(lang, "w_consenter", it),
        vec![proxy(lang, ["w_proxy", "w_relation"], it)],
        vec![vec![reason]],
    ]
}

/// Puts what is wrong beside the fields.
pub fn tell_saying(saying: &mut Saying, told: &[(String, String)]) {
    for rows in saying.rows() {
        tell(rows, told.iter().cloned());
    }
}

#[cfg(test)]
#[path = "saying_tests.rs"]
mod tests;
