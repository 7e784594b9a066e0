// Once a run: one demo region as a template that every story copies, devices for its people, a
// foreign region, and the browser's policy. Everything is taken away afterwards.
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { makeHome, tellBrowserToChoose, untellBrowser } from "./devices.mjs";
import { PEOPLE, PASSWORDS } from "./people.mjs";
import { BINARY, CHROMIUM } from "./places.mjs";
import { Server, tasuki } from "./program.mjs";

const REGION = "みなと市";

/** Issues a certificate and returns what was printed about it. */
async function issue(data, login, label, out) {
  const command = ["admin", "issue-device", login, "--label", label, "--out", out];
  const printed = await tasuki(data, command);
  const [, device] = /^device (\S+)$/m.exec(printed);
  const [, password] = /password of the \.p12: (\S+)\)/.exec(printed);
  return { device, label, file: join(out, `${login}.p12`), password };
}

async function makeRegion(run) {
  const data = join(run, "region");
  const server = await Server.start(data, { door: true });
  await server.stop();
  const issued = {};
  for (const [login, { label }] of Object.entries(PEOPLE)) {
    issued[login] = await issue(data, login, label, join(run, "devices"));
    await tasuki(data, ["admin", "set-password", login], { input: `${PASSWORDS[login]}\n` });
    await makeHome(join(run, "homes", login), join(data, "tls", "authority.pem"), issued[login]);
  }
  await makeHome(join(run, "homes", "nobody"), join(data, "tls", "authority.pem"));
  return issued;
}

/**
 * Another region of the same name: its authority looks the same to a browser, which therefore
 * offers its certificates; only the signatures differ.
 */
async function makeForeignRegion(run) {
  const data = join(run, "foreign");
  const recovery = join(run, "region", "recovery.key");
  await tasuki(data, ["init", "--name", REGION, "--recovery-key", recovery]);
  const facility = await tasuki(data, [
    "admin", "add-facility", "--kind", "clinic", "--name", "よその医院",
  ]);
  const login = "foreign-doctor";
  await tasuki(data, [
    "admin", "add-person", "--login", login, "--family", "余所", "--given", "太郎",
    "--facility", /^facility (\S+)/m.exec(facility)[1], "--profession", "physician",
  ]);
  const certificate = await issue(data, login, "よその端末", join(run, "devices"));
  const trusted = join(run, "region", "tls", "authority.pem");
  await makeHome(join(run, "homes", "foreign"), trusted, certificate);
}

export default async function setup() {
  for (const needed of [BINARY, CHROMIUM]) await access(needed);
  const run = await mkdtemp(join(tmpdir(), "tasuki-e2e-"));
  process.env.E2E_RUN = run;
  // E2E_CERTIFICATES=playwright chooses the second way where the first would work, too.
  const told = process.env.E2E_CERTIFICATES !== "playwright" && (await tellBrowserToChoose());
  process.env.E2E_CERTIFICATES = told ? "store" : "playwright";
  if (!told) {
    console.log("The browser's policy cannot be set (not root), so its certificate store is not");
    console.log("used: Playwright presents the certificates instead (clientCertificates).");
  }
  try {
    const issued = await makeRegion(run);
    await writeFile(join(run, "issued.json"), JSON.stringify(issued));
    await makeForeignRegion(run);
  } catch (problem) {
    await takeAway(run);
    throw problem;
  }
  return () => takeAway(run);
}

async function takeAway(run) {
  await untellBrowser();
  await rm(run, { recursive: true, force: true });
}
