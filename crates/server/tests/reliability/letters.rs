//! Letters of a real server, to a real mail server: none is lost when the process is killed or the
//! mail server is away, and none holds what it must not.

use tasuki_testkit::client::{Answer, Client, Request};
use tasuki_testkit::server::Server;
use tasuki_testkit::smtp::{MailServer, Mood};

use crate::region::Region;

const PASSWORD: &str = "ume-no-hana-9kai-yure";

/// A stranger's browser: its one cookie is the form's.
struct Stranger {
    client: Client,
    cookie: String,
}

impl Stranger {
    fn at(region: &Region, server: &Server) -> Self {
        let authority = std::fs::read_to_string(region.data().join("tls/authority.pem"));
        let authority = authority.expect("the region's authority");
        Self { client: Client::new(server.port(), &authority, None), cookie: String::new() }
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encoded = |text: &str| {
            let bytes = text.bytes().map(|byte| format!("%{byte:02X}"));
            bytes.collect::<String>()
        };
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::post(path, "application/x-www-form-urlencoded", body);
        let request = request.with("cookie", &self.cookie).with("accept", "text/html");
        let answer = self.client.send(&request).expect("an answer");
        if let Some((pair, _)) = answer.header("set-cookie").and_then(|it| it.split_once(';')) {
            pair.clone_into(&mut self.cookie);
        }
        answer
    }

    /// Applies for a facility whose contact has this login name.
    fn apply(&mut self, login: &str) {
        let mail = format!("{login}@midori.example.jp");
        let fields = [
            ("facility", "みどり訪問看護"),
            ("prefecture", "140007"),
            ("municipality", "141097"),
            ("kind", "home_nursing"),
            ("family", "高橋"),
            ("given", "奈緒"),
            ("family_kana", "タカハシ"),
            ("given_kana", "ナオ"),
            ("profession", "nurse"),
            ("mail", &mail),
            ("mail_again", &mail),
            ("login", login),
            ("password", PASSWORD),
        ];
        let kept = self.post("/apply", &fields);
        assert_eq!(kept.header("location"), Some("/apply/confirm"), "{}", kept.text());
        let sent = self.post("/apply/device", &[("system", "ios"), ("way", "send")]);
        assert_eq!(sent.header("location"), Some("/apply/done"), "{}", sent.text());
    }
}

fn settings(port: u16) -> String {
    format!(
        "[mail]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"none\"\n\
         from = \"tasuki@minato.example\"\n"
    )
}

#[test]
fn a_letter_that_was_written_goes_out_after_the_process_was_killed() {
    let away = MailServer::in_mood(Mood::HangsUp);
    let region = Region::embedded().configured(&settings(away.port()));
    let server = region.start();
    Stranger::at(&region, &server).apply("midori");
    server.kill();

    let mails = MailServer::in_mood(Mood::Takes);
    let file = region.folder().join("tasuki.toml");
    std::fs::write(file, settings(mails.port())).expect("other settings");
    let server = region.start();
    let arrived = mails.next();
    assert_eq!(arrived.to, "midori@midori.example.jp");
    assert!(!arrived.text.contains(PASSWORD));
    assert!(server.stop().success());
    assert_eq!(mails.rest(), [], "once");
    region.verify();
}

#[test]
fn an_application_is_acknowledged_while_nobody_takes_mails() {
    let busy = MailServer::in_mood(Mood::Busy);
    let region = Region::embedded().configured(&settings(busy.port()));
    let server = region.start();
    Stranger::at(&region, &server).apply("midori");
    Stranger::at(&region, &server).apply("second");
    assert!(server.stop().success());
    assert_eq!(busy.rest(), []);
    region.verify();
}
