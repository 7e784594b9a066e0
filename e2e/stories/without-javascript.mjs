// The main story with plain forms and links: no script runs, pages are loaded anew by hand.
import { DOCTOR, NURSE, PHONE } from "../world/people.mjs";
import { photo } from "../world/photo.mjs";
import { composer, entry, loadedWidth, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const NOTE = "体温37.9℃、SpO₂ 91％。痰がからみます。";
const CORRECTED = "体温38.4℃、SpO₂ 91％。痰がからみます。";
const WHY = "体温の読み違い";
const ANSWER = "抗菌薬を出します。酸素は2Lで始めてください。";
const PLAIN = { javaScriptEnabled: false };

test("without JavaScript: post with a photo, answer, confirm, correct", async ({ world }) => {
  const [phone, desk] = await Promise.all([
    world.open(NURSE, { ...PLAIN, viewport: PHONE }),
    world.open(DOCTOR, PLAIN),
  ]);
  await Promise.all([
    signInAndOpen(phone, world.url, NURSE),
    signInAndOpen(desk, world.url, DOCTOR),
  ]);
  await postInFull(phone);

  await desk.reload();
  await expect(entry(desk, NOTE).getByText("至急")).toBeVisible();
  expect(await loadedWidth(entry(desk, NOTE).locator("ul.photos img"))).toBeGreaterThan(100);
  await entry(desk, NOTE).getByRole("button", { name: "確認する" }).click();
  await expect(entry(desk, NOTE).getByText("確認 あなた")).toBeVisible();
  await entry(desk, NOTE).getByRole("link", { name: "返信" }).click();
  await desk.getByLabel("本文").fill(ANSWER);
  await desk.getByRole("button", { name: "送信する" }).click();
  await expect(desk.getByText("送信しました。")).toBeVisible();

  await phone.reload();
  await expect(entry(phone, ANSWER).getByText("佐藤 美咲さんの記録への返信")).toBeVisible();
  await expect(entry(phone, NOTE).locator(".confirmed")).toContainText("川村");
  await correct(phone);

  await desk.reload();
  const seen = entry(desk, CORRECTED);
  await expect(seen.getByText("訂正あり")).toBeVisible();
  await expect(seen.locator("del")).toContainText("7.9");
  await expect(seen.locator("ins")).toContainText("8.4");
  await expect(seen.getByText(WHY)).toBeVisible();
});

/** Begun at the foot of the timeline, finished on the page of the composer. */
async function postInFull(phone) {
  await composer(phone).getByRole("textbox", { name: "記録を書く" }).fill(NOTE);
  await composer(phone).getByRole("button", { name: "くわしく書く" }).click();
  await expect(phone.getByLabel("本文")).toHaveValue(NOTE);
  await expect(phone.getByRole("heading", { name: "山口 ハナ" })).toBeVisible();
  await phone.getByRole("radio", { name: "至急" }).check();
  await phone.getByLabel("写真・ファイルを選ぶ").setInputFiles(photo("全身.png"));
  await phone.getByRole("button", { name: "送信する" }).click();
  await expect(phone.getByText("送信しました。")).toBeVisible();
  await expect(phone).toHaveURL(/\/rooms\/[^/]+\?said=sent$/);
  const mine = entry(phone, NOTE);
  expect(await loadedWidth(mine.locator("ul.photos img"))).toBeGreaterThan(100);
  await mine.locator("ul.photos a").click();
  await expect(phone.getByText("写真 1/1")).toBeVisible();
  expect(await loadedWidth(phone.locator("figure img"))).toBe(1200);
  await phone.getByRole("link", { name: "記録へ戻る" }).click();
  await phone.getByRole("link", { name: "最新の記録へ" }).click();
  await expect(composer(phone)).toBeVisible();
}

/** The wording changes; the old one stays to be seen. */
async function correct(phone) {
  await entry(phone, NOTE).getByRole("link", { name: "訂正" }).click();
  await expect(phone.getByText("もとの内容は消えません。")).toBeVisible();
  await phone.getByLabel("本文").fill(CORRECTED);
  await phone.getByRole("button", { name: "訂正を送る" }).click();
  await phone.getByLabel("訂正の理由").fill(WHY);
  await phone.getByRole("button", { name: "訂正を送る" }).click();
  await expect(phone.getByText("訂正しました。")).toBeVisible();
  const mine = entry(phone, CORRECTED);
  await mine.getByRole("link", { name: "この記録を開く" }).click();
  await expect(phone.getByRole("heading", { name: "訂正の履歴" })).toBeVisible();
  const versions = phone.locator("ol.versions li");
  await expect(versions).toHaveCount(2);
  await expect(versions.first()).toContainText(CORRECTED);
  await expect(versions.first()).toContainText(WHY);
  await expect(versions.last()).toContainText(NOTE);
}
