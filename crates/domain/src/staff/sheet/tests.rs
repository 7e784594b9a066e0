use proptest::prelude::*;

use super::*;

const HEAD: &str = "姓,名,セイ,メイ,職種,メールアドレス,ログインID,管理者,端末";

fn sheet(lines: &[&str]) -> Sheet {
    let text = [&[HEAD], lines].concat().join("\r\n");
    read(text.as_bytes(), System::Android).unwrap()
}

fn fields(line: &Line) -> Vec<&'static str> {
    let field = |it: &Flaw| match it {
        Flaw::Field(problem) => problem.field.unwrap(),
        other => panic!("{other:?}"),
    };
    line.flaws.iter().map(field).collect()
}

#[test]
fn people_are_read_and_the_rest_is_proposed() {
    let read = sheet(&[
        "髙\u{E0101}橋,奈緒\u{E000},ﾀｶﾊｼ,なお,看護師,Nao@midori.example.jp,Midori-NAO,はい,iPhone",
        "",
        "\"鈴木\", 葵 ,すずき,あおい,nurse,aoi@midori.example.jp",
        ",,,,,,,,",
    ]);
    assert_eq!(read.encoding, Encoding::Utf8);
    let [nao, aoi] = &read.lines[..] else { panic!("two people: {read:?}") };
    let it = nao.checked.as_ref().unwrap();
    assert_eq!((nao.number, nao.proposed), (2, false));
    assert_eq!(it.name.full(), "髙\u{E0101}橋 奈緒\u{E000}");
    assert_eq!((it.name.kana().as_str(), it.login.as_str()), ("タカハシ ナオ", "midori-nao"));
    assert_eq!((it.system, it.manager, it.profession), (System::Ios, true, "nurse"));
    let it = aoi.checked.as_ref().unwrap();
    assert_eq!((aoi.number, aoi.proposed), (4, true), "empty lines are counted");
    assert_eq!((it.name.full().as_str(), it.login.as_str()), ("鈴木 葵", "aoi"));
    assert_eq!((it.system, it.manager), (System::Android, false));
}

#[test]
fn columns_stand_in_any_order_between_any_marks() {
    for mark in [',', '\t', ';'] {
        let text = "mail,備考,Given name,family,メイ,ｾｲ,Profession\naoi@b.example,x,葵,鈴木,ｱｵｲ,すずき,医師";
        let read = read(text.replace(',', &mark.to_string()).as_bytes(), System::Mac).unwrap();
        let it = read.lines[0].checked.as_ref().unwrap();
        assert_eq!((it.name.full().as_str(), it.profession), ("鈴木 葵", "physician"));
        assert_eq!(read.ignored, ["備考"]);
        assert_eq!((it.login.as_str(), it.system), ("aoi", System::Mac));
    }
}

#[test]
fn what_is_broken_is_said_of_its_line_alone() {
    let good = "鈴木,葵,すずき,あおい,看護師,aoi@midori.example.jp,aoi";
    let read = sheet(&[
        "\"山田,花子,ヤマダ,ハナコ,看護師,hana@midori.example.jp,hana",
        "山\0田,花子,ヤマダ,ハナコ,看護師,hana@midori.example.jp,hana",
        &format!("{good},,,,おまけ"),
        &format!("{good},たぶん"),
        ",,やまだ,花子,看護士,hana,花子,,紙",
        good,
    ]);
    let flaws: Vec<_> = read.lines.iter().map(|it| it.flaws.clone()).collect();
    assert_eq!(flaws[..3], [[Flaw::Quote], [Flaw::Control], [Flaw::Cells]]);
    assert_eq!(fields(&read.lines[3]), ["manager"]);
    let all = ["family", "given", "given_kana", "profession", "mail", "login", "system"];
    assert_eq!(fields(&read.lines[4]), all);
    assert_eq!((read.lines[5].number, read.lines[5].checked.is_some()), (7, true));
    assert_eq!(read.lines.iter().filter(|it| it.checked.is_some()).count(), 1);
    let bytes = [HEAD.as_bytes(), b"\n\xE5,x\n", good.as_bytes()].concat();
    let read = super::read(&bytes, System::Mac).unwrap();
    assert_eq!(read.lines[0].flaws, [Flaw::NotText]);
    assert!(read.lines[1].checked.is_some());
    // It stays broken in the text that is handed back to be mended.
    let again = super::read(read.text.as_bytes(), System::Mac).unwrap();
    assert_eq!((again.lines, again.text), (read.lines, read.text));
    let long = format!("{},葵,すずき,あおい,看護師,aoi@midori.example.jp,aoi", "あ".repeat(300));
    assert_eq!(fields(&sheet(&[&long]).lines[0]), ["family"]);
}

