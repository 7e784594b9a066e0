// The line between a device and the server, which can be cut: bytes pass unread, so TLS and the
// certificates in it are the real ones.
import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Wire {
  #sockets = new Set();
  #whole = true;

  /** @param {number} port of the server */
  static async lay(port) {
    const wire = new Wire();
    wire.listener = createServer((near) => wire.#join(near, port)).listen(0, "127.0.0.1");
    await once(wire.listener, "listening");
    return wire;
  }

  get url() {
    return `https://localhost:${this.listener.address().port}`;
  }

  #join(near, port) {
    if (!this.#whole) {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    for (const [one, other] of [[near, far], [far, near]]) {
      this.#sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }

  /** Everything that is open breaks off, and nothing new comes through. */
  cut() {
    this.#whole = false;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend() {
    this.#whole = true;
  }

  async end() {
    this.cut();
    this.listener.close();
    await once(this.listener, "close");
  }
}
