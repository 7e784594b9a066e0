// お知らせ: the desk sends a PDF to pharmacies; a pharmacist opens and confirms it, a nurse knows of
// nothing; the desk sees who has opened it, reminds the others, prints for them. All as plain forms.
import { readFile } from "node:fs/promises";

import { CLERK, DESK, NURSE, PHARMACIST, PHONE } from "../world/people.mjs";
import { pdf } from "../world/pdf.mjs";
import { giveCredentials, loadedWidth, signIn } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const PLAIN = { javaScriptEnabled: false };
const TITLE = "インフルエンザ予防接種の報告様式";

/** The pages of the stories as pictures, where somebody wants to look at them. */
async function picture(page, name) {
  if (!process.env.E2E_PICTURES) return;
  await page.screenshot({ path: `${process.env.E2E_PICTURES}/${name}.png`, fullPage: true });
}

async function openDesk(world, look) {
  const desk = await world.open(CLERK, look);
  await desk.goto(`${world.url}/sign-in`);
  await giveCredentials(desk, CLERK);
  await expect(desk.getByRole("heading", { level: 1, name: "施設の申請" })).toBeVisible();
  await desk.getByRole("link", { name: "お知らせ" }).first().click();
  await expect(desk.getByRole("heading", { level: 1, name: "送ったお知らせ" })).toBeVisible();
  return desk;
}

/** Fills in the first step; whom it is for is ticked by the names of kinds. */
async function write(desk, { title, kinds = [], importance, confirm }) {
  await desk.getByRole("link", { name: "お知らせを書く" }).click();
  await desk.getByLabel("件名", { exact: true }).fill(title);
  await desk.getByLabel("本文").fill("別紙の様式で、月末までに送ってください。");
  for (const kind of kinds) await desk.getByLabel(kind, { exact: true }).check();
  if (importance) await desk.getByLabel(importance, { exact: true }).check();
  if (confirm) await desk.getByLabel("「確認しました」を押してもらう").check();
}

async function staff(world, who, look = {}) {
  const page = await world.open(who, { ...PLAIN, viewport: PHONE, ...look });
  await signIn(page, world.url, who);
  return page;
}

test("a PDF goes to pharmacies only, and the desk sees who has opened it", async ({ world }) => {
  const desk = await openDesk(world, { ...PLAIN, viewport: DESK });
  await write(desk, { title: TITLE, kinds: ["薬局"], confirm: true });
  await picture(desk, "notice-new");
  await desk.getByRole("button", { name: "次へ（届く先を確かめる）" }).click();
  // The pharmacy of the demo, and the one that was approved a week ago.
  await expect(desk.getByText(/^2施設・\d+人に届きます。$/)).toBeVisible();
  await picture(desk, "notice-send");
  await desk.getByLabel("添付（PDF・Word・Excel・写真）").setInputFiles(pdf("様式.pdf"));
  await desk.getByRole("button", { name: "送信する" }).click();
  await expect(desk.getByText("お知らせを送りました。")).toBeVisible();
  await expect(desk.getByText("2施設のうち 0施設が開きました。")).toBeVisible();
  const followed = desk.url().split("?")[0];

  const [pharmacist, nurse] = await Promise.all([staff(world, PHARMACIST), staff(world, NURSE)]);
  const menu = pharmacist.getByRole("navigation", { name: "メニュー" }).last();
  await expect(menu.getByRole("img", { name: /^開いていないお知らせ [1-9]/ })).toBeVisible();
  await menu.getByRole("link", { name: /お知らせ/ }).click();
  const line = pharmacist.getByRole("link", { name: TITLE });
  await expect(line).toContainText("未開封");
  await picture(pharmacist, "notices");
  await line.click();
  await expect(pharmacist.getByRole("heading", { level: 1, name: TITLE })).toBeVisible();
  await picture(pharmacist, "notice");
  await pharmacist.getByRole("button", { name: "確認しました" }).click();
  await expect(pharmacist.getByText("確認したことを伝えました。")).toBeVisible();
  await pharmacist.getByRole("link", { name: /様式\.pdf/ }).click();
  expect(await loadedWidth(pharmacist.getByRole("img").first())).toBeGreaterThan(400);
  await expect(pharmacist.getByRole("link", { name: /ダウンロード|保存/ })).toBeVisible();

  await nurse.goto(`${world.url}/notices`);
  await expect(nurse.getByText("明日の断水について")).toBeVisible();
  await expect(nurse.getByText(TITLE)).toHaveCount(0);
  await nurse.goto(followed.replace("/desk/", "/"));
  await expect(nurse.getByText(TITLE)).toHaveCount(0);
  await nurse.goto(followed);
  await expect(nurse.getByText(TITLE)).toHaveCount(0);

  await desk.goto(followed);
  await expect(desk.getByText("2施設のうち 1施設が開きました。")).toBeVisible();
  await expect(desk.getByRole("row", { name: /^はまかぜ薬局 薬局 小林 健太/ })).toBeVisible();
  await picture(desk, "notice-reach");
  await desk.getByRole("link", { name: "紙で送る分を印刷" }).click();
  await expect(desk.getByText("まだ開いていない施設です。")).toBeVisible();
  await expect(desk.getByRole("row", { name: /駅前店/ })).toBeVisible();
  await expect(desk.getByRole("row", { name: /^はまかぜ薬局 薬局/ })).toHaveCount(0);
  await desk.emulateMedia({ media: "print" });
  await picture(desk, "notice-paper");
  await desk.emulateMedia({ media: "screen" });
  await desk.goto(followed);
  const saved = desk.waitForEvent("download");
  await desk.getByRole("link", { name: "CSVで保存" }).click();
  const lines = (await readFile(await (await saved).path(), "utf8")).trim().split("\r\n");
  expect(lines).toHaveLength(3);
  expect(lines.some((it) => it.includes("はまかぜ薬局") && it.includes("小林 健太"))).toBe(true);
});

