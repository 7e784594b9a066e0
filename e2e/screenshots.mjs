// Pictures of the demo region: node screenshots.mjs [FOLDER]
// For the documentation (docs/pictures) the handful in `SCREENS`; into any other folder every screen.
// Takes the binary from TASUKI_BIN and the browser from CHROMIUM, as the tests do.
import { cp, mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";

import { DESK, HEAD_NURSE, NURSE, PATIENT, PEOPLE, PHONE } from "./world/people.mjs";
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

const inRoom = (rest) => async (page, url, room) => {
  await page.goto(`${room}${rest}`);
};

/** Signs in as somebody else, and opens. */
const as = (login, path) => async (page, url) => {
  await page.context().clearCookies();
  await page.goto(`${url}/sign-in`);
  await page.getByRole("button", { name: PEOPLE[login].name }).first().click();
  await page.waitForURL(`${url}/notebooks`);
  await page.goto(url + path);
};

/** The first address on the page that ends so, with `more` behind it. */
const linked = (selector, more = "") => async (page, url, room) => {
  await page.goto(room);
  const address = await page.locator(selector).first().getAttribute("href");
  await page.goto(url + address.split("#")[0] + more);
};

/** Every other screen, light, for looking at; opened after those above, as the nurse. */
const MORE = {
  waiting: (page, url) => page.goto(`${url}/waiting`),
  "notebooks-none-found": async (page, url) => {
    await page.goto(`${url}/notebooks`);
    await page.getByRole("searchbox").fill("だれでもない");
    await page.getByRole("button", { name: "さがす" }).click();
  },
  "room-writing": async (page, url, room) => {
    await page.goto(room);
    await page.locator("#bar-text").fill("16時に再訪問。");
  },
  "room-filter": async (page, url, room) => {
    await page.goto(room);
    await page.locator("details.narrow > summary").click();
  },
  "room-filtered": inRoom("?kind=photos"),
  "room-contacts": inRoom("#about"),
  course: inRoom("/course"),
  "print-choosing": inRoom("/print"),
  print: async (page, url, room) => {
    await page.goto(`${room}/print`);
    await page.getByRole("link", { name: "7日間" }).click();
  },
  "compose-delivery": async (page, url, room) => {
    await page.goto(`${room}/compose`);
    await page.locator("details.to-some > summary").click();
    await page.locator("details.to-some input").first().check();
  },
  entry: linked("article.entry a.time"),
  reply: linked("article.entry a.time", "/reply?quote=all"),
  correct: linked("article.entry a[href$='/correct']"),
  patient: linked("#about a[href^='/notebooks/']"),
  "who-looked": linked("#about a[href^='/notebooks/']", "/access"),
  account: (page, url) => page.goto(`${url}/account`),
  password: (page, url) => page.goto(`${url}/password`),
  problem: (page, url) => page.goto(`${url}/rooms/nothing-here`),
  unlock: async (page, url) => {
    await page.goto(`${url}/account`);
    await page.evaluate(() => {
      const { csrf } = document.body.dataset;
      return fetch("/lock", { method: "POST", body: new URLSearchParams({ csrf }) });
    });
    await page.goto(`${url}/notebooks`);
  },
  "staff-access": as(HEAD_NURSE, "/facility/access"),
};

async function take(browser, url, folder, { name, viewport, colorScheme, screens }) {
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
  let room = "";
  for (const [screen, open] of Object.entries(screens)) {
    await open(page, url, room);
    if (screen === "room") room = page.url();
    await settled(page);
    const { end, ...format } = FORMATS[screen] ?? { type: "png", end: "png" };
    const path = join(folder, `${screen}-${name}-${colorScheme}.${end}`);
    await page.screenshot({ path, ...format, animations: "disabled", caret: "hide" });
    const { size } = await stat(path);
    console.log(`${path} ${Math.round(size / 1000)} kB`);
    if (size > LARGEST && SCREENS[screen]) throw new Error(`${path} is over ${LARGEST / 1000} kB`);
  }
  await context.close();
}

const shown = new URL("../docs/pictures", import.meta.url).pathname;
const folder = resolve(process.argv[2] ?? shown);
await mkdir(folder, { recursive: true });
const work = await mkdtemp(join(tmpdir(), "tasuki-pictures-"));
const browser = await chromium.launch({ executablePath: CHROMIUM });
try {
  const fresh = join(work, "fresh");
  await (await Server.start(fresh, { door: true })).stop();
  for (const [name, viewport] of [["phone", PHONE], ["desk", DESK]]) {
    for (const colorScheme of ["light", "dark"]) {
      // Looking marks as read: each series begins with a region that nobody has looked at.
      const every = folder !== shown && colorScheme === "light";
      const screens = every ? { ...SCREENS, ...MORE } : SCREENS;
      const data = join(work, `${name}-${colorScheme}`);
      await cp(fresh, data, { recursive: true });
      const server = await Server.start(data, { door: true });
      await take(browser, server.url, folder, { name, viewport, colorScheme, screens }).finally(() =>
        server.stop(),
      );
    }
  }
} finally {
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