#[test]
fn what_stands_twice_names_the_earlier_line() {
    let line = |mail: &str, login: &str| format!("鈴木,葵,すずき,あおい,看護師,{mail},{login}");
    let read = sheet(&[
        &line("aoi@a.example.jp", ""),
        &line("aoi@b.example.jp", ""),
        &line("AOI@a.example.jp", "other"),
    ]);
    let [first, second, third] = &read.lines[..] else { panic!("{read:?}") };
    assert!(first.checked.is_some() && first.proposed && first.namesake.is_none());
    assert_eq!(fields(second), ["login"], "what was proposed before is not proposed again");
    assert_eq!(third.flaws, [Flaw::Again("mail", 2)]);
    assert_eq!(third.namesake, Some(2));
    // Whoever asks for a name has it, even below somebody to whom it could be proposed.
    let asked = sheet(&[&line("aoi@a.example.jp", ""), &line("x@a.example.jp", "AOI")]);
    assert_eq!(fields(&asked.lines[0]), ["login"]);
    assert_eq!(asked.lines[1].flaws, []);
    let two = sheet(&[&line("x@a.example.jp", "same"), &line("y@a.example.jp", "SAME")]);
    assert_eq!(two.lines[1].flaws, [Flaw::Again("login", 2)]);
}

#[test]
fn a_file_that_is_no_table_of_staff_says_why() {
    let why = |text: &str| read(text.as_bytes(), System::Mac).unwrap_err();
    assert_eq!(why(""), Unreadable::Empty);
    assert_eq!(why("\r\n\r\n"), Unreadable::Empty);
    assert_eq!(why(HEAD), Unreadable::Empty);
    assert_eq!(why(&format!("{HEAD}\n,,,,\n")), Unreadable::Empty);
    assert_eq!(why("姓,名,職種,メール\nx"), {
        Unreadable::Missing(vec![Column::FamilyKana, Column::GivenKana])
    });
    assert_eq!(why("%PDF-1.7\nx"), Unreadable::Missing(required().collect()));
    assert_eq!(why(&format!("{HEAD},姓\nx")), Unreadable::Twice(Column::Family));
    let many = format!("{HEAD}\n{}", "x\n".repeat(10_001));
    assert_eq!(why(&many), Unreadable::TooMany(10_001));
    assert_eq!(
        read(&[0xFF; 9], System::Mac).unwrap_err(),
        Unreadable::Missing(required().collect())
    );
}

/// A line as a spreadsheet program writes it.
fn written(it: &Checked) -> String {
    let manager = if it.manager { "はい" } else { "" };
    let name = &it.name;
    let cells: [&str; 9] = [
        &name.family,
        &name.given,
        &name.family_kana,
        &name.given_kana,
        it.profession,
        it.mail.as_str(),
        &it.login,
        manager,
        it.system.name(),
    ];
    cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).join(",")
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, System::Mac);
        let _ = read(&[HEAD.as_bytes(), b"\n", &bytes].concat(), System::Mac);
    }

    /// Of each line either all is good or something is wrong, and what is good reads the same again.
    #[test]
    fn what_is_accepted_comes_back_alike(
        family in "[\\PC]{1,12}", given in "[ぁ-ん漢字髙﨑\u{E000}\"',;]{1,8}",
        kana in "[ァ-ヴ]{1,6}", login in "[a-z0-9]{3,12}", manager: bool,
        tail in prop_oneof![Just(String::new()), Just("iPad".into()), ".{0,20}"],
    ) {
        let line = format!(
            "\"{}\",\"{}\",{kana},{kana},看護師,{login}@x.example.jp,{login},{},{tail}",
            family.replace('"', "\"\""), given.replace('"', "\"\""),
            if manager { "yes" } else { "no" },
        );
        let found = sheet(&[&line]);
        for it in &found.lines {
            prop_assert_eq!(it.checked.is_some(), it.flaws.is_empty());
            if let Some(checked) = &it.checked {
                let again = sheet(&[&written(checked)]);
                prop_assert_eq!(again.lines[0].checked.as_ref(), Some(checked));
            }
        }
    }
}

