//! The words of letters, in Japanese and English. No password ever stands in one, and no word
//! about a patient.

use tasuki_domain::day::Day;
use tasuki_domain::mail_address::MailAddress;
use tasuki_kernel::{Result, Timestamp};
use tasuki_store::application::ApplicationRow;

use super::{Letter, LetterKind};

/// Region, its notebook and its desk, as a letter signs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sender {
    pub region: String,
    pub notebook: String,
    pub desk: String,
    pub phone: String,
    pub hours: String,
}

impl Sender {
    pub(super) fn signature(&self, japanese: bool) -> String {
        let mut lines = vec!["--".to_owned(), format!("{} {}", self.region, self.notebook)];
        if !self.desk.is_empty() {
            lines.push(self.desk.clone());
        }
        if !self.phone.is_empty() {
            let label = if japanese { "電話" } else { "Phone" };
            lines.push(format!("{label} {} {}", self.phone, self.hours).trim_end().to_owned());
        }
        lines.join("\n")
    }
}

/// What letters about one application have in common.
pub(crate) struct About<'a> {
    pub sender: &'a Sender,
    pub application: &'a ApplicationRow,
}

impl About<'_> {
    fn japanese(&self) -> bool {
        self.application.lang != "en"
    }

    fn letter(&self, kind: LetterKind, subject: &str, paragraphs: &[String]) -> Result<Letter> {
        let (it, sender) = (self.application, self.sender);
        let name = it.contact.full();
        let hello = if self.japanese() {
            format!("{}\n{name} 様", it.facility)
        } else {
            format!("{name}\n{}", it.facility)
        };
        let words = format!(
            "{hello}\n\n{}\n\n{}\n",
            paragraphs.join("\n\n"),
            sender.signature(self.japanese())
        );
        let receiver = MailAddress::parse("mail", &it.mail)?;
        let subject = format!("[{}] {subject}", sender.notebook);
        Ok(Letter { kind, receiver, subject, words, about: *it.id.as_bytes() })
    }
}

/// The application came in.
pub(crate) fn received(about: &About<'_>, number: &str, link: &str) -> Result<Letter> {
    if about.japanese() {
        about.letter(
            LetterKind::Received,
            &format!("利用申請を受け付けました（申請番号 {number}）"),
            &[
                "利用の申請を受け付けました。窓口で確認し、結果をこのメールアドレスへお知らせします。"
                    .into(),
                format!("申請のようすは、次のページで見られます。\n{link}"),
                "お心当たりがないときは、このメールを捨ててください。".into(),
            ],
        )
    } else {
        about.letter(
            LetterKind::Received,
            &format!("We received your application (number {number})"),
            &[
                "We received your application. The desk looks at it and writes to this address."
                    .into(),
                format!("Where it stands can be seen here:\n{link}"),
                "If you did not apply, please throw this mail away.".into(),
            ],
        )
    }
}

/// The desk asks for a correction.
pub(crate) fn returned(about: &About<'_>, reason: &str, link: &str) -> Result<Letter> {
    if about.japanese() {
        about.letter(
            LetterKind::Returned,
            "利用申請に直していただきたいところがあります",
            &[
                format!("窓口からのお願い:\n{reason}"),
                format!("次のページで、入力した内容を直して、もう一度送ってください。入力済みの内容は残っています。\n{link}"),
            ],
        )
    } else {
        about.letter(
            LetterKind::Returned,
            "Please correct your application",
            &[
                format!("The desk asks:\n{reason}"),
                format!(
                    "Correct it here and send it again. What you typed is still there.\n{link}"
                ),
            ],
        )
    }
}

/// Approved: the first of three.
pub(crate) fn approved(about: &About<'_>) -> Result<Letter> {
    if about.japanese() {
        about.letter(
            LetterKind::Approved,
            "利用申請を承認しました",
            &[
                format!("「{}」の利用申請を承認しました。", about.application.facility),
                "このあと、2通のメールを別々に送ります。\n1. 端末の証明書の受け取り番号\n2. ログインID".into(),
                "申請のときに決めたパスワードは、どのメールにも書きません。".into(),
            ],
        )
    } else {
        about.letter(
            LetterKind::Approved,
            "Your application is approved",
            &[
                format!("The application of {} is approved.", about.application.facility),
                "Two more mails follow:\n1. the number for picking up your device's certificate\n\
                 2. your login name"
                    .into(),
                "No mail holds the password that you chose.".into(),
            ],
        )
    }
}

/// The login name, and where to sign in.
pub(crate) fn login_name(about: &About<'_>, link: &str) -> Result<Letter> {
    let login = &about.application.login;
    if about.japanese() {
        about.letter(
            LetterKind::LoginName,
            "ログインIDのお知らせ",
            &[
                format!("ログインID: {login}"),
                format!("証明書を受け取った端末で、次のページを開いてください。\n{link}"),
                "パスワードは、申請のときにご自分で決めたものです。忘れたときは、窓口へお電話ください。".into(),
            ],
        )
    } else {
        about.letter(
            LetterKind::LoginName,
            "Your login name",
            &[
                format!("Login name: {login}"),
                format!("Open this page on the device that holds the certificate:\n{link}"),
                "The password is the one that you chose when you applied. If you forgot it, please \
                 phone the desk."
                    .into(),
            ],
        )
    }
}

/// A number and its one-time code for picking up a certificate.
pub(crate) struct PickupNote<'a> {
    pub number: &'a str,
    pub code: &'a str,
    pub link: &'a str,
    /// The last day, as people read it.
    pub until: &'a str,
}

/// The pick-up number and its one-time code.
pub(crate) fn pickup(about: &About<'_>, note: &PickupNote<'_>) -> Result<Letter> {
    let (subject, paragraphs) = pickup_words(about.japanese(), note);
    about.letter(LetterKind::Pickup, subject, &paragraphs)
}

/// What is said of a pick-up, to whomever.
pub(super) fn pickup_words(japanese: bool, note: &PickupNote<'_>) -> (&'static str, [String; 3]) {
    let PickupNote { number, code, link, until } = note;
    if japanese {
        (
            "端末の証明書の受け取り番号",
            [
                format!("受け取り番号: {number}\n受け取りコード: {code}"),
                format!("使う端末で次のページを開き、2つを入力してください。\n{link}"),
                format!("{until}まで、1回だけ使えます。ほかの人に教えないでください。"),
            ],
        )
    } else {
        (
            "Pick up your device's certificate",
            [
                format!("Number: {number}\nCode: {code}"),
                format!("Open this page on your device and type both:\n{link}"),
                format!("They work once, until {until}. Tell them to nobody."),
            ],
        )
    }
}

/// Who writes, from what the region says about itself.
pub(crate) fn sender(
    settings: tasuki_store::installation::Settings,
    portal: tasuki_domain::content::Portal,
) -> Sender {
    Sender {
        region: settings.name,
        notebook: settings.notebook_name,
        desk: portal.desk,
        phone: portal.phone,
        hours: portal.hours,
    }
}

/// A day as a letter names it; days change at midnight in Japan.
pub(crate) fn day(at: Timestamp, lang: &str) -> String {
    let Day { year, month, day } = Day::of(at);
    if lang == "en" {
        format!("{year}-{month:02}-{day:02}")
    } else {
        format!("{year}年{month}月{day}日")
    }
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
