//! What is sent to the routes of disclosures by law and of the auditor.

use tasuki_domain::disclosure::Typed;
use tasuki_testkit::region::lawful_request;

use super::{Names, form};
use crate::client::Load;

/// Those concerned are not told, so that they can be told later.
pub fn silent() -> Typed {
    Typed { telling: "untold".into(), untold: "第197条5項".into(), ..lawful_request() }
}

/// Disclosures by law and the auditor's evidence; none for other routes.
pub fn of_the_law(name: &str, names: &Names) -> Option<(Load, u16)> {
    let (id, notebook) = (names.session.clone(), &names.notebook);
    Some(match name {
        "GET /desk/disclosures"
        | "GET /desk/disclosures/find"
        | "GET /desk/disclosures/new"
        | "GET /desk/disclosures/{disclosure}"
        | "GET /audit"
        | "GET /audit/looks.csv" => (Load::Nothing, 200),
        "POST /desk/disclosures/find" => (
            form(&[("family_kana", "タナカ"), ("given_kana", "トシ"), ("birth", "1942-03-04")]),
            200,
        ),
        "POST /audit/verify" => (form(&[]), 200),
        "POST /desk/disclosures" => {
            let it = lawful_request();
            let fields = [
                ("id", id.as_str()),
                ("notebook", notebook),
                ("law", &it.kind),
                ("need", &it.reason),
                ("basis", &it.basis),
                ("receiver", &it.receiver),
                ("telling", &it.telling),
                ("days", &it.days),
            ];
            (form(&fields), 303)
        }
        // A yes would open the notebook to the desk for the rest of the walk.
        "POST /desk/disclosures/{disclosure}/answer" => {
            (form(&[("approved", "no"), ("refusal", "本人確認が済んでいない")]), 303)
        }
        "POST /desk/disclosures/{disclosure}/end" | "POST /desk/disclosures/{disclosure}/tell" => {
            (form(&[]), 303)
        }
        _ => return None,
    })
}
