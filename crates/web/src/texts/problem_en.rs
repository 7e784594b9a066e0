//! The same as in Japanese: what happened, what was kept, what to do.

use tasuki_kernel::Code;

use super::ProblemText;

const fn say(
    title: &'static str,
    what_happened: &'static str,
    what_was_kept: &'static str,
    what_to_do: &'static str,
) -> ProblemText {
    ProblemText { title, what_happened, what_was_kept, what_to_do }
}

pub(super) const fn text(code: Code) -> ProblemText {
    match code {
        Code::SignInRequired
        | Code::SignInRefused
        | Code::SessionLocked
        | Code::Throttled
        | Code::ForgedRequest => entrance(code),
        Code::PickUpRefused | Code::PickUpVoid => pick_up(code),
        Code::DeviceRequired
        | Code::DeviceUnknown
        | Code::DeviceRevoked
        | Code::PasskeyRefused
        | Code::PasskeySynced => device(code),
        Code::NotYourPost
        | Code::NotFound
        | Code::NotAllowed
        | Code::NotebookClosed
        | Code::BadCursor
        | Code::EntryIdTaken
        | Code::Conflict
        | Code::Destroyed => notebook(code),
        Code::Invalid | Code::Malformed | Code::TooLarge | Code::FileRefused => content(code),
        _ => server(code),
    }
}

const fn entrance(code: Code) -> ProblemText {
    match code {
        Code::SignInRequired => say(
            "Please sign in",
            "Nobody is signed in, or the session has ended.",
            "Every entry that was sent is there. What you typed is still there.",
            "Sign in again. Leave the window with your unfinished text open.",
        ),
        Code::SignInRefused => say(
            "You could not be signed in",
            "The login ID or the password is wrong.",
            "",
            "Check capital letters and full-width characters, and try again. If you forgot the \
             password, ask your facility's manager for a new link to set one.",
        ),
        Code::SessionLocked => say(
            "The screen is locked",
            "Nothing was touched for a while, so the records were hidden.",
            "Every entry that was sent is there. What you typed is still there.",
            "Unlock with your password or passkey.",
        ),
        Code::Throttled => say(
            "Please wait a little",
            "Several attempts failed within a short time, so no more are taken for now.",
            "What you typed is still there.",
            "Try again in a few minutes. If those attempts were not yours, tell your facility's \
             manager at once.",
        ),
        _ => say(
            "Refused for safety",
            "It could not be made sure that this came from a page of Tasuki.",
            "Nothing was changed. What you typed is still there.",
            "Open the page again and repeat. If a link in a mail or on another site brought you \
             here, do not use that link.",
        ),
    }
}

const fn device(code: Code) -> ProblemText {
    match code {
        Code::DeviceRequired => say(
            "A device certificate is needed",
            "No certificate came from this device. Notebooks open only on devices that hold one.",
            "",
            "Close the browser, open it again and choose the certificate. If there is none, ask \
             your facility's manager to issue one.",
        ),
        Code::DeviceUnknown => say(
            "Not a certificate of this region",
            "The certificate belongs to another region or system, or to a device that is not \
             registered.",
            "",
            "Close the browser, open it again and choose this region's certificate. If in doubt, \
             ask your facility's manager.",
        ),
        Code::DeviceRevoked => say(
            "This device may no longer be used",
            "Its certificate or passkey was revoked or has expired.",
            "Every entry that was sent from it is there.",
            "Ask your facility's manager to register it anew. If this surprises you, ask whether \
             the device was reported lost.",
        ),
        Code::PasskeyRefused => say(
            "The passkey did not open this",
            "It is not registered here, may no longer be used, or took too long.",
            "",
            "Try once more. If that does not help, sign in with certificate and password, or ask your \
             facility's manager.",
        ),
        _ => say(
            "Not a kind of passkey for this region",
            "This passkey is kept by an account with Apple, Google or the like, and is copied to other \
             devices. This region uses passkeys that stay in one device.",
            "Nothing was registered. Your devices work as before.",
            "Use a certificate on this device. If in doubt, ask your facility's manager.",
        ),
    }
}

const fn pick_up(code: Code) -> ProblemText {
    match code {
        Code::PickUpRefused => say(
            "Nothing could be picked up",
            "The pick-up number or the code is wrong.",
            "",
            "Type both again as they were given to you. After five mistakes the number is void.",
        ),
        _ => say(
            "This pick-up number cannot be used",
            "It was used, has expired, or was stopped after too many mistakes.",
            "",
            "Ask your facility's manager or the region's desk for a new pick-up number.",
        ),
    }
}

