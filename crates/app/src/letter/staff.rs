//! The words of letters to staff: what a facility's manager sets in motion, told to the person.

use tasuki_domain::content::DisclosureKind;
use tasuki_domain::mail_address::MailAddress;
use tasuki_kernel::{PersonId, Result};

use super::words::pickup_words;
use super::{Letter, LetterKind, PickupNote, Sender};

/// Somebody of the staff, as a letter addresses them.
pub(crate) struct Addressee<'a> {
    pub sender: &'a Sender,
    pub facility: &'a str,
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    pub mail: &'a str,
    /// BCP 47 tag of the language.
    pub lang: &'a str,
}

impl Addressee<'_> {
    pub(super) fn japanese(&self) -> bool {
        self.lang != "en"
    }

    pub(super) fn letter(
        &self,
        kind: LetterKind,
        subject: &str,
        paragraphs: &[String],
    ) -> Result<Letter> {
        let hello = if self.japanese() {
            format!("{}\n{} 様", self.facility, self.name)
        } else {
            format!("{}\n{}", self.name, self.facility)
        };
        let signature = self.sender.signature(self.japanese());
        Ok(Letter {
            kind,
            receiver: MailAddress::parse("mail", self.mail)?,
            subject: format!("[{}] {subject}", self.sender.notebook),
            words: format!("{hello}\n\n{}\n\n{signature}\n", paragraphs.join("\n\n")),
            about: *self.person.as_bytes(),
        })
    }
}

/// An account was made: login name, and where the password is chosen.
pub(crate) fn welcome(
    to: &Addressee<'_>,
    login: &str,
    (link, until): (&str, &str),
) -> Result<Letter> {
    if to.japanese() {
        to.letter(
            LetterKind::Welcome,
            "職員として登録されました",
            &[
                format!("「{}」の職員として登録されました。\nログインID: {login}", to.facility),
                format!("次のページで、パスワードを自分で決めてください（{until}まで）。\n{link}"),
                "端末の証明書の受け取り番号は、別のメールで送ります。".into(),
                "お心当たりがないときは、施設の管理者へお知らせください。".into(),
            ],
        )
    } else {
        to.letter(
            LetterKind::Welcome,
            "You were entered as staff",
            &[
                format!("You were entered as staff of {}.\nLogin name: {login}", to.facility),
                format!("Choose your password on this page (until {until}):\n{link}"),
                "The number for picking up your device's certificate comes in another mail.".into(),
                "If this is a mistake, please tell the manager of the facility.".into(),
            ],
        )
    }
}

/// The pick-up number and its one-time code.
pub(crate) fn staff_pickup(to: &Addressee<'_>, note: &PickupNote<'_>) -> Result<Letter> {
    let (subject, paragraphs) = pickup_words(to.japanese(), note);
    to.letter(LetterKind::StaffPickup, subject, &paragraphs)
}

/// A forgotten password is chosen anew.
pub(crate) fn password_reset(to: &Addressee<'_>, (link, until): (&str, &str)) -> Result<Letter> {
    if to.japanese() {
        to.letter(
            LetterKind::PasswordReset,
            "パスワードの決め直し",
            &[
                format!(
                    "次のページで、新しいパスワードを自分で決めてください（{until}まで）。\n{link}"
                ),
                "決めるまでは、今のパスワードがそのまま使えます。".into(),
                "頼んだ覚えがないときは、施設の管理者へお知らせください。".into(),
            ],
        )
    } else {
        to.letter(
            LetterKind::PasswordReset,
            "Choose a new password",
            &[
                format!("Choose a new password on this page (until {until}):\n{link}"),
                "Until you do, your present password works.".into(),
                "If you did not ask for this, please tell the manager of the facility.".into(),
            ],
        )
    }
}

