// Picking up a certificate, in the words of the screens, and importing it as its owner would.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";

import { openBrowser } from "./browser.mjs";
import { makeHome } from "./devices.mjs";
import { runFolder } from "./places.mjs";
import { run } from "./program.mjs";

/** Types number and code, and goes on. */
export async function give(page, { number, code }) {
  await page.getByLabel("受け取り番号").fill(number);
  await page.getByLabel("受け取りコード").fill(code);
  await page.getByRole("button", { name: "次へ", exact: true }).click();
}

/** Presses `name` and keeps what is downloaded, in a folder of its own. */
export async function downloaded(page, name, file) {
  const arriving = page.waitForEvent("download");
  await page.getByRole("button", { name }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe(file);
  const folder = join(runFolder(), `downloads-${Date.now()}`);
  await mkdir(folder, { recursive: true });
  const kept = join(folder, file);
  await download.saveAs(kept);
  return kept;
}

/** A browser in a new profile, with this file imported as its owner would import it. */
export async function withImported(world, who, file, password) {
  const home = join(runFolder(), "homes", who);
  const trusted = join(runFolder(), "region", "tls", "authority.pem");
  if (process.env.E2E_CERTIFICATES === "store") {
    await makeHome(home, trusted, { file, password });
  } else {
    // Where the browser's store cannot be used, the same key is presented by Playwright.
    const out = join(runFolder(), "devices", who);
    const from = ["pkcs12", "-in", file, "-passin", `pass:${password}`, "-noenc"];
    await run("openssl", [...from, "-nokeys", "-out", `${out}.pem`]);
    await run("openssl", [...from, "-nocerts", "-out", `${out}.key`]);
  }
  return openBrowser(who, world.url);
}
