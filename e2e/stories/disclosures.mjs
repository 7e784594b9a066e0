// The law asks for a notebook: two persons of the desk open it, the team is told, the auditor can prove it.
import { AUDITOR, CLERK, DESK, NURSE, PHONE, SECOND_CLERK } from "../world/people.mjs";
import { giveCredentials, openNotebook, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

/** Signs somebody in who is of no team, and is led to a page of their own. */
async function enter(world, login, heading, viewport = DESK) {
  const page = await world.open(login, { viewport });
  await page.goto(`${world.url}/sign-in`);
  await giveCredentials(page, login);
  await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  return page;
}

test("a notebook is opened by two, for some days, and the team sees it", async ({ world }) => {
  const nurse = await world.open(NURSE);
  await signInAndOpen(nurse, world.url, NURSE);
  const [, room] = /rooms\/([0-9a-f-]+)/.exec(nurse.url());
  const records = await nurse.getByRole("link", { name: "閲覧記録" }).first().getAttribute("href");
  const [, notebook] = /notebooks\/([0-9a-f-]+)/.exec(records);

  const asks = await enter(world, SECOND_CLERK, "施設の申請", PHONE);
  await asks.getByRole("link", { name: "法にもとづく開示" }).click();
  await asks.getByRole("link", { name: "開示を頼む" }).click();
  await asks.getByRole("button", { name: "もう1人に確認を頼む" }).click();
  await expect(asks.getByText("理由と、必要な内容を書いてください。").first()).toBeVisible();
  await asks.getByLabel("連絡帳番号").fill(notebook);
  await asks.getByLabel("開示請求").check();
  await asks.getByLabel("理由と、必要な内容").fill("ご本人が、記録の写しを求めている。");
  await asks.getByLabel("文書の番号と日付").fill("開示請求書 令和8年11月20日 第12号");
  await asks.getByLabel("請求した人・渡す相手").fill("山口 ハナ（ご本人）");
  await asks.screenshot({ path: "test-results/disclosure-new.png", fullPage: true });
  await asks.getByRole("button", { name: "もう1人に確認を頼む" }).click();
  await expect(asks.getByText("あなたが頼んだものです。別の人が確認します。")).toBeVisible();
  await expect(asks.getByRole("button", { name: "認めて開く" })).toHaveCount(0);
  const shut = await asks.goto(`${world.url}/rooms/${room}`);
  expect(shut.status()).toBe(404);

  const answers = await enter(world, CLERK, "施設の申請");
  await answers.goto(`${world.url}/desk/disclosures`);
  await answers.getByRole("link", { name: /開示請求/ }).click();
  await answers.screenshot({ path: "test-results/disclosure.png", fullPage: true });
  await answers.getByRole("button", { name: "認めて開く" }).click();
  await expect(answers.getByText("認めました。")).toBeVisible();
  await answers.getByRole("link", { name: "チーム" }).click();
  await expect(answers.getByText("法にもとづく開示として見ています")).toBeVisible();
  await expect(answers.locator("textarea[name=text]")).toHaveCount(0);
  await answers.screenshot({ path: "test-results/disclosure-room.png" });

  await nurse.goto(`${world.url}${records}`);
  await expect(nurse.getByText("法にもとづく開示").first()).toBeVisible();

  await asks.goto(`${world.url}/desk/disclosures`);
  await asks.getByRole("link", { name: /開示請求/ }).click();
  await asks.getByRole("button", { name: "いま終える" }).click();
  await expect(asks.getByText("終えました。")).toBeVisible();
  const over = await answers.goto(`${world.url}/rooms/${room}`);
  expect(over.status()).toBe(404);
});

test("the auditor verifies everything and reads nothing", async ({ world }) => {
  const nurse = await world.open(NURSE);
  await signIn(nurse, world.url, NURSE);
  await openNotebook(nurse);
  const room = nurse.url();
  const auditor = await enter(world, AUDITOR, "監査");
  const checkpoint = await auditor.locator("pre.evidence").first().innerText();
  await auditor.getByLabel(/古いチェックポイント/).fill(checkpoint);
  await auditor.getByRole("button", { name: "検証する" }).click();
  await expect(auditor.getByText("書き換えは見つかりませんでした。")).toBeVisible({ timeout: 60_000 });
  await auditor.screenshot({ path: "test-results/audit.png", fullPage: true });
  const taken = auditor.waitForEvent("download");
  await auditor.getByRole("button", { name: "CSVを取り出す" }).click();
  const file = await (await taken).createReadStream();
  let text = "";
  for await (const chunk of file) text += chunk;
  expect(text).toContain("佐藤 美咲");
  expect(text).not.toContain("山口");
  expect((await auditor.goto(room)).status()).toBe(404);
});
