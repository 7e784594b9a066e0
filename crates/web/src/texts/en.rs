//! English: complete, for staff who read it more easily.

use super::words::{
    AccountTexts, BannerTexts, CommonTexts, ComposeTexts, Counted, CountedOf, EntryTexts, Named,
    NotebooksTexts, PasswordTexts, PortalTexts, ProblemTexts, RoomTexts, SignInTexts, Texts,
    UnlockTexts,
};

pub(super) static TEXTS: Texts = Texts {
    common: COMMON,
    sign_in: SIGN_IN,
    unlock: UNLOCK,
    password: PASSWORD,
    notebooks: NOTEBOOKS,
    banner: BANNER,
    room: ROOM,
    entry: ENTRY,
    compose: COMPOSE,
    problem: PROBLEM,
    account: ACCOUNT,
    portal: PORTAL,
};

/// `one` or `many` with the number before it.
fn count(n: u32, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

const COMMON: CommonTexts = CommonTexts {
    product: "Tasuki",
    notebooks: "Notebooks",
    account: "Me",
    sign_out: "Sign out",
    skip: "Skip to content",
    menu: "Menu",
    back: "Back",
    close: "Close",
    other_lang: "日本語",
    other_lang_tag: "ja",
    demo_strip: "Demo region. All people and records here are invented.",
    what_was_kept: "What was kept",
    what_to_do: "What to do",
    errors_heading: "Not sent yet. Please mend the following.",
    you: "you",
    today: "Today",
    list_separator: ", ",
    show_password: "Show the password",
};

const SIGN_IN: SignInTexts = SignInTexts {
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

const UNLOCK: UnlockTexts = UnlockTexts {
    title: "The screen is locked",
    lead: "Nothing was touched for a while, so the records were hidden. Your password opens them \
        where you left off.",
    password: "Password",
    submit: "Unlock",
    not_me: "Sign in as somebody else",
    elsewhere: "Unlock in another window",
    go_on: "Unlocked, go on",
};

const PASSWORD: PasswordTexts = PasswordTexts {
    title_first: "Choose your password",
    title_replace: "Replace your password",
    title_change: "Change your password",
    lead_first: "Before you begin, choose a password that only you know.",
    lead_replace: "A password that was given to you works once. Replace it by one of your own.",
    lead_change: "Changing it ends your sessions on other devices.",
    login: "Login ID",
    current: "Present password",
    new: "New password",
    again: "New password, once more",
    rules_heading: "Rules for the password",
    rule_length: Counted(|n| format!("At least {n} characters. Longer is safer.")),
    rule_names: "Not your name, birthday or login ID.",
    rule_common: "Not a common word, and no rows of characters such as 12345678.",
    rule_phrase: "About three unrelated words in a row are easy to remember and hard to guess. \
        Spaces are allowed.",
    rule_forever: "There is no need to change it regularly.",
    submit: "Use this password",
};

const NOTEBOOKS: NotebooksTexts = NotebooksTexts {
    title: "My notebooks",
    heading: "Notebooks",
    people: Counted(|n| count(n, "patient", "patients")),
    unread_people: Counted(|n| format!("{n} with news")),
    order: "urgent and unread first",
    unread: Counted(|n| format!("{n} unread")),
    none_heading: "No notebooks yet",
    none_text: "When you are invited to a support team, that patient's notebook appears here. If \
        it is urgent, contact the facility that builds the team, often the care manager's.",
    no_line: "No entries yet",
    changed: "There are new entries. Refresh the list",
};

const BANNER: BannerTexts = BannerTexts {
    allergy: "Allergy:",
    back: "Back to my notebooks",
    about: "Contacts",
    more_chips: Counted(|n| format!("Show {n} more")),
    same_name: "Another patient has the same name. Check the date of birth.",
    portrait: Named(|name| format!("Photo of {name}")),
};

const ROOM: RoomTexts = RoomTexts {
    title: "Notebook",
    rooms: "Rooms",
    timeline: "Entries",
    newest: Named(|time| format!("newest {time}")),
    read_below: "You have read everything below",
    older: "Older entries",
    to_newest: "To the newest",
    empty_heading: "No entries yet",
    empty_text: "The first entry reaches the whole team. Write it in the field below.",
    write: "Write an entry",
    photo: "Photo",
    take_photo: "Take a photo",
    send: "Send",
    sending: "Sending…",
    sent: "Sent.",
    in_full: "More options",
    category: "Category",
    importance: "Importance",
    family_sees: "The family can read this too",
    audience: Named(|who| format!("Visible to {who}")),
    about_heading: "This patient",
    contacts_heading: "Contacts",
    members_heading: "Members",
    call: "Call",
    cannot_write: "You can only read in this room.",
    new_entries: "New entries: {n}",
    lost: "The connection is lost. New entries will arrive by themselves once it is back.",
    restored: "Connected again.",
    ended: "Your session has ended.",
    kept: "What you typed is still here.",
    sign_in_again: "Sign in in another window",
    send_failed: "It could not be sent.",
    remove_photo: "Leave out this photo",
    photo_added: "Photo added.",
    caption: "Caption of the photo",
    tab_unread: Counted(|n| format!("{n} unread")),
    member_count: Counted(|n| n.to_string()),
};

const ENTRY: EntryTexts = EntryTexts {
    title: "Entry",
    urgent: "Urgent",
    normal: "Normal",
    information: "For information",
    corrected: "Corrected",
    unread: "Unread",
    more: "More",
    less: "Less",
    reply: "Reply",
    reply_to: Named(|name| format!("Reply to the entry of {name}")),
    confirm: "Confirm",
    confirmed: "Confirmed",
    read: "Read by",
    not_read: "Not read by",
    correct: "Correct",
    open: "Open this entry",
    written_at: Named(|time| format!("written {time}")),
    delivery: "Special delivery",
    seen_before: "Visible to ",
    seen_join: " and ",
    seen_you: "you",
    seen_between: ", ",
    seen_count: Counted(|n| format!("{n} people only")),
    seen_after: "",
    who_corrected: Named(|name| format!("corrected by {name}")),
    why: "Reason: ",
    was: "Before: ",
    became: "After: ",
    withdrawn: "Withdrawn",
    who_withdrew: Named(|name| format!("withdrawn by {name}")),
    withdrawn_show: "Show the original entry",
    misfiled: "Filed under the wrong patient",
    misfiled_text: Named(|name| {
        format!("{name} reported that this belongs to another patient. Only its author sees it.")
    }),
    destroyed: "The content was destroyed",
    destroyed_text: "By due procedure the content of this entry was destroyed and cannot be \
        restored.",
    photo: "Photo",
    photo_number: Counted(|n| format!("Photo {n}")),
    photo_count: CountedOf(|n, of| format!("Photo {n} of {of}")),
    previous_photo: "Previous photo",
    next_photo: "Next photo",
    to_entry: "Back to the entry",
    history: "Corrections",
    first_wording: "First wording",
    standing_wording: "Present wording",
    answers: "Replies",
    facts: "Proof of this entry",
    facts_text: "Values with which an outsider can check that this entry was not altered \
        afterwards.",
    withdraw: "Withdraw this entry",
    withdraw_text: "Withdrawing deletes nothing: the old text stays, with who withdrew it, when \
        and why.",
    misfile: "It belongs to another patient",
    misfile_text: "Others stop seeing it at once. Please write it anew in the right notebook.",
    reason: "Reason",
};

const COMPOSE: ComposeTexts = ComposeTexts {
    title_new: "Write an entry",
    title_reply: "Write a reply",
    title_correction: "Correct an entry",
    correction_text: "The old text does not vanish: it stays, struck through, with who corrected \
        it, when and why.",
    text: "Text",
    text_hint: Counted(|n| format!("Up to {n} characters.")),
    photos: "Photos",
    photos_hint: Counted(|n| {
        format!("Up to {n}. Where they were taken is removed before sending.")
    }),
    camera: "Use the camera",
    choose_photos: "Choose photos",
    photos_lost: "Please choose the photos again.",
    category: "Category",
    importance: "Importance",
    sensitivity: "Who may see it",
    sensitivity_hint: "Choose by how grave the content is.",
    audience: "To",
    delivery: "Send as special delivery",
    delivery_hint: "Visible only to those chosen and you. Nobody else learns that it exists.",
    reason: "Reason for the correction",
    reason_hint: "For example: mistook the size of the cup",
    submit: "Send",
    submit_correction: "Send the correction",
    cancel: "Cancel",
};

const PROBLEM: ProblemTexts = ProblemTexts {
    to_sign_in: "To sign-in",
    to_unlock: "Unlock",
    to_notebooks: "To my notebooks",
    try_again: "Try again",
    reference: "Reference number",
};

const ACCOUNT: AccountTexts = AccountTexts {
    title: "Me",
    login: "Login ID",
    profession: "Profession",
    facility: "Facility",
    devices: "Devices",
    devices_text: "If you lose a device, tell your facility's manager at once. It can be shut out \
        on the spot.",
    no_devices: "No devices are registered.",
    this_device: "this device",
    active: "In use",
    revoked: "Revoked",
    expired: "Expired",
    last_seen: "Last used",
    never_seen: "Not used yet",
    valid_until: "Certificate valid until",
    sessions: "Signed in",
    this_session: "this window",
    since: "Since",
    end_session: "End",
    change_password: "Change the password",
    language: "Language",
};

const PORTAL: PortalTexts = PortalTexts {
    title: Named(|region| format!("{region}: electronic contact notebook")),
    lead: "Staff of medical, care and city services who support people at home read and write one \
        notebook for each patient, together.",
    what_heading: "What Tasuki is",
    what_one: "One notebook",
    what_one_text: "The notes of doctors, nurses, pharmacists, care managers and helpers stand in \
        one place, in order of time.",
    what_two: "Only for those who may",
    what_two_text: "Only the patient's support team can open it, and who opened it when is \
        recorded.",
    what_three: "A record that is not rewritten",
    what_three_text: "A correction keeps the old text. An alteration afterwards can be found by an \
        outsider.",
    join_heading: "How to join",
    join_one: "Your facility applies at the desk of the municipality.",
    join_two: "Once approved, you receive what you need to fetch the certificates of your devices.",
    join_three: "Put the certificate on the device, choose your password, and begin.",
    join_text: "Patients and families are invited by the facility that looks after them.",
    facilities: Counted(|n| format!("{} taking part.", count(n, "facility is", "facilities are"))),
    staff_heading: "Already registered",
    staff_text: "Open it on a device that holds your certificate.",
    staff_link: "Open the notebooks",
    desk_heading: "Contact",
    phone: "Phone",
    mail: "Mail",
    hours: "Hours",
};
