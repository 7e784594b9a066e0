// Photos over a bad line: they go ahead in pieces, break, go on; and more of them than fit.
import { NURSE, PHONE } from "../world/people.mjs";
import { noise, photo } from "../world/photo.mjs";
import { composer, entry, loadedWidth, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const files = (page) => composer(page).locator("input[type=file]");
const states = (page) => composer(page).locator(".previews li p");
const words = (page) => composer(page).getByRole("textbox", { name: "記録を書く" });
const send = (page) => composer(page).getByRole("button", { name: "送信する" }).click();

/** Breaks the line under the next `times` pieces; counts the pieces that were tried. */
async function breakTheLine(page, times) {
  const tried = { pieces: 0, broken: 0 };
  await page.route("**/uploads/*", (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    tried.pieces += 1;
    if (tried.broken === times) return route.continue();
    tried.broken += 1;
    return route.abort("connectionreset");
  });
  return tried;
}

test("a photo whose upload breaks three times arrives once", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  const tried = await breakTheLine(phone, 3);
  await files(phone).setInputFiles(noise());
  await expect(states(phone)).toHaveText("電波待ち。続きから送ります");
  await words(phone).fill("電波の悪い家から");
  const again = composer(phone).getByRole("button", { name: "いま送る" });
  await again.click();
  await expect(states(phone)).toHaveText("送信できます", { timeout: 30_000 });
  expect(tried.broken).toBe(3);
  await send(phone);
  const shown = entry(phone, "電波の悪い家から");
  await expect(shown.locator(".photos img")).toHaveCount(1);
  expect(await loadedWidth(shown.locator(".photos img"))).toBeGreaterThan(100);
});

test("without a signal it waits, and goes on by itself when there is one", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  await phone.context().setOffline(true);
  await files(phone).setInputFiles(photo());
  await expect(states(phone)).toHaveText("電波待ち。続きから送ります");
  await phone.context().setOffline(false);
  await expect(states(phone)).toHaveText("送信できます", { timeout: 30_000 });
});

test("a page loaded anew says so, and the same photo goes on where it was", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  let pieces = 0;
  await phone.route("**/uploads/*", (route) => {
    if (route.request().method() !== "PATCH") return route.continue();
    pieces += 1;
    return pieces > 1 ? route.abort("connectionreset") : route.continue();
  });
  await files(phone).setInputFiles(noise());
  await expect(states(phone)).toHaveText("電波待ち。続きから送ります");
  phone.on("dialog", (dialog) => dialog.accept());
  await phone.reload();
  await expect(composer(phone).getByRole("status")).toContainText("同じ写真を選び直すと、続きから送ります");
  await phone.unroute("**/uploads/*");
  const offsets = [];
  phone.on("request", (it) => it.method() === "PATCH" && offsets.push(it.headers()["upload-offset"]));
  await files(phone).setInputFiles(noise());
  await expect(states(phone)).toHaveText("送信できます", { timeout: 30_000 });
  expect(offsets.length).toBeGreaterThan(0);
  expect(offsets[0], "not from the beginning").toBe(`${256 * 1024}`);
});

test("of 23 photos 20 go into one entry and 3 into the next: none is lost", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  const many = Array.from({ length: 23 }, (_, at) => photo(`${at}.png`, 60 + at, 60));
  await files(phone).setInputFiles(many);
  await expect(composer(phone).getByRole("status")).toContainText("残りの3枚は、この記録を送信したあと");
  await expect(composer(phone).locator(".previews .state-arrived")).toHaveCount(20, { timeout: 60_000 });
  await words(phone).fill("一つ目の記録");
  await send(phone);
  await expect(entry(phone, "一つ目の記録").locator(".photos img")).toHaveCount(20);
  await expect(composer(phone).locator(".previews .state-arrived")).toHaveCount(3, { timeout: 30_000 });
  await expect(composer(phone)).toContainText("残りの写真を、次の記録に付けました");
  await words(phone).fill("二つ目の記録");
  await send(phone);
  await expect(entry(phone, "二つ目の記録").locator(".photos img")).toHaveCount(3);
});

test("photos are put into another order, described and left out", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  await files(phone).setInputFiles(["a", "b", "c"].map((it, at) => photo(`${it}.png`, 80 + 20 * at, 60)));
  const form = composer(phone);
  await expect(form.locator(".previews .state-arrived")).toHaveCount(3, { timeout: 30_000 });
  await form.getByRole("textbox", { name: "写真の説明 3" }).fill("三枚目");
  await form.getByRole("button", { name: "1つ前へ 3" }).click();
  await expect(form.getByRole("textbox", { name: "写真の説明 2" })).toHaveValue("三枚目");
  await form.getByRole("button", { name: "この写真をやめる 1" }).click();
  await words(phone).fill("順番を変えた");
  await send(phone);
  const photos = entry(phone, "順番を変えた").locator(".photos li");
  await expect(photos).toHaveCount(2);
  await expect(photos.first()).toContainText("三枚目");
});

test("a video under a photo's name is refused as what it is, and the words stay", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  const video = Buffer.concat([Buffer.from("\0\0\0\x18ftypisom", "latin1"), Buffer.alloc(20_000)]);
  await files(phone).setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: video });
  await expect(states(phone)).toContainText("動画や音声は付けられません");
  await words(phone).fill("書いたことば");
  await send(phone);
  await expect(composer(phone).getByRole("alert")).toContainText("送れない写真・ファイルがあります");
  await expect(words(phone)).toHaveValue("書いたことば");
});
