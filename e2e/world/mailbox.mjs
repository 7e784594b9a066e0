// A mail server of our own: it speaks SMTP (RFC 5321) over a real socket and keeps what it takes.
import { once } from "node:events";
import { createServer } from "node:net";

/** Words of a quoted-printable or base64 body in UTF-8. */
function decoded(text) {
  const [head, ...rest] = text.split(/\r?\n\r?\n/);
  const body = rest.join("\n\n");
  if (/^Content-Transfer-Encoding: base64/im.test(head)) {
    return Buffer.from(body, "base64").toString("utf8");
  }
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(head)) return body;
  const bytes = body
    .replace(/=\r?\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The subject, as a reader's program shows it. */
function subject(text) {
  const [head] = text.split(/\r?\n\r?\n/);
  const [, line] = /^Subject: ((?:.*)(?:\r?\n[ \t].*)*)/im.exec(head);
  return line
    .replace(/\?=\s+=\?utf-8\?b\?/gi, "?==?utf-8?b?")
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, b64) => Buffer.from(b64, "base64").toString("latin1"));
}

export class Mailbox {
  /** @type {{ to: string, subject: string, words: string }[]} */
  mails = [];

  static async open() {
    const box = new Mailbox();
    box.server = createServer((socket) => box.#converse(socket)).listen(0, "127.0.0.1");
    await once(box.server, "listening");
    return box;
  }

  get port() {
    return this.server.address().port;
  }

  #converse(socket) {
    let [rest, to, inData, text] = ["", "", false, ""];
    const say = (line) => socket.write(`${line}\r\n`);
    say("220 mail.example ESMTP");
    socket.setEncoding("latin1");
    // The server under test may be stopped in the middle.
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      rest += bytes;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (inData && line === ".") {
          const whole = Buffer.from(text, "latin1").toString("utf8");
          this.mails.push({ to, subject: utf8(subject(whole)), words: decoded(whole) });
          [inData, text] = [false, ""];
          say("250 taken");
        } else if (inData) {
          text += `${line.replace(/^\./, "")}\n`;
        } else if (/^EHLO/i.test(line)) {
          say("250-mail.example\r\n250 8BITMIME");
        } else if (/^DATA/i.test(line)) {
          inData = true;
          say("354 go on");
        } else if (/^QUIT/i.test(line)) {
          say("221 bye");
          socket.end();
        } else {
          if (/^RCPT/i.test(line)) [, to] = /<([^>]*)>/.exec(line);
          say("250 ok");
        }
      }
    });
  }

  /** The mail whose subject holds `words`, as soon as it has arrived. */
  async mail(words, seconds = 40) {
    for (let tries = 0; tries < seconds * 10; tries += 1) {
      const found = this.mails.findLast((it) => it.subject.includes(words));
      if (found) return found;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error(`no mail with ${words}: ${this.mails.map((it) => it.subject).join(" | ")}`);
  }

  async close() {
    this.server.close();
    await once(this.server, "close");
  }
}

/** Bytes that were read as one character each, as the text that they are. */
function utf8(bytes) {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
