// The program under test: commands that end, and servers that stay.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

import { BINARY, cleanEnvironment } from "./places.mjs";

const START_SECONDS = 120;

/** Runs a command to its end and returns what it printed. */
export function run(file, args, { input = "", env = cleanEnvironment() } = {}) {
  return new Promise((done, failed) => {
    const child = execFile(file, args, { env }, (error, stdout, stderr) => {
      if (error) failed(new Error(`${file} ${args.join(" ")}\n${stdout}${stderr}`));
      else done(stdout);
    });
    child.stdin.end(input);
  });
}

/** `tasuki --data FOLDER …` */
export function tasuki(data, args, options) {
  return run(BINARY, ["--data", data, ...args], options);
}

/** A port that was free a moment ago. */
export async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

/** A running server; it is ended by its own process id and by nothing wider. */
export class Server {
  /**
   * @param {string} data
   * @param {{ door?: boolean, port?: number, portal?: number, mail?: number }} how `door`: as the
   * demo region; `mail`: the port of a mail server on this machine
   */
  static async start(data, { door = false, port = 0, portal, mail } = {}) {
    const way = door ? ["demo", "--patients", "8", "--port", `${port}`] : ["serve", "--listen", `127.0.0.1:${port}`];
    const env = cleanEnvironment({
      ...(portal && { TASUKI_PORTAL: `127.0.0.1:${portal}` }),
      ...(mail && {
        TASUKI_MAIL__SERVER: "127.0.0.1",
        TASUKI_MAIL__PORT: `${mail}`,
        TASUKI_MAIL__SECURITY: "none",
        TASUKI_MAIL__FROM: "tasuki@minato.example",
      }),
    });
    const stdio = ["ignore", "pipe", "pipe"];
    const child = spawn(BINARY, ["--data", data, ...way], { env, stdio });
    const server = new Server(child);
    server.url = await server.#ready();
    return server;
  }

  constructor(child) {
    this.child = child;
    this.said = "";
    this.url = "";
    child.stderr.on("data", (bytes) => (this.said += bytes));
  }

  #ready() {
    return new Promise((done, failed) => {
      const late = setTimeout(() => {
        failed(new Error(`not ready after ${START_SECONDS} s: ${this.said}`));
      }, START_SECONDS * 1000);
      createInterface({ input: this.child.stdout }).on("line", (line) => {
        const ready = /^ready (https:\S+)$/.exec(line);
        if (!ready) return;
        clearTimeout(late);
        done(ready[1]);
      });
      this.child.once("exit", (code) => {
        clearTimeout(late);
        failed(new Error(`the server ended with ${code}: ${this.said}`));
      });
    });
  }

  get port() {
    return Number(new URL(this.url).port);
  }

  async stop() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    const late = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(late);
  }
}
