//! Signing in: the words.

use super::words::{Counted, Named, Text};

/// Signing in.
#[derive(Debug, Clone, Copy)]
pub struct SignInTexts {
    pub title: Text,
    pub lead: Named,
    pub login: Text,
    pub login_hint: Text,
    pub password: Text,
    pub submit: Text,
    pub device_heading: Text,
    pub device_ok: Text,
    pub device_ok_text: Named,
    pub device_missing: Text,
    pub device_missing_text: Text,
    pub device_foreign: Text,
    pub device_foreign_text: Text,
    pub device_revoked: Text,
    pub device_revoked_text: Named,
    pub demo_label: Text,
    pub demo_heading: Text,
    pub demo_text: Text,
    pub demo_everybody: Text,
    pub demo_people: Counted,
    pub demo_family: Text,
    pub demo_desk: Text,
    /// Login names of the demo region, and what can be seen as these people.
    pub demo_walks: &'static [(&'static str, Text)],
    pub with_password: Text,
    pub forgotten: Text,
    pub forgotten_text: Text,
}

pub(super) const JA: SignInTexts = SignInTexts {
    title: "サインイン",
    lead: Named(|region| format!("{region}の電子連絡帳です。")),
    login: "ログインID",
    login_hint: "施設の管理者からお知らせしたIDです。",
    password: "パスワード",
    submit: "サインインする",
    device_heading: "この端末",
    device_ok: "登録済みの端末です",
    device_ok_text: Named(|label| format!("「{label}」の証明書を確認しました。")),
    device_missing: "端末の証明書が届いていません",
    device_missing_text: "この端末にまだ証明書が入っていないか、\
        証明書を選ぶ画面で「キャンセル」が押されています。\
        ブラウザーを閉じて開き直し、証明書を選んでください。\
        入っていないときは、施設の管理者に発行を頼んでください。",
    device_foreign: "この地域の証明書ではありません",
    device_foreign_text: "別の地域や別のシステムの証明書が送られてきました。\
        ブラウザーを閉じて開き直し、この地域の証明書を選んでください。",
    device_revoked: "この端末は使えなくなっています",
    device_revoked_text: Named(|label| {
        format!(
            "「{label}」の証明書は、失効したか期限が切れています。\
             施設の管理者に、新しい証明書の発行を頼んでください。"
        )
    }),
    demo_label: "デモ地域",
    demo_heading: "だれとして見てみますか",
    demo_text: "このコンピューターからだけ、パスワードなしで次の人としてサインインできます。",
    demo_everybody: "全員から選ぶ（施設ごと）",
    demo_people: Counted(|count| format!("{count}人")),
    demo_family: "ご家族",
    demo_desk: "運営事務局・監査",
    demo_walks: &[
        ("sato-misaki", "まずはこの人から：山口 ハナさんの至急の記録、特別便、褥瘡の部屋"),
        ("kawamura-makoto", "診察の合間に：返事を待つ記録と検査値、確認を押す"),
        ("tanaka-keiko", "ケアマネジャー：担当の連絡帳をまとめて見る、相談の特別便"),
        ("nakamura-yuka", "ヘルパー：スマートフォンで短い記録、訂正の残り方"),
        ("yamaguchi-noriko", "ご家族：家族の部屋だけが見える"),
        ("ishida-hiroko", "訪問看護の管理者：だれがいつ見たか、夜間の呼び出し"),
    ],
    with_password: "端末とパスワードでサインイン",
    forgotten: "サインインできないとき",
    forgotten_text: "パスワードを忘れたときは、施設の管理者に設定用リンクの再発行を頼んでください。\
        運営事務局や管理者が、あなたのパスワードを知ることはありません。",
};

pub(super) const EN: SignInTexts = SignInTexts {
    title: "Sign in",
    lead: Named(|region| format!("The contact notebook of {region}.")),
    login: "Login ID",
    login_hint: "The ID that your facility's manager gave you.",
    password: "Password",
    submit: "Sign in",
    device_heading: "This device",
    device_ok: "A registered device",
    device_ok_text: Named(|label| {
        format!("The certificate of \u{201c}{label}\u{201d} was recognised.")
    }),
    device_missing: "No device certificate arrived",
    device_missing_text: "This device has no certificate yet, or the choice of certificate was \
        cancelled. Close the browser, open it again and choose the certificate. If there is none, \
        ask your facility's manager to issue one.",
    device_foreign: "Not a certificate of this region",
    device_foreign_text: "A certificate of another region or system was sent. Close the browser, \
        open it again and choose this region's certificate.",
    device_revoked: "This device may no longer be used",
    device_revoked_text: Named(|label| {
        format!(
            "The certificate of \u{201c}{label}\u{201d} was revoked or has expired. \
             Ask your facility's manager for a new one."
        )
    }),
    demo_label: "Demo region",
    demo_heading: "As whom would you like to look?",
    demo_text: "From this computer only, you can sign in as one of these people without a \
        password.",
    demo_everybody: "Everybody, by facility",
    demo_people: Counted(
        |count| {
            if count == 1 { "1 person".into() } else { format!("{count} people") }
        },
    ),
    demo_family: "Family",
    demo_desk: "Desk and audit",
    demo_walks: &[
        ("sato-misaki", "Begin here: an urgent note about 山口 ハナ, a delivery, the wound room"),
        ("kawamura-makoto", "Between visits: what waits for an answer, results, confirming"),
        ("tanaka-keiko", "Care manager: all her notebooks at a glance, a delivery to few"),
        ("nakamura-yuka", "Helper: short notes on a phone, and how a correction stays visible"),
        ("yamaguchi-noriko", "Family: only the family's room is there"),
        ("ishida-hiroko", "Manages the nursing station: who looked when, calls at night"),
    ],
    with_password: "With device and password",
    forgotten: "If you cannot sign in",
    forgotten_text: "If you forgot your password, ask your facility's manager for a new link to \
        set one. Neither the desk nor the manager ever learns your password.",
};
