//! Signing in: the words.

use super::words::{Named, Text};

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
    pub demo_heading: Text,
    pub demo_text: Text,
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
    demo_heading: "デモ地域",
    demo_text: "デモ地域です。このコンピューターからだけ、次の人としてサインインできます。",
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
    demo_heading: "Demo region",
    demo_text: "This is a demo region. From this computer only, you can sign in as one of these \
        people.",
    with_password: "With device and password",
    forgotten: "If you cannot sign in",
    forgotten_text: "If you forgot your password, ask your facility's manager for a new link to \
        set one. Neither the desk nor the manager ever learns your password.",
};
