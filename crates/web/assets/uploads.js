// @ts-check
// Files go ahead of their entry, piece by piece, so that a bad line costs one piece and not all.
// The server is asked how far it got; the same file chosen again goes on from there.
import { token } from "./fragment.js";

const PIECE = 256 * 1024;
/** Seconds until the next try, growing; beginning anew with every piece that arrives. */
const PAUSES = [1, 2, 4, 8, 15, 30];

/** An answer that trying again does not change. */
class Refused extends Error {
  /** @param {Response} answer @param {string} words */
  constructor(answer, words) {
    super(words);
    this.signedOut = answer.status === 401 || answer.status === 403;
  }
}

/**
 * An id of the file's own (UUID version 8 of its SHA-256): chosen again, it is the same upload.
 * @param {Blob} blob
 */
async function idOf(blob) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer()));
  hash[6] = (hash[6] & 0x0f) | 0x80;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** @param {Response} answer */
async function expectGood(answer) {
  if (answer.ok) return Number(answer.headers.get("upload-offset"));
  const final = [401, 403, 404, 410, 413, 415, 422, 507].includes(answer.status);
  if (!final) throw new Error(`${answer.status}`);
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer, problem.errors?.[0]?.message ?? problem.what_happened ?? "");
}

/** One file on its way. */
export class Upload {
  /** @type {"going" | "waiting" | "arrived" | "refused" | "signed-out"} */
  state = "going";
  id = "";
  offset = 0;
  reason = "";
  stopped = false;
  running = false;
  /** Ends the pause that it is in. */
  wake = () => {};

  /**
   * @param {string} at the address of uploads of the room
   * @param {Blob} blob
   * @param {() => void} changed
   */
  constructor(at, blob, changed) {
    this.at = at;
    this.blob = blob;
    this.changed = changed;
  }

  get percent() {
    return Math.floor((100 * this.offset) / Math.max(1, this.blob.size));
  }

  /** @param {Upload["state"]} state */
  turn(state) {
    this.state = state;
    this.changed();
  }

  /** Sends until all has arrived, or trying again would not help. */
  async run() {
    if (this.running || this.stopped) return;
    this.running = true;
    let tries = 0;
    this.turn("going");
    while (!this.stopped && this.state !== "arrived") {
      try {
        await this.begin();
        while (this.offset < this.blob.size && !this.stopped) {
          await this.piece();
          tries = 0;
          this.turn("going");
        }
        if (!this.stopped) this.turn("arrived");
      } catch (problem) {
        if (problem instanceof Refused) {
          this.reason = problem.message;
          this.turn(problem.signedOut ? "signed-out" : "refused");
          break;
        }
        this.turn("waiting");
        await this.pause(PAUSES[Math.min(tries++, PAUSES.length - 1)]);
        if (!this.stopped) this.turn("going");
      }
    }
    this.running = false;
  }

  async begin() {
    this.id ||= await idOf(this.blob);
    const body = JSON.stringify({ upload: this.id, length: this.blob.size });
    const headers = { "content-type": "application/json", accept: "application/json", "x-csrf-token": token() };
    this.offset = await expectGood(await fetch(this.at, { method: "POST", body, headers }));
  }

  async piece() {
    const body = this.blob.slice(this.offset, this.offset + PIECE);
    const headers = {
      "content-type": "application/partial-upload",
      accept: "application/json",
      "upload-offset": `${this.offset}`,
      "x-csrf-token": token(),
    };
    this.offset = await expectGood(await fetch(`${this.at}/${this.id}`, { method: "PATCH", body, headers }));
  }

  /** @param {number} seconds */
  pause(seconds) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener("online", end);
        done(undefined);
      };
      const timer = setTimeout(end, seconds * 1000);
      addEventListener("online", end);
      this.wake = end;
    });
  }

  /** Tries now: by a press, after signing in, or because the server has forgotten it. */
  again() {
    if (this.state === "arrived") this.state = "going";
    this.wake();
    return this.run();
  }

  /** The file is not wanted any more. */
  stop() {
    this.stopped = true;
    this.wake();
    const headers = { "x-csrf-token": token(), accept: "application/json" };
    if (this.id) fetch(`${this.at}/${this.id}`, { method: "DELETE", headers }).catch(() => {});
  }
}