test("the desk corrects what is wrong, reminds once a day, and takes a notice back", async ({ world }) => {
  const desk = await openDesk(world, { viewport: PHONE });
  await picture(desk, "notices-sent");
  await write(desk, { title: "", kinds: ["薬局"] });
  await desk.getByLabel("期限").fill("2020-01-01T09:00");
  await desk.getByRole("button", { name: "次へ（届く先を確かめる）" }).click();
  await expect(desk.getByText("件名を入れてください。").first()).toBeVisible();
  await expect(desk.getByText("期限が過ぎています。").first()).toBeVisible();
  await expect(desk.getByLabel("薬局", { exact: true })).toBeChecked();
  await picture(desk, "notice-wrong");
  await desk.getByLabel("件名", { exact: true }).fill("まちがい探し");
  await desk.getByLabel("期限").fill("");
  await desk.getByRole("button", { name: "次へ（届く先を確かめる）" }).click();
  await desk.getByRole("button", { name: "戻って直す" }).click();
  await expect(desk.getByLabel("件名", { exact: true })).toHaveValue("まちがい探し");
  await desk.getByRole("button", { name: "次へ（届く先を確かめる）" }).click();
  await desk.getByRole("button", { name: "送信する" }).click();
  await desk.getByRole("button", { name: "開いていない施設へメールを送る" }).click();
  await expect(desk.getByText("まだ開いていない施設へ、メールを送ります。")).toBeVisible();
  await desk.getByRole("button", { name: "開いていない施設へメールを送る" }).click();
  await expect(desk.getByText("今日はもう送りました。")).toBeVisible();
  await desk.locator("summary", { hasText: "このお知らせを取り消す" }).click();
  await desk.getByRole("button", { name: "このお知らせを取り消す" }).click();
  await expect(desk.getByText("取り消す理由を書いてください。")).toBeVisible();
  await desk.getByLabel("取り消す理由").fill("あて先のまちがい");
  await desk.getByRole("button", { name: "このお知らせを取り消す" }).click();
  await expect(desk.getByText("お知らせを取り消しました。")).toBeVisible();
  await picture(desk, "notice-withdrawn");
  const pharmacist = await staff(world, PHARMACIST);
  await pharmacist.goto(`${world.url}/notices`);
  await pharmacist.getByRole("link", { name: "まちがい探し" }).click();
  await expect(pharmacist.getByText("このお知らせは取り消されました。")).toBeVisible();
  await expect(pharmacist.getByText("あて先のまちがい")).toBeVisible();
});

test("an association's notice is written by whom the desk names, and read by members", async ({ world }) => {
  const desk = await openDesk(world, { ...PLAIN, viewport: PHONE });
  await desk.getByRole("link", { name: "お知らせの名前" }).click();
  await desk.getByLabel("名前", { exact: true }).fill("みなと薬剤師会");
  await desk.getByLabel("職能団体", { exact: true }).check();
  await picture(desk, "channels");
  await desk.getByRole("button", { name: "作る", exact: true }).click();
  await expect(desk.getByRole("heading", { level: 1, name: "みなと薬剤師会" })).toBeVisible();
  await desk.getByLabel("書く人のログインID").fill("nobody-here");
  await desk.getByLabel("はまかぜ薬局（薬局）", { exact: true }).check();
  await desk.getByRole("button", { name: "保存する" }).click();
  await expect(desk.getByText("「nobody-here」というログインIDの利用者はいません。").first()).toBeVisible();
  await desk.getByLabel("書く人のログインID").fill(PHARMACIST);
  await picture(desk, "channel");
  await desk.getByRole("button", { name: "保存する" }).click();
  await expect(desk.getByText("保存しました。")).toBeVisible();

  const writer = await staff(world, PHARMACIST);
  await writer.goto(`${world.url}/notices`);
  await writer.getByRole("link", { name: "お知らせを送る・開封を見る" }).click();
  await write(writer, { title: "会員だけのお知らせ" });
  await writer.getByRole("button", { name: "次へ（届く先を確かめる）" }).click();
  await expect(writer.getByText(/^1施設・/)).toBeVisible();
  await writer.getByRole("button", { name: "送信する" }).click();
  await expect(writer.getByText("お知らせを送りました。")).toBeVisible();
  const url = writer.url().split("?")[0];
  await desk.goto(url);
  await expect(desk.getByText("会員だけのお知らせ")).toHaveCount(0);
  await desk.goto(`${world.url}/desk/notices`);
  await expect(desk.getByText("会員だけのお知らせ")).toHaveCount(0);
});
