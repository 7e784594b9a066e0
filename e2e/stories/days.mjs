// A day of each who uses it, through the real screens, on a phone and at a desk.
import { DESK, DOCTOR, HEAD_NURSE, MANAGER, NURSE, PATIENT, PEOPLE, PHONE } from "../world/people.mjs";
import { photo } from "../world/photo.mjs";
import { composer, entry, notebook, openNotebook, post, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const members = (page) => page.locator("#about");

/** Nothing of the page stands outside the window. */
async function fits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content, page.url()).toBeLessThanOrEqual(window);
}

/** Writes on the whole page of the composer and comes back to the room. */
async function send(page, words, button) {
  await page.getByLabel("本文").fill(words);
  await page.getByRole("button", { name: button }).click();
  await expect(entry(page, words)).toBeVisible();
}

/** From the room to a page of this patient that the sheet of contacts leads to. */
async function follow(page, name) {
  const room = page.url().split("#")[0];
  await page.goto(`${room}#about`);
  await members(page).getByRole("link", { name }).click();
  return room;
}

for (const viewport of [PHONE, DESK]) {
  const width = `${viewport.width} px`;

  test(`the nurse finds the patient by kana, measures, and sees the marks, ${width}`, async ({ world }) => {
    const page = await world.open(NURSE, { viewport });
    await signIn(page, world.url, NURSE);
    await page.getByRole("searchbox").fill("ヤマグチ");
    await page.getByRole("button", { name: "さがす" }).click();
    await expect(page.locator("ul.notebooks li:visible")).toHaveCount(1);
    await openNotebook(page);
    await composer(page).getByRole("button", { name: "測定" }).click();
    const vitals = page.getByRole("group", { name: "バイタル" });
    await vitals.getByRole("textbox", { name: "体温" }).fill("38.4");
    await vitals.getByRole("textbox", { name: "SpO₂" }).fill("97");
    await page.locator("input[type=file]").last().setInputFiles(photo());
    await expect(page.locator(".previews img")).toBeVisible();
    await fits(page);
    await send(page, "熱があります。水分はとれています。", "送信する");
    const mine = entry(page, "熱があります");
    await expect(mine.getByText("高い")).toBeVisible();
    await expect(mine.locator("ul.photos img")).toHaveCount(1);
    await fits(page);
    await page.locator("details.narrow > summary").click();
    await page.getByRole("link", { name: "温度板" }).click();
    await expect(page.getByRole("row", { name: /▲高い 38\.4/ })).toBeVisible();
    await expect(page.getByRole("img", { name: /体温、脈拍、血圧/ })).toBeVisible();
    await fits(page);
  });

  test(`the doctor has the urgent first, quotes, answers and confirms, ${width}`, async ({ world }) => {
    const [page, nurse] = [await world.open(DOCTOR, { viewport }), await world.open(NURSE)];
    await signInAndOpen(nurse, world.url, NURSE);
    await composer(nurse).getByRole("textbox", { name: "記録を書く" }).focus();
    await composer(nurse).getByRole("radio", { name: "至急" }).check();
    await post(nurse, "呼吸が速いです。すぐに見てください。");
    await signIn(page, world.url, DOCTOR);
    const first = page.locator("ul.notebooks li").first();
    await expect(first).toContainText(PATIENT);
    await expect(first.getByText("至急")).toBeVisible();
    await fits(page);
    await openNotebook(page);
    const urgent = entry(page, "呼吸が速いです");
    await urgent.getByRole("button", { name: "確認する" }).click();
    await expect(urgent.getByText("あなた")).toBeVisible();
    await urgent.getByRole("link", { name: "返信" }).click();
    await page.locator("details.quote-field > summary").click();
    await page.locator("#quote").fill("呼吸が速いです。");
    await fits(page);
    await send(page, "10時に往診します。", "送信する");
    await expect(entry(page, "10時に往診します").locator("blockquote.quote")).toHaveText("呼吸が速いです。");
    await expect(entry(nurse, "10時に往診します")).toBeVisible();
    await expect(entry(nurse, "呼吸が速いです。すぐに").getByText("確認", { exact: true })).toBeVisible();
  });

  test(`the care manager writes to two, reads the basics and prints, ${width}`, async ({ world }) => {
    const page = await world.open(MANAGER, { viewport });
    await signInAndOpen(page, world.url, MANAGER);
    await page.goto(`${page.url()}/compose`);
    await page.locator("#addressee > summary").click();
    for (const who of [NURSE, DOCTOR]) {
      await page.getByRole("checkbox", { name: PEOPLE[who].name }).check();
    }
    await expect(page.locator(".to-whom:visible").first()).toContainText("あなたの3人だけに見えます");
    await fits(page);
    await send(page, "費用のご相談です。", "特別便で送信する");
    await expect(entry(page, "費用のご相談").getByText("3人だけ")).toBeVisible();
    const room = await follow(page, "患者さんの基本情報");
    await expect(page.getByRole("heading", { name: "連絡先・かかりつけ" })).toBeVisible();
    await fits(page);
    await page.goto(`${room}/print`);
    await page.getByRole("link", { name: "7日間" }).click();
    const paper = page.getByRole("region", { name: "印刷" });
    await expect(paper.getByText("費用のご相談です。")).toBeVisible();
    const mine = paper.locator("article").filter({ hasText: "費用のご相談です。" });
    await expect(mine.getByText("特別便")).toBeVisible();
    await fits(page);
  });

  test(`the facility's manager sees who looked, and nothing of what, ${width}`, async ({ world }) => {
    const [page, nurse] = [await world.open(HEAD_NURSE, { viewport }), await world.open(NURSE)];
    await signInAndOpen(nurse, world.url, NURSE);
    await post(nurse, "管理者には見えない文です。");
    await signIn(page, world.url, HEAD_NURSE);
    await page.locator("nav:visible").getByRole("link", { name: "職員" }).first().click();
    await page.getByRole("navigation", { name: "職員" }).getByRole("link", { name: "利用記録" }).click();
    await expect(page.getByRole("heading", { name: "職員の利用記録" })).toBeVisible();
    const line = page.getByRole("row").filter({ hasText: PEOPLE[NURSE].name }).first();
    await expect(line).toContainText(PEOPLE[NURSE].label);
    const all = await page.content();
    for (const word of [PATIENT, "やまぐち", "管理者には見えない文です"]) expect(all).not.toContain(word);
    await fits(page);
    await notebookIsWhoseTeamOneIsIn(page, world.url);
  });
}

/** Managing a facility opens no notebook: the list holds only those whose team one is in. */
async function notebookIsWhoseTeamOneIsIn(page, url) {
  await page.goto(`${url}/notebooks`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const list = notebook(page, "");
  for (let at = 0; at < (await list.count()); at += 1) {
    await expect(list.nth(at).getByRole("link")).toHaveAttribute("href", /^\/rooms\//);
  }
}
