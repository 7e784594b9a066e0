//! When answers went out: the lines on which a server put bytes into a client's connection.

use tasuki_kernel::Timestamp;

use super::Recording;

/// An answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// The line on which the server began to read the request.
    pub asked: usize,
    /// The line on which the first bytes of the answer began to go out.
    pub begins: usize,
    /// When that was.
    pub began: Timestamp,
}

impl Recording {
    /// Every answer on the connection that a client on `client` made to the server on `server`
    /// (ports of this machine). One request is answered before the next is sent.
    pub fn answers(&self, server: u16, client: u16) -> Vec<Answered> {
        let (mut answers, mut asked) = (Vec::new(), None);
        for call in self.0.iter().filter(|it| it.client_of(server) == Some(client)) {
            if call.took() {
                asked = asked.or(Some(call.begins));
            } else if call.puts()
                && let Some(asked) = asked.take()
            {
                answers.push(Answered { asked, begins: call.begins, began: call.began });
            }
        }
        answers
    }

    /// The answer that a client had read at a moment.
    ///
    /// # Panics
    /// When there is none on its connection.
    pub fn answer_read(&self, (server, client): (u16, u16), at: Timestamp) -> Answered {
        let answers = self.answers(server, client);
        let found = answers.iter().rfind(|it| it.began <= at).copied();
        found.unwrap_or_else(|| panic!("no answer to {client} before {at} in {answers:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart_by_what_is_read_between_them() {
        let one = "<TCP:[127.0.0.1:8443->127.0.0.1:5001]>";
        let two = "<TCP:[127.0.0.1:8443->127.0.0.1:5002]>";
        let lines = [
            format!("read(9{one}, \"\\x61\", 9) = 1"),
            format!("read(9{one}, \"\\x61\", 9) = 1"),
            format!("writev(9{one}, [{{iov_base=\"\\x62\", iov_len=1}}], 1) = 1"),
            format!("write(8{two}, \"\\x62\", 1) = 1"),
            format!("write(9{one}, \"\\x62\", 1) = 1"),
            format!("recvfrom(9{one}, 0x1, 9, 0, NULL, NULL) = -1 EAGAIN (Try again)"),
            format!("write(9{one}, \"\\x62\", 1) = 1"),
            format!("recvfrom(9{one}, \"\\x61\", 9, 0, NULL, NULL) = 1"),
            format!("sendto(9{one}, \"\\x62\", 1, 0, NULL, 0) = 1"),
        ];
        let numbered = |(number, line)| format!("7 5.{number:06} {line}\n");
        let recording =
            Recording::parse(&lines.iter().enumerate().map(numbered).collect::<String>());
        let at = |micros: i64| Timestamp::from_micros(5_000_000 + micros);
        let answers = [
            Answered { asked: 0, begins: 2, began: at(2) },
            Answered { asked: 7, begins: 8, began: at(8) },
        ];
        assert_eq!(recording.answers(8443, 5001), answers);
        assert_eq!(recording.answers(8443, 5002), []);
        assert_eq!(recording.answer_read((8443, 5001), at(7)), answers[0]);
        assert_eq!(recording.answer_read((8443, 5001), at(8)), answers[1]);
    }
}
