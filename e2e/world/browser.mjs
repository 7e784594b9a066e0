// One browser for one device: its own process, its own home folder, its own certificates.
import { mkdtemp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";

import { DESK } from "./people.mjs";
import { CHROMIUM, cleanEnvironment, runFolder } from "./places.mjs";

/** What must never be said on a console: scripts that fail, rules of content that are broken. */
const BAD = /Content Security Policy|Trusted ?Type|Uncaught|Refused to/i;

/** Without the browser's own store, Playwright presents the same certificates. */
async function presented(who, url) {
  if (process.env.E2E_CERTIFICATES === "store") return {};
  const pem = join(runFolder(), "devices", `${who === "foreign" ? "foreign-doctor" : who}.pem`);
  const key = pem.replace(/pem$/, "key");
  const own = who === "nobody" ? [] : [{ origin: url, certPath: pem, keyPath: key }];
  return { ignoreHTTPSErrors: true, clientCertificates: own };
}

/**
 * @param {string} who a login name, `foreign` or `nobody`: whose device
 * @param {string} url the server that certificates are for
 * @param {object} [look] viewport, colorScheme, javaScriptEnabled, as Playwright calls them
 */
export async function openBrowser(who, url, look = {}) {
  const run = runFolder();
  const context = await chromium.launchPersistentContext(await mkdtemp(join(run, "profile-")), {
    executablePath: CHROMIUM,
    env: cleanEnvironment({ HOME: join(run, "homes", who) }),
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    viewport: DESK,
    reducedMotion: "reduce",
    ...(await presented(who, url)),
    ...look,
  });
  context.setDefaultTimeout(15_000);
  const complaints = [];
  context.on("weberror", (error) => complaints.push(`${who}: ${error.error().message}`));
  context.on("console", (message) => {
    if (BAD.test(message.text())) complaints.push(`${who}: ${message.text()}`);
  });
  return { context, page: context.pages()[0], complaints };
}

/** What was issued to whom: device id, label, PKCS #12 file. */
export async function issued(login) {
  return JSON.parse(await readFile(join(runFolder(), "issued.json"), "utf8"))[login];
}
