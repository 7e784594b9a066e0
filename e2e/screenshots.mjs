// Pictures of the demo region for the documentation: node screenshots.mjs [FOLDER]
// Takes the binary from TASUKI_BIN and the browser from CHROMIUM, as the tests do.
import { cp, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";

import { DESK, NURSE, PATIENT, PEOPLE, PHONE } from "./world/people.mjs";
import { CHROMIUM } from "./world/places.mjs";
import { Server } from "./world/program.mjs";
import { notebook } from "./world/steps.mjs";

const LARGEST = 250_000;
/** A screen that is a photograph is much smaller as JPEG. */
const FORMATS = { photo: { type: "jpeg", quality: 82, end: "jpg" } };

/** Waits until every picture in sight has loaded, so that none is missing. */
async function settled(page) {
  await page.waitForLoadState("load");
  await page.evaluate(async () => {
    await document.fonts.ready;
    const inSight = [...document.images].filter((it) => {
      const { top, bottom } = it.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    await Promise.all(inSight.map((it) => it.decode().catch(() => {})));
  });
}

/** The screens in the order in which a person meets them; each is left open for its picture. */
const SCREENS = {
  "sign-in": async (page, url) => {
    await page.goto(`${url}/sign-in`);
  },
  notebooks: async (page, url) => {
    await page.goto(`${url}/sign-in`);
    await page.getByRole("button", { name: PEOPLE[NURSE].name }).click();
    await page.waitForURL(`${url}/notebooks`);
  },
  room: async (page, url) => {
    await page.goto(`${url}/notebooks`);
    await notebook(page, PATIENT).getByRole("link").click();
    await page.getByRole("heading", { level: 1, name: PATIENT }).waitFor();
  },
  compose: async (page) => {
    await page.goto(`${page.url()}/compose`);
    await page.getByLabel("本文").fill("16時に再訪問。熱は37.8℃、SpO₂ 95％。呼吸は落ち着いています。");
  },
  photo: async (page, url) => {
    await page.goto(`${url}/notebooks`);
    await notebook(page, PATIENT).getByRole("link").click();
    const thumbnail = page.locator("ul.photos a").first();
    await page.goto(url + (await thumbnail.getAttribute("href")));
  },
};

async function take(browser, url, folder, { name, viewport, colorScheme }) {
  const context = await browser.newContext({
    viewport,
    colorScheme,
    deviceScaleFactor: 1,
    locale: "ja-JP",
    timezoneId: "Asia/Tokyo",
    ignoreHTTPSErrors: true,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  for (const [screen, open] of Object.entries(SCREENS)) {
    await open(page, url);
    await settled(page);
    const { end, ...format } = FORMATS[screen] ?? { type: "png", end: "png" };
    const path = join(folder, `${screen}-${name}-${colorScheme}.${end}`);
    await page.screenshot({ path, ...format, animations: "disabled", caret: "hide" });
    const { size } = await stat(path);
    console.log(`${path} ${Math.round(size / 1000)} kB`);
    if (size > LARGEST) throw new Error(`${path} is over ${LARGEST / 1000} kB`);
  }
  await context.close();
}

const folder = resolve(process.argv[2] ?? new URL("../docs/pictures", import.meta.url).pathname);
await mkdir(folder, { recursive: true });
const work = await mkdtemp(join(tmpdir(), "tasuki-pictures-"));
const browser = await chromium.launch({ executablePath: CHROMIUM });
try {
  const fresh = join(work, "fresh");
  await (await Server.start(fresh, { door: true })).stop();
  for (const [name, viewport] of [["phone", PHONE], ["desk", DESK]]) {
    for (const colorScheme of ["light", "dark"]) {
      // Looking marks as read: each series begins with a region that nobody has looked at.
      const data = join(work, `${name}-${colorScheme}`);
      await cp(fresh, data, { recursive: true });
      const server = await Server.start(data, { door: true });
      await take(browser, server.url, folder, { name, viewport, colorScheme }).finally(() =>
        server.stop(),
      );
    }
  }
} finally {
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
