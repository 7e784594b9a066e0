// The facility manager's menu: somebody joins, breaks a phone, leaves; and everybody sees it at once.
import { HEAD_NURSE, NURSE, PASSWORDS, PATIENT, PEOPLE, PHONE } from "../world/people.mjs";
import { entry, openNotebook, post, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

/** Opens the page of a colleague from the menu. */
async function openColleague(page, url, name) {
  await page.goto(`${url}/notebooks`);
  await page.getByRole("link", { name: "職員" }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: "職員" })).toBeVisible();
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("who leaves is out at once, and the successor reads on under the writer's name", async ({ world }) => {
  const [manager, nurse] = await Promise.all([world.open(HEAD_NURSE), world.open(NURSE)]);
  await Promise.all([signIn(manager, world.url, HEAD_NURSE), signInAndOpen(nurse, world.url, NURSE)]);
  await post(nurse, "あとをお願いします。");
  await openColleague(manager, world.url, PEOPLE[NURSE].name);
  await manager.locator("summary", { hasText: "退職の手続きをする" }).click();
  await expect(manager.getByText(/担当している部屋: [1-9]/)).toBeVisible();
  await manager.getByRole("button", { name: "退職の手続きをする" }).click();
  await expect(manager.getByText("後任を選んでください。").first()).toBeVisible();
  await manager.getByLabel("部屋を引きつぐ人").selectOption({ label: "石田 裕子（看護師）" });
  const left = Date.now();
  await manager.getByRole("button", { name: "退職の手続きをする" }).click();
  await expect(nurse.getByText(PATIENT)).toHaveCount(0, { timeout: 2_000 });
  console.log(`left: the nurse's page was empty after ${Date.now() - left} ms`);
  await expect(manager.getByText("退職の手続きをしました。")).toBeVisible();
  await expect(manager.getByRole("link", { name: PEOPLE[NURSE].name })).toHaveCount(0);
  await nurse.goto(`${world.url}/notebooks`);
  await expect(nurse.getByRole("heading", { level: 1 })).toHaveText(/サインイン|使えなくなっています/);

  await manager.goto(`${world.url}/notebooks`);
  await openNotebook(manager);
  await expect(entry(manager, "あとをお願いします。")).toContainText(PEOPLE[NURSE].name);
});

test("with a broken phone the day is saved by a code, once", async ({ world }) => {
  const manager = await world.open(HEAD_NURSE);
  await signIn(manager, world.url, HEAD_NURSE);
  await openColleague(manager, world.url, PEOPLE[NURSE].name);
  await manager.locator("summary", { hasText: "端末がこわれた" }).click();
  await manager.getByRole("button", { name: "代わりのコードを作る" }).click();
  await expect(manager.getByText("この画面は1回だけ表示されます。")).toBeVisible();
  const code = await manager.locator(".slip .large").innerText();

  const borrowed = await world.open("nobody", { viewport: PHONE });
  await borrowed.goto(`${world.url}/sign-in`);
  await borrowed.locator("summary", { hasText: "サインインできないとき" }).click();
  await borrowed.getByRole("link", { name: /代わりのコード/ }).click();
  const give = async (password) => {
    await borrowed.getByLabel("ログインID").fill(NURSE);
    await borrowed.getByLabel("パスワード", { exact: true }).fill(password);
    await borrowed.getByLabel("代わりのコード", { exact: true }).fill(code);
    await borrowed.getByRole("button", { name: "サインインする", exact: true }).click();
  };
  await give("ちがう言葉を入れました");
  await expect(borrowed.getByRole("alert")).toBeVisible();
  await give(PASSWORDS[NURSE]);
  await expect(borrowed.getByRole("heading", { level: 1, name: "わたしの連絡帳" })).toBeVisible();
  await openNotebook(borrowed);
  await post(borrowed, "借りた電話から書いています。");
  await borrowed.goto(`${world.url}/account`);
  await borrowed.getByRole("button", { name: "サインアウト" }).last().click();
  await borrowed.goto(`${world.url}/sign-in/substitute`);
  await give(PASSWORDS[NURSE]);
  await expect(borrowed.getByRole("alert")).toContainText("サインインできませんでした");
});

test("somebody new is entered in one form", async ({ world }) => {
  const manager = await world.open(HEAD_NURSE, { viewport: PHONE });
  await signIn(manager, world.url, HEAD_NURSE);
  await manager.goto(`${world.url}/facility/staff`);
  await manager.getByRole("link", { name: "職員を追加する" }).click();
  const fill = (label, words) => manager.getByLabel(label, { exact: true }).first().fill(words);
  await fill("姓", "森");
  await fill("名", "はるか");
  await fill("セイ", "ﾓﾘ");
  await fill("メイ", "はるか");
  await manager.getByLabel("職種").first().selectOption({ label: "看護師" });
  await fill("メールアドレス", "haruka@example.jp");
  await fill("ログインID", "ishida-hiroko");
  await manager.getByLabel("Android").check();
  await manager.getByRole("button", { name: "登録してメールを送る" }).click();
  await expect(manager.getByText("このログインIDは使われています。").first()).toBeVisible();
  await expect(manager.getByLabel("姓", { exact: true })).toHaveValue("森");
  await fill("ログインID", "mori-haruka");
  await manager.getByRole("button", { name: "登録してメールを送る" }).click();
  await expect(manager.getByRole("heading", { level: 1, name: "森 はるか" })).toBeVisible();
  await expect(manager.getByText("本人へメールを2通送ります。")).toBeVisible();
});
