// F12: the first view of a timeline on a slow phone: node figures/first-view.mjs
// A browser with an empty cache, its processor 4 times slower, 1.6 Mbit/s, 150 ms to each answer.
// Takes the binary from TASUKI_BIN and the browser from CHROMIUM, as the tests do, and says lines
// as `cargo figures` does; docs/figures.md says what they mean.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

import { NURSE, PATIENT, PEOPLE, PHONE } from "../world/people.mjs";
import { CHROMIUM } from "../world/places.mjs";
import { Server } from "../world/program.mjs";
import { openNotebook } from "../world/steps.mjs";

const ROUNDS = 5;
const SLOWER = 4;
const LINE = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };

const look = {
  viewport: PHONE,
  deviceScaleFactor: 2,
  isMobile: true,
  locale: "ja-JP",
  timezoneId: "Asia/Tokyo",
  ignoreHTTPSErrors: true,
};

/** Seconds until the first entry is painted, and bytes on the wire without pictures. */
async function firstView(browser, address, storageState) {
  const context = await browser.newContext({ ...look, storageState });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send("Network.enable");
  await wire.send("Network.emulateNetworkConditions", LINE);
  await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const kinds = new Map();
  let bytes = 0;
  wire.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
  wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (kinds.get(requestId) !== "Image") bytes += encodedDataLength;
  });
  await page.goto(address, { waitUntil: "load" });
  await page.locator("article").first().waitFor();
  const seconds = await page.evaluate(
    () =>
      new Promise((resolve) => {
        // The largest thing painted so far; waits for one when nothing was yet.
        new PerformanceObserver((list) => {
          resolve(Math.max(...list.getEntries().map((it) => it.startTime)) / 1000);
        }).observe({ type: "largest-contentful-paint", buffered: true });
      }),
  );
  await context.close();
  return { seconds, bytes };
}

function say(what, value, unit, goal) {
  const verdict = value <= goal ? "ok" : "misses";
  console.log(`F12 ${what} ${Number(value.toFixed(2))}${unit} goal ${goal}${unit} ${verdict}`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

const data = await mkdtemp(join(tmpdir(), "tasuki-first-view-"));
const browser = await chromium.launch({ executablePath: CHROMIUM });
try {
  const server = await Server.start(join(data, "demo"), { door: true });
  try {
    const context = await browser.newContext(look);
    const page = await context.newPage();
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole("button", { name: PEOPLE[NURSE].name }).click();
    await page.waitForURL(`${server.url}/notebooks`);
    await openNotebook(page, PATIENT);
    const [address, state] = [page.url(), await context.storageState()];
    await context.close();
    const views = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      views.push(await firstView(browser, address, state));
    }
    say("first view readable", median(views.map((it) => it.seconds)), "s", 1.5);
    say("bytes before photos", median(views.map((it) => it.bytes)) / 1000, "kB", 150);
  } finally {
    await server.stop();
  }
} finally {
  await browser.close();
  await rm(data, { recursive: true, force: true });
}
