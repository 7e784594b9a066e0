//! Mails go out: over SMTP to the region's mail server, or as files into a folder.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, MessageId};
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{
    Address, AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
};
use serde::{Deserialize, Serialize};
use tasuki_app::letter::{Mail, Postman, Undelivered};

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// STARTTLS (RFC 3207), and no mail without it.
    Starttls,
    /// TLS from the first byte (RFC 8314).
    Tls,
    /// None: only to a mail server on this very machine.
    None,
}

/// Where mails go.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// The sender's address.
    pub from: String,
    /// The mail server's name.
    pub server: Option<String>,
    /// Its port; 587 for STARTTLS, 465 for TLS, 25 for none.
    pub port: Option<u16>,
    /// How the connection is protected; STARTTLS when nothing is said.
    pub security: Option<Security>,
    /// Login name at the mail server.
    pub user: Option<String>,
    /// A file that holds the password, so that it stands in no setting.
    pub password_file: Option<PathBuf>,
    /// A folder instead of a server: each mail becomes a file there, for trying out.
    pub folder: Option<PathBuf>,
}

/// A postman as the settings describe him.
pub struct Lettre {
    from: Address,
    way: Way,
}

enum Way {
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(AsyncFileTransport<Tokio1Executor>),
}

impl Lettre {
    /// The postman of these settings.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(config: &MailConfig) -> Result<Self> {
        let from = config
            .from
            .parse()
            .with_context(|| format!("mail.from is no mail address: {}", config.from))?;
        let way = match (&config.server, &config.folder) {
            (Some(server), None) => Way::Server(Box::new(transport(config, server)?)),
            (None, Some(folder)) => {
                std::fs::create_dir_all(folder).context("mail.folder cannot be made")?;
                Way::Folder(AsyncFileTransport::new(folder))
            }
            _ => anyhow::bail!("mail needs either `server` or `folder`"),
        };
        Ok(Self { from, way })
    }

    fn message(&self, mail: &Mail) -> Result<Message> {
        let mut message = Message::builder()
            .from(Mailbox::new(Some(mail.sender.clone()), self.from.clone()))
            .to(mail.receiver.parse::<Address>()?.into())
            .subject(&mail.subject)
            .header(ContentType::TEXT_PLAIN)
            // Delivered twice it is the same mail to whoever sorts them.
            .header(MessageId::from(format!("<{}@{}>", mail.id, self.from.domain())));
        if let Some(reply_to) = &mail.reply_to {
            message = message.reply_to(reply_to.parse::<Address>()?.into());
        }
        Ok(message.body(mail.words.clone())?)
    }
}

