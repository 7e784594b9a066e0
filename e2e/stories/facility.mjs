// What a facility's manager does now and then: many people from a table, the review of rights, and
// the end of the facility, after which nobody of it sees anything.
import { execFileSync } from "node:child_process";

import { CLERK, DESK, DOCTOR, HEAD_NURSE, NURSE, PASSWORDS, PATIENT, PHONE } from "../world/people.mjs";
import { giveCredentials, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const HEAD = "姓,名,セイ,メイ,職種,メールアドレス,ログインID,管理者";

/** A file as Excel on a Japanese Windows keeps it. */
function shiftJis(lines) {
  return execFileSync("iconv", ["-f", "UTF-8", "-t", "CP932"], { input: `${lines.join("\r\n")}\r\n` });
}

async function clerk(world) {
  const page = await world.open(CLERK, { viewport: DESK });
  await page.goto(`${world.url}/sign-in`);
  await giveCredentials(page, CLERK, PASSWORDS[CLERK]);
  await expect(page.getByRole("heading", { level: 1, name: "施設の申請" })).toBeVisible();
  return page;
}

test("a table from an old spreadsheet is looked over, mended and entered in one press", async ({ world }) => {
  const manager = await world.open(HEAD_NURSE, { viewport: PHONE });
  await signIn(manager, world.url, HEAD_NURSE);
  await manager.goto(`${world.url}/facility/staff`);
  await manager.getByRole("link", { name: "ファイルでまとめて追加する" }).click();
  const buffer = shiftJis([
    HEAD,
    "髙森,はるか,ﾓﾘ,ﾊﾙｶ,看護師,haruka@example.jp,,",
    '"山田,花子,やまだ,ハナコ,看護師,hanako@example.jp,hanako-y,',
    "鈴木,葵,すずき,ｱｵｲ,看護士,aoi@example.jp,aoi-s,はい",
  ]);
  await manager.getByLabel("ファイル", { exact: true }).setInputFiles({ name: "職員.csv", mimeType: "text/csv", buffer });
  await manager.getByLabel("Android").check();
  await manager.getByRole("button", { name: "中身を確かめる" }).click();
  await expect(manager.getByText("文字の種類: Shift_JIS")).toBeVisible();
  await expect(manager.getByRole("heading", { name: "直すところがある行: 2" })).toBeVisible();
  await expect(manager.getByText("引用符「\"」が閉じていません。")).toBeVisible();
  await expect(manager.getByText("職種「看護士」はありません。")).toBeVisible();
  await expect(manager.getByText("モリ ハルカ")).toBeVisible();

  const table = manager.getByRole("textbox", { name: "ここで直す" });
  const before = await table.inputValue();
  await table.fill(before.replace('"山田', "山田").replace("看護士", "看護師"));
  await manager.getByRole("button", { name: "もう一度確かめる" }).click();
  await expect(manager.getByText("まだだれも追加していません。")).toBeVisible();
  await manager.getByRole("button", { name: "3人を追加する" }).click();
  await expect(manager.getByText("表の人を追加しました。")).toBeVisible();
  for (const name of ["髙森 はるか", "山田 花子", "鈴木 葵"]) {
    await expect(manager.getByRole("link", { name })).toBeVisible();
  }
});

test("everybody's rights are looked at once a quarter", async ({ world }) => {
  const [manager, desk] = [await world.open(HEAD_NURSE, { viewport: PHONE }), await clerk(world)];
  await signIn(manager, world.url, HEAD_NURSE);
  await manager.goto(`${world.url}/facility/staff`);
  await manager.getByRole("link", { name: "棚卸しをする" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: "権限の棚卸し" })).toBeVisible();
  const ticks = manager.getByRole("checkbox", { name: /このまま続ける/ });
  await ticks.first().check();
  await manager.getByRole("button", { name: "この一覧で確かめました" }).click();
  await expect(manager.getByText(/まだ確かめていない人が\d+人います。/)).toBeVisible();
  await expect(ticks.first()).toBeChecked();
  for (const tick of await ticks.all()) await tick.check();
  await manager.getByRole("button", { name: "この一覧で確かめました" }).click();
  await expect(manager.getByText("今の四半期の棚卸しは終わりました。")).toBeVisible();
  await desk.getByRole("link", { name: "権限の棚卸し" }).click();
  const row = desk.getByRole("row", { name: /訪問看護/ }).filter({ hasText: "石田 裕子" });
  await expect(row).toContainText("済み");
});

test("a facility that goes is gone: open pages end, and what was written stays", async ({ world }) => {
  const [doctor, desk] = [await world.open(DOCTOR), await clerk(world)];
  await signIn(doctor, world.url, DOCTOR);
  await doctor.goto(`${world.url}/facility/withdrawal`);
  await doctor.locator("summary", { hasText: "利用廃止を申請する" }).click();
  await doctor.getByLabel("統合・移転する").check();
  await doctor.getByRole("button", { name: "窓口へ申請する" }).click();
  await expect(doctor.getByText("窓口の確認を待っています")).toBeVisible();
  await doctor.goto(`${world.url}/notebooks`);
  await doctor.getByRole("link", { name: new RegExp(PATIENT) }).first().click();
  await expect(doctor.getByRole("heading", { level: 1, name: PATIENT })).toBeVisible();

  await desk.getByRole("link", { name: "利用廃止" }).click();
  await desk.locator(".queue-rows a").first().click();
  await expect(desk.getByText("管理している連絡帳はありません")).toBeVisible();
  await desk.locator("summary", { hasText: "承認の前にもう一度確かめる" }).click();
  const approved = Date.now();
  await desk.getByRole("button", { name: "利用廃止を承認する" }).click();
  await expect(doctor.getByText(PATIENT)).toHaveCount(0, { timeout: 2_000 });
  console.log(`withdrawn: the doctor's page was empty after ${Date.now() - approved} ms`);
  await expect(desk.getByText("承認しました。")).toBeVisible();
  await doctor.goto(`${world.url}/notebooks`);
  await expect(doctor.getByRole("heading", { level: 1 })).toHaveText(/サインイン|使えなくなっています/);

  const nurse = await world.open(NURSE);
  await signInAndOpen(nurse, world.url, NURSE);
  await expect(nurse.locator("article.entry").filter({ hasText: "川村 誠" }).first()).toBeVisible();
});