const fn notebook(code: Code) -> ProblemText {
    match code {
        Code::NotYourPost => say(
            "You cannot write in another's name",
            "Entries are written under your own facility and profession only.",
            "Nothing was changed. What you typed is still there.",
            "Choose your own post and send again. If you write for somebody, say so in the text.",
        ),
        Code::NotFound => say(
            "Not found",
            "There is nothing here, or nothing that you may see.",
            "",
            "Start again from my notebooks. If you should see it, ask your facility's manager \
             whether you are a member of the support team.",
        ),
        Code::NotAllowed => say(
            "You cannot do this",
            "You may read this room, but this is done by people in other roles.",
            "Nothing was changed.",
            "If it is needed, talk to the facility that built the team.",
        ),
        Code::NotebookClosed => say(
            "This notebook is closed",
            "The facility that built the team closed it. It can be read, and nothing is written.",
            "All entries are still there.",
            "If it is needed again, ask the facility that built the team to open it.",
        ),
        Code::BadCursor => say(
            "The next page could not be opened",
            "The mark of where to go on is old or broken.",
            "Every entry is there.",
            "Open the notebook again from the newest entry.",
        ),
        Code::EntryIdTaken => say(
            "This entry has already arrived",
            "An entry of the same number arrived with other content. Nothing was written this \
             time, so that nothing is doubled.",
            "The earlier entry is there. What you typed is still there.",
            "Open the notebook again, look at the entry that arrived, and write what is missing \
             as a new one.",
        ),
        Code::Conflict => say(
            "Somebody else was first",
            "While this page was open, somebody else changed the same thing.",
            "Their change is there. What you typed is still there.",
            "Open the page again, look at what is new, and repeat if it is still needed.",
        ),
        _ => say(
            "The content was destroyed",
            "By due procedure or right, this content was destroyed and cannot be restored.",
            "Only the record of its destruction remains.",
            "Ask the desk of your region for details.",
        ),
    }
}

const fn content(code: Code) -> ProblemText {
    match code {
        Code::Invalid => say(
            "Please check what you typed",
            "Something is missing, too long, or not of the right form.",
            "Nothing was sent yet. What you typed is still there.",
            "Mend what is marked and send again.",
        ),
        Code::Malformed => say(
            "It could not be read",
            "What arrived was cut off or broken.",
            "Nothing was written. What you typed is still there.",
            "Send again where the signal is good. If it goes on, open the page anew.",
        ),
        Code::TooLarge => say(
            "Too large to send",
            "The text or the photos are over the limit.",
            "Nothing was written. What you typed is still there.",
            "Send fewer photos, or split the text into two entries.",
        ),
        _ => say(
            "This kind of file cannot be sent",
            "It is not a photo (JPEG, PNG, WebP), PDF, Word (.docx) or Excel (.xlsx), or it has macros or a password.",
            "Nothing was written. The text is still there.",
            "Take the photo again with the phone's camera, or choose another.",
        ),
    }
}

const fn server(code: Code) -> ProblemText {
    match code {
        Code::StorageFull => say(
            "Nothing can be written now",
            "The server has no room left, so nothing was written this time.",
            "Every entry sent before is there. What you typed is still there.",
            "Leave this window open and tell the desk. Use the phone for what is urgent.",
        ),
        Code::Unavailable => say(
            "No connection at the moment",
            "A part of the server has stopped, so nothing was written and nothing was shown.",
            "Every entry sent before is there. What you typed is still there.",
            "Wait a little and try again. Use the phone for what is urgent.",
        ),
        Code::KeyProblem => say(
            "The key does not open the records",
            "The key for reading them is missing on the server or does not fit.",
            "The records are there, sealed.",
            "Tell the desk at once. Use the phone for what is urgent.",
        ),
        Code::Damaged => say(
            "A record is damaged",
            "What is stored is not what was written. It is not shown, so that nobody is misled.",
            "Other records are untouched.",
            "Tell the desk when you tried to open it.",
        ),
        Code::Configuration => say(
            "The server is set up wrongly",
            "Its configuration cannot be used, so this could not be done.",
            "Every entry is there.",
            "Tell the desk.",
        ),
        _ => say(
            "Something went wrong on our side",
            "A fault in the program kept this from being finished.",
            "Every entry sent before is there. What you typed is still there.",
            "Try again. If it goes on, tell the desk the number below.",
        ),
    }
}
