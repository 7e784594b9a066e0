//! 端末の種類: what a device runs on, as far as it decides how a certificate gets onto it.

/// The operating system of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum System {
    /// Windows.
    #[n(1)]
    Windows,
    /// macOS.
    #[n(2)]
    Mac,
    /// Android.
    #[n(3)]
    Android,
    /// iOS and iPadOS.
    #[n(4)]
    Ios,
}

impl System {
    /// All four, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Windows, Self::Mac, Self::Android, Self::Ios];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Windows => 1,
            Self::Mac => 2,
            Self::Android => 3,
            Self::Ios => 4,
        }
    }

    /// The system of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name in forms, addresses and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Windows => "windows",
            Self::Mac => "mac",
            Self::Android => "android",
            Self::Ios => "ios",
        }
    }

    /// The system of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The name that its maker gave it, the same in every language.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Windows => "Windows",
            Self::Mac => "Mac",
            Self::Android => "Android",
            Self::Ios => "iPhone・iPad",
        }
    }

    /// What a browser says it runs on (its `User-Agent`). A guess that its user can change: an iPad
    /// calls itself a Mac.
    pub fn told_by(user_agent: &str) -> Option<Self> {
        // An Android phone says Linux as well, and an iPhone "like Mac OS X".
        [
            ("Android", Self::Android),
            ("iPhone", Self::Ios),
            ("iPad", Self::Ios),
            ("iPod", Self::Ios),
            ("Windows", Self::Windows),
            ("Macintosh", Self::Mac),
        ]
        .into_iter()
        .find_map(|(word, system)| user_agent.contains(word).then_some(system))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_comes_back_from_its_number_and_its_name() {
        for system in System::ALL {
            assert_eq!(System::from_code(system.code()), Some(system));
            assert_eq!(System::from_name(system.name()), Some(system));
            let number = minicbor::to_vec(system).unwrap();
            assert_eq!(number, [system.code() as u8]);
        }
        assert_eq!(System::from_code(0), None);
        assert_eq!(System::from_name("Windows"), None);
    }

    #[test]
    fn browsers_say_what_they_run_on() {
        for (said, system) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140 Edg/140", Some(System::Windows)),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18 Safari",
                Some(System::Mac),
            ),
            ("Mozilla/5.0 (Linux; Android 10; K) Chrome/140 Mobile", Some(System::Android)),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)", Some(System::Ios)),
            ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140", None),
            ("", None),
        ] {
            assert_eq!(System::told_by(said), system, "{said}");
        }
    }
}
