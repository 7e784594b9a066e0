//! The structure of the words: a section per page. Functions where a number or a name goes in.

use std::borrow::Borrow;

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* })*) => {
        $($(#[$doc])* #[derive(Debug, Clone, Copy)]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind,)* })*
    };
}

type Text = &'static str;

/// Words with a number in them.
#[derive(Debug, Clone, Copy)]
pub struct Counted(pub(super) fn(u32) -> String);

impl Counted {
    /// The words for `n`.
    pub fn of(&self, n: impl Borrow<u32>) -> String {
        self.0(*n.borrow())
    }
}

/// Words with two numbers in them.
#[derive(Debug, Clone, Copy)]
pub struct CountedOf(pub(super) fn(u32, u32) -> String);

impl CountedOf {
    /// The words for `n` out of `all`.
    pub fn of(&self, n: impl Borrow<u32>, all: impl Borrow<u32>) -> String {
        self.0(*n.borrow(), *all.borrow())
    }
}

/// Words with a name, a label or a time in them.
#[derive(Debug, Clone, Copy)]
pub struct Named(pub(super) fn(&str) -> String);

impl Named {
    /// The words for `name`.
    pub fn of(&self, name: impl AsRef<str>) -> String {
        self.0(name.as_ref())
    }
}

sections! {
    /// All words of one language.
    Texts {
        common: CommonTexts,
        sign_in: SignInTexts,
        unlock: UnlockTexts,
        password: PasswordTexts,
        notebooks: NotebooksTexts,
        banner: BannerTexts,
        room: RoomTexts,
        entry: EntryTexts,
        compose: ComposeTexts,
        problem: ProblemTexts,
        account: AccountTexts,
        portal: PortalTexts,
    }

    /// Words on every page.
    CommonTexts {
        product: Text,
        notebooks: Text,
        account: Text,
        sign_out: Text,
        skip: Text,
        menu: Text,
        back: Text,
        close: Text,
        /// The other language, in that language.
        other_lang: Text,
        other_lang_tag: Text,
        demo_strip: Text,
        what_was_kept: Text,
        what_to_do: Text,
        /// Before the list of field errors.
        errors_heading: Text,
        you: Text,
        today: Text,
        list_separator: Text,
        show_password: Text,
    }

    SignInTexts {
        title: Text,
        lead: Named,
        login: Text,
        login_hint: Text,
        password: Text,
        submit: Text,
        device_heading: Text,
        device_ok: Text,
        device_ok_text: Named,
        device_missing: Text,
        device_missing_text: Text,
        device_foreign: Text,
        device_foreign_text: Text,
        device_revoked: Text,
        device_revoked_text: Named,
        demo_heading: Text,
        demo_text: Text,
        with_password: Text,
        forgotten: Text,
        forgotten_text: Text,
    }

    UnlockTexts {
        title: Text,
        lead: Text,
        password: Text,
        submit: Text,
        not_me: Text,
        elsewhere: Text,
        go_on: Text,
    }

    PasswordTexts {
        title_first: Text,
        title_replace: Text,
        title_change: Text,
        lead_first: Text,
        lead_replace: Text,
        lead_change: Text,
        login: Text,
        current: Text,
        new: Text,
        again: Text,
        rules_heading: Text,
        rule_length: Counted,
        rule_names: Text,
        rule_common: Text,
        rule_phrase: Text,
        rule_forever: Text,
        submit: Text,
    }

    NotebooksTexts {
        title: Text,
        heading: Text,
        /// 14人
        people: Counted,
        /// 未読 3人
        unread_people: Counted,
        order: Text,
        unread: Counted,
        none_heading: Text,
        none_text: Text,
        no_line: Text,
        changed: Text,
    }

    BannerTexts {
        allergy: Text,
        back: Text,
        about: Text,
        more_chips: Counted,
        same_name: Text,
        portrait: Named,
    }

    RoomTexts {
        title: Text,
        rooms: Text,
        timeline: Text,
        newest: Named,
        read_below: Text,
        older: Text,
        to_newest: Text,
        empty_heading: Text,
        empty_text: Text,
        write: Text,
        photo: Text,
        take_photo: Text,
        send: Text,
        sending: Text,
        sent: Text,
        in_full: Text,
        category: Text,
        importance: Text,
        family_sees: Text,
        audience: Named,
        about_heading: Text,
        contacts_heading: Text,
        members_heading: Text,
        call: Text,
        cannot_write: Text,
        /// `{n}` stands for the number; used by script.
        new_entries: Text,
        lost: Text,
        restored: Text,
        ended: Text,
        kept: Text,
        sign_in_again: Text,
        send_failed: Text,
        remove_photo: Text,
        photo_added: Text,
        caption: Text,
        tab_unread: Counted,
        member_count: Counted,
    }

    EntryTexts {
        title: Text,
        urgent: Text,
        normal: Text,
        information: Text,
        corrected: Text,
        unread: Text,
        more: Text,
        less: Text,
        reply: Text,
        reply_to: Named,
        confirm: Text,
        confirmed: Text,
        read: Text,
        not_read: Text,
        correct: Text,
        open: Text,
        written_at: Named,
        delivery: Text,
        /// Only the sender and the reader, or more: the sentence in its parts.
        seen_before: Text,
        seen_join: Text,
        seen_you: Text,
        seen_between: Text,
        seen_count: Counted,
        seen_after: Text,
        who_corrected: Named,
        why: Text,
        was: Text,
        became: Text,
        withdrawn: Text,
        who_withdrew: Named,
        withdrawn_show: Text,
        misfiled: Text,
        misfiled_text: Named,
        destroyed: Text,
        destroyed_text: Text,
        photo: Text,
        photo_number: Counted,
        photo_count: CountedOf,
        previous_photo: Text,
        next_photo: Text,
        to_entry: Text,
        history: Text,
        first_wording: Text,
        standing_wording: Text,
        answers: Text,
        facts: Text,
        facts_text: Text,
        withdraw: Text,
        withdraw_text: Text,
        misfile: Text,
        misfile_text: Text,
        reason: Text,
    }

    ComposeTexts {
        title_new: Text,
        title_reply: Text,
        title_correction: Text,
        correction_text: Text,
        text: Text,
        text_hint: Counted,
        photos: Text,
        photos_hint: Counted,
        camera: Text,
        choose_photos: Text,
        photos_lost: Text,
        category: Text,
        importance: Text,
        sensitivity: Text,
        sensitivity_hint: Text,
        audience: Text,
        delivery: Text,
        delivery_hint: Text,
        reason: Text,
        reason_hint: Text,
        submit: Text,
        submit_correction: Text,
        cancel: Text,
    }

    ProblemTexts {
        to_sign_in: Text,
        to_unlock: Text,
        to_notebooks: Text,
        try_again: Text,
        reference: Text,
    }

    AccountTexts {
        title: Text,
        login: Text,
        profession: Text,
        facility: Text,
        devices: Text,
        devices_text: Text,
        no_devices: Text,
        this_device: Text,
        active: Text,
        revoked: Text,
        expired: Text,
        last_seen: Text,
        never_seen: Text,
        valid_until: Text,
        sessions: Text,
        this_session: Text,
        since: Text,
        end_session: Text,
        change_password: Text,
        language: Text,
    }

    PortalTexts {
        title: Named,
        lead: Text,
        what_heading: Text,
        what_one: Text,
        what_one_text: Text,
        what_two: Text,
        what_two_text: Text,
        what_three: Text,
        what_three_text: Text,
        join_heading: Text,
        join_one: Text,
        join_two: Text,
        join_three: Text,
        join_text: Text,
        facilities: Counted,
        staff_heading: Text,
        staff_text: Text,
        staff_link: Text,
        desk_heading: Text,
        phone: Text,
        mail: Text,
        hours: Text,
    }
}