fn transport(config: &MailConfig, server: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let security = config.security.unwrap_or(Security::Starttls);
    let tls = || TlsParameters::new(server.to_owned()).context("TLS to the mail server");
    let (tls, port) = match security {
        Security::Starttls => (Tls::Required(tls()?), 587),
        Security::Tls => (Tls::Wrapper(tls()?), 465),
        Security::None => {
            let local = ["localhost", "127.0.0.1", "::1"].contains(&server);
            anyhow::ensure!(local, "mail.security = \"none\" is for a mail server on this machine");
            (Tls::None, 25)
        }
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server)
        .port(config.port.unwrap_or(port))
        .tls(tls);
    if let Some(user) = &config.user {
        let file = config.password_file.as_ref();
        let file = file.context("mail.user needs mail.password_file")?;
        let password = std::fs::read_to_string(file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let password = password.trim_end_matches(['\r', '\n']).to_owned();
        builder = builder.credentials(Credentials::new(user.clone(), password));
    }
    Ok(builder.build())
}

impl Postman for Lettre {
    async fn hand_over(&self, mail: &Mail) -> Result<(), Undelivered> {
        // What cannot be written down today cannot be tomorrow.
        let message = self.message(mail).map_err(|it| Undelivered::Never(format!("{it:#}")))?;
        match &self.way {
            Way::Server(server) => server.send(message).await.map(drop).map_err(undelivered),
            Way::Folder(folder) => {
                let later = |it: lettre::transport::file::Error| Undelivered::Later(it.to_string());
                folder.send(message).await.map(drop).map_err(later)
            }
        }
    }
}

/// Refused mailboxes (RFC 5321 section 4.2.3: 550 to 556) are so for good; all else may pass, a
/// wrong password at our own mail server too.
fn undelivered(error: smtp::Error) -> Undelivered {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(it) = cause {
        words = format!("{words}: {it}");
        cause = it.source();
    }
    let code = error.status().map(u16::from);
    match code {
        Some(550..=556) => Undelivered::Never(words),
        _ => Undelivered::Later(words),
    }
}

#[cfg(test)]
mod tests {
    use tasuki_testkit::block_on;
    use tasuki_testkit::smtp::{MailServer, Mood};

    use super::*;

    fn config(change: impl FnOnce(&mut MailConfig)) -> Result<Lettre> {
        let mut config = MailConfig {
            from: "tasuki@example.jp".into(),
            server: Some("localhost".into()),
            port: None,
            security: Some(Security::None),
            user: None,
            password_file: None,
            folder: None,
        };
        change(&mut config);
        Lettre::new(&config)
    }

    #[test]
    fn settings_that_would_send_nothing_or_in_clear_are_refused_by_name() {
        assert!(config(|_| ()).is_ok());
        let said = |change: &dyn Fn(&mut MailConfig)| {
            let refused = config(|it| change(it)).err().expect("refused");
            format!("{refused:#}")
        };
        assert!(said(&|it| it.server = Some("mail.example.jp".into())).contains("this machine"));
        assert!(said(&|it| it.server = None).contains("server"));
        assert!(said(&|it| it.from = "事務局".into()).contains("mail.from"));
        assert!(said(&|it| it.user = Some("tasuki".into())).contains("password_file"));
    }

    #[test]
    fn a_mail_is_in_utf_8_and_bears_the_letters_id() {
        let postman = config(|_| ()).unwrap();
        let mail = Mail {
            id: tasuki_kernel::LetterId::from_bytes([7; 16]),
            receiver: "nao@midori.example.jp".into(),
            subject: "[みなと連絡帳] 承認しました\r\nBcc: x@example.jp".into(),
            words: "高橋 奈緒 様\n".into(),
            written: tasuki_kernel::Timestamp::default(),
            sender: "みなと市".into(),
            reply_to: Some("desk@minato.example.jp".into()),
        };
        let text = String::from_utf8(postman.message(&mail).unwrap().formatted()).unwrap();
        assert!(text.contains("<07070707-0707-0707-0707-070707070707@example.jp>"), "{text}");
        assert!(text.contains("Reply-To: desk@minato.example.jp"), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(text.contains("charset=utf-8"), "{text}");
    }

    fn mail() -> Mail {
        Mail {
            id: tasuki_kernel::LetterId::from_bytes([8; 16]),
            receiver: "nao@midori.example.jp".into(),
            subject: "[みなと連絡帳] 承認".into(),
            words: "高橋 奈緒 様\n.\n受け取り番号: 1234\n".into(),
            written: tasuki_kernel::Timestamp::default(),
            sender: "みなと市".into(),
            reply_to: None,
        }
    }

    fn handed_over(mood: Mood) -> (Result<(), Undelivered>, MailServer) {
        let server = MailServer::in_mood(mood);
        let postman = config(|it| it.port = Some(server.port())).unwrap();
        (block_on(postman.hand_over(&mail())), server)
    }

    #[test]
    fn a_mail_server_takes_a_mail() {
        let (outcome, server) = handed_over(Mood::Takes);
        assert_eq!(outcome, Ok(()));
        let arrived = server.next();
        assert_eq!(
            (arrived.from.as_str(), arrived.to.as_str()),
            ("tasuki@example.jp", "nao@midori.example.jp")
        );
        assert!(arrived.text.contains("Subject: =?utf-8?"), "{}", arrived.text);
        assert_eq!(server.rest(), []);
    }

    #[test]
    fn what_a_mail_server_refuses_is_told_apart() {
        let (busy, _) = handed_over(Mood::Busy);
        assert!(matches!(&busy, Err(Undelivered::Later(why)) if why.contains("451")), "{busy:?}");
        let (unknown, _) = handed_over(Mood::NoSuchUser);
        let never =
            matches!(&unknown, Err(Undelivered::Never(why)) if why.contains("no such user"));
        assert!(never, "{unknown:?}");
        assert!(matches!(handed_over(Mood::HangsUp).0, Err(Undelivered::Later(_))));
        let nobody = config(|it| it.port = Some(1)).unwrap();
        assert!(matches!(block_on(nobody.hand_over(&mail())), Err(Undelivered::Later(_))));
    }

    /// Without STARTTLS nothing is said to a server that was to offer it.
    #[test]
    fn no_mail_goes_out_in_clear_where_tls_was_asked_for() {
        let server = MailServer::in_mood(Mood::Takes);
        let postman = config(|it| {
            it.port = Some(server.port());
            it.security = None;
        });
        let outcome = block_on(postman.unwrap().hand_over(&mail()));
        assert!(matches!(outcome, Err(Undelivered::Later(_))), "{outcome:?}");
        assert_eq!(server.rest(), []);
    }

    #[test]
    fn a_folder_takes_mails_for_trying_out() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("mail");
        let postman = config(|it| {
            it.server = None;
            it.folder = Some(inside.clone());
        });
        block_on(postman.unwrap().hand_over(&mail())).unwrap();
        let files: Vec<_> = std::fs::read_dir(inside).unwrap().collect();
        assert_eq!(files.len(), 1);
    }
}
