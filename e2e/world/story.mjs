// What every story gets: a region of its own with a running server, and browsers on demand.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";

import { issued, openBrowser } from "./browser.mjs";
import { Mailbox } from "./mailbox.mjs";
import { runFolder } from "./places.mjs";
import { Server, freePort, tasuki } from "./program.mjs";
import { Wire } from "./wire.mjs";

class World {
  #browsers = [];
  #wires = [];

  /** @param {{ door?: boolean, portal?: boolean, mail?: boolean }} how */
  static async begin(how) {
    const world = new World();
    world.mailbox = how.mail ? await Mailbox.open() : undefined;
    world.how = {
      door: how.door,
      portal: how.portal ? await freePort() : undefined,
      mail: world.mailbox?.port,
    };
    world.data = await mkdtemp(join(runFolder(), "data-"));
    await cp(join(runFolder(), "region"), world.data, { recursive: true });
    world.server = await Server.start(world.data, world.how);
    return world;
  }

  get url() {
    return this.server.url;
  }

  get portalUrl() {
    return `https://localhost:${this.how.portal}`;
  }

  /** A new browser on the device of `who`, for the server at `url`; returns its page. */
  async open(who, look = {}, url = this.url) {
    const browser = await openBrowser(who, url, look);
    this.#browsers.push(browser);
    return browser.page;
  }

  /** A line to the server that can be cut. */
  async wire() {
    const wire = await Wire.lay(this.server.port);
    this.#wires.push(wire);
    return wire;
  }

  /** Runs an operator's command beside the server. */
  admin(...args) {
    return tasuki(this.data, ["admin", ...args]);
  }

  /** The id of the device of `login`. */
  async device(login) {
    return (await issued(login)).device;
  }

  /** Stops the server and starts it again at the same address, with `between` in the meantime. */
  async restart(between = async () => {}) {
    const { port } = this.server;
    await this.server.stop();
    await between();
    this.server = await Server.start(this.data, { ...this.how, port });
  }

  async end() {
    for (const { context } of this.#browsers) await context.close();
    for (const wire of this.#wires) await wire.end();
    await this.server.stop();
    await this.mailbox?.close();
    await rm(this.data, { recursive: true, force: true });
    expect(this.#browsers.flatMap((it) => it.complaints), "the consoles are quiet").toEqual([]);
  }
}

export const test = base.extend({
  /**
   * How the server runs: `door` with the demo's sign-in, `portal` with the portal's listener,
   * `mail` with a mail server that keeps what it is given.
   */
  how: [{}, { option: true }],
  world: async ({ how }, use) => {
    const world = await World.begin(how);
    await use(world);
    await world.end();
  },
});

export { expect };