/// A notebook was opened by law; which one is behind the link, for who is of its team.
pub(crate) fn disclosed(to: &Addressee<'_>, kind: DisclosureKind, link: &str) -> Result<Letter> {
    if to.japanese() {
        let why = match kind {
            DisclosureKind::Request => "開示請求",
            DisclosureKind::Court => "裁判所などの命令",
            DisclosureKind::Orphaned => "読める人がいなくなった特別便の確認",
        };
        to.letter(
            LetterKind::Disclosed,
            "連絡帳の開示のお知らせ",
            &[
                format!(
                    "{why}のため、あなたがメンバーである連絡帳を、運営事務局の2人が見ることになりました。"
                ),
                format!("だれがいつ見たかは、閲覧記録でわかります（サインインが必要です）。\n{link}"),
                "ご質問は、運営事務局へお寄せください。".into(),
            ],
        )
    } else {
        let why = match kind {
            DisclosureKind::Request => "a request for disclosure",
            DisclosureKind::Court => "the order of a court or an authority",
            DisclosureKind::Orphaned => "a special delivery that nobody can read any more",
        };
        to.letter(
            LetterKind::Disclosed,
            "A notebook is disclosed",
            &[
                format!(
                    "Because of {why}, two persons of the region's desk may look at a notebook of \
                     which you are a member."
                ),
                format!("Who looked and when stands in its records (sign in first):\n{link}"),
                "If you have questions, please ask the region's desk.".into(),
            ],
        )
    }
}

/// An invitation into a team waits. Neither the patient nor the facility that invites is named:
/// who may know that reads it behind the door.
pub(crate) fn invited(to: &Addressee<'_>, link: &str) -> Result<Letter> {
    if to.japanese() {
        to.letter(
            LetterKind::Invitation,
            "支援チームへの招待が届きました",
            &[
                format!("支援チームへの招待が届きました。サインインして、次のページで内容を確かめ、答えてください。\n{link}"),
                "30日たつと、答えられなくなります。".into(),
                "このメールには、患者さんの名前を書いていません。".into(),
            ],
        )
    } else {
        to.letter(
            LetterKind::Invitation,
            "An invitation to a support team",
            &[
                format!(
                    "You are invited to a support team. Sign in, read and answer here:\n{link}"
                ),
                "It can be answered for 30 days.".into(),
                "No patient is named in this mail.".into(),
            ],
        )
    }
}

/// The facility takes part no more.
pub(crate) fn facility_ended(to: &Addressee<'_>, closed: bool) -> Result<Letter> {
    if to.japanese() {
        let account = if closed {
            "アカウントと端末は使えなくなりました。"
        } else {
            "ほかの施設の所属は、そのまま使えます。"
        };
        to.letter(
            LetterKind::FacilityEnded,
            "施設の利用が終わりました",
            &[
                format!("「{}」は、利用を終えました。この施設の所属も終わりました。", to.facility),
                format!("{account}\n書いた記録は、お名前のまま残ります。"),
            ],
        )
    } else {
        let account = if closed {
            "The account is closed and its devices are shut out."
        } else {
            "What you do for other facilities goes on as before."
        };
        to.letter(
            LetterKind::FacilityEnded,
            "Your facility takes part no more",
            &[
                format!("{} takes part no more, and your post there has ended.", to.facility),
                format!("{account}\nWhat you wrote stays under your name."),
            ],
        )
    }
}

/// The desk sent a withdrawal back.
pub(crate) fn withdrawal_returned(to: &Addressee<'_>, answer: &str, link: &str) -> Result<Letter> {
    if to.japanese() {
        to.letter(
            LetterKind::WithdrawalReturned,
            "利用廃止の申請が差し戻されました",
            &[
                format!("窓口からのお願い:\n{answer}"),
                format!("施設の利用は、そのまま続いています。もう一度申請するページ:\n{link}"),
            ],
        )
    } else {
        to.letter(
            LetterKind::WithdrawalReturned,
            "Your withdrawal was sent back",
            &[
                format!("The desk asks:\n{answer}"),
                format!("The facility goes on as before. To apply again:\n{link}"),
            ],
        )
    }
}

/// The rights of the staff are to be looked at.
pub(crate) fn review_due(to: &Addressee<'_>, link: &str) -> Result<Letter> {
    if to.japanese() {
        to.letter(
            LetterKind::ReviewDue,
            "権限の棚卸しの時期です",
            &[
                "3か月に1回、職員と端末の一覧を確かめてください。使っていない人や、なくした端末が見つかります。"
                    .into(),
                format!("一覧のページ:\n{link}"),
            ],
        )
    } else {
        to.letter(
            LetterKind::ReviewDue,
            "Please review the rights of your staff",
            &[
                "Once a quarter, please look at the list of staff and devices: at who left, and \
                 at devices that were lost."
                    .into(),
                format!("The list:\n{link}"),
            ],
        )
    }
}

#[cfg(test)]
#[path = "staff_tests.rs"]
mod tests;