#[test]
fn each_column_that_is_needed_is_missed_by_name() {
    for column in Column::ALL {
        let others = Column::ALL.into_iter().filter(|it| *it != column);
        let heads: Vec<_> = others.map(|it| it.names()[0]).collect();
        let text = format!("{}\nx", heads.join(","));
        let read = read(text.as_bytes(), System::Mac);
        if column.required() {
            assert_eq!(read.unwrap_err(), Unreadable::Missing(vec![column]));
        } else {
            assert_eq!(read.unwrap().lines.len(), 1, "{column:?}");
        }
    }
}

#[test]
fn a_file_may_have_as_many_people_as_are_entered_at_once() {
    let line = |n: usize| format!("鈴木,葵{n},すずき,あおい,看護師,a{n}@a.example.jp,a-{n}");
    let table = |people| -> String {
        (0..people).fold(HEAD.to_owned(), |text, n| format!("{text}\r\n{}", line(n)))
    };
    let full = read(table(MOST).as_bytes(), System::Mac).unwrap();
    assert_eq!(full.lines.len(), MOST);
    assert!(full.lines.iter().all(|it| it.checked.is_some() && it.namesake.is_none()));
    assert_eq!(full.lines[MOST - 1].number, MOST + 1);
    let more = read(table(MOST + 1).as_bytes(), System::Mac).unwrap_err();
    assert_eq!(more, Unreadable::TooMany(MOST + 1));
}

#[test]
fn cells_hold_what_stands_between_quotation_marks() {
    for (line, mark, expected) in [
        ("a,b", ',', vec!["a", "b"]),
        ("a,", ',', vec!["a", ""]),
        ("", ',', vec![""]),
        (" a , b ", ',', vec!["a", "b"]),
        ("\"a,b\",c", ',', vec!["a,b", "c"]),
        ("\"say \"\"hi\"\"\",c", ',', vec!["say \"hi\"", "c"]),
        ("\"\",c", ',', vec!["", "c"]),
        ("5\" screen,c", ',', vec!["5\" screen", "c"]),
        ("a,b;c", ';', vec!["a,b", "c"]),
        ("a\tb", '\t', vec!["a", "b"]),
    ] {
        assert_eq!(cells(line, mark).unwrap(), expected, "{line}");
    }
    for line in ["\"a", "a,\"b", "\"a\"\"", "\"a,b\nc"] {
        assert_eq!(cells(line, ','), None, "{line}");
    }
}

#[test]
fn a_login_name_is_proposed_only_where_the_mail_address_gives_one() {
    let line = |mail: &str| format!("鈴木,葵,すずき,あおい,看護師,{mail},");
    for (mail, login) in [
        ("Suzuki.Aoi@a.example.jp", Some("suzuki.aoi")),
        ("aoi_s-2@a.example.jp", Some("aoi_s-2")),
        ("ao@a.example.jp", None),
        ("aoi+work@a.example.jp", None),
        (&format!("{}@a.example.jp", "a".repeat(41)), None),
    ] {
        let read = sheet(&[&line(mail)]);
        let it = &read.lines[0];
        assert_eq!(it.proposed, login.is_some(), "{mail}");
        assert_eq!(it.checked.as_ref().map(|it| it.login.as_str()), login, "{mail}");
        if login.is_none() {
            assert_eq!(fields(it), ["login"]);
        }
    }
}

#[test]
fn a_name_of_another_reading_is_somebody_else() {
    let line = |given: &str, kana: &str, login: &str| {
        format!("鈴木,{given},すずき,{kana},看護師,{login}@a.example.jp,{login}")
    };
    let read = sheet(&[
        &line("葵", "あおい", "one"),
        &line("葵", "まもる", "two"),
        &line("碧", "あおい", "three"),
        &line("葵", "ｱｵｲ", "four"),
    ]);
    let namesakes: Vec<_> = read.lines.iter().map(|it| it.namesake).collect();
    assert_eq!(namesakes, [None, None, None, Some(2)], "the reading in any kana");
    assert!(read.lines.iter().all(|it| it.checked.is_some()), "a namesake stands in no way");
}
