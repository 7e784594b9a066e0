// What was typed is not lost: not with the session, not behind the idle lock, not on bad input.
import { NURSE, PASSWORDS, PEOPLE, PHONE } from "../world/people.mjs";
import { composer, entry, giveCredentials, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const DRAFT = "途中まで書いた記録です。";
const KEPT = "入力した内容は残っています。";

const words = (page) => composer(page).getByRole("textbox", { name: "記録を書く" });

test("a draft outlives the session that ends under it", async ({ world }) => {
  const [phone, office] = await Promise.all([
    world.open(NURSE, { viewport: PHONE }),
    world.open(NURSE),
  ]);
  await signInAndOpen(phone, world.url, NURSE);
  await words(phone).fill(DRAFT);
  await signIn(office, world.url, NURSE);
  await office.goto(`${world.url}/account`);
  const label = `${PEOPLE[NURSE].label} 終わらせる`;
  await office.getByRole("button", { name: label }).click();
  await expect(office.getByRole("button", { name: label })).toHaveCount(0);

  await composer(phone).getByRole("button", { name: "送信する" }).click();
  const said = composer(phone).getByRole("alert");
  await expect(said).toContainText("サインインしてください");
  await expect(said).toContainText(KEPT);
  await expect(words(phone)).toHaveValue(DRAFT);

  const [door] = await Promise.all([
    phone.context().waitForEvent("page"),
    said.getByRole("link", { name: "別の画面でサインインする" }).click(),
  ]);
  await giveCredentials(door, NURSE);
  await expect(door.getByRole("heading", { level: 1 })).toBeVisible();
  await door.close();
  await composer(phone).getByRole("button", { name: "送信する" }).click();
  await expect(entry(phone, DRAFT)).toBeVisible();
  await expect(words(phone)).toHaveValue("");
});

test("a draft waits behind the idle lock", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await phone.clock.install();
  await signInAndOpen(phone, world.url, NURSE);
  await words(phone).fill(DRAFT);
  await phone.clock.fastForward("01:01:00");
  await expect(phone.getByRole("heading", { name: "画面をロックしています" })).toBeVisible();
  await expect(phone.getByText(KEPT)).toBeVisible();
  await expect(phone.getByText("山口")).toHaveCount(0);

  const [door] = await Promise.all([
    phone.context().waitForEvent("page"),
    phone.getByRole("link", { name: "別の画面でロックを解除する" }).click(),
  ]);
  await door.getByLabel("パスワード").fill(PASSWORDS[NURSE]);
  await door.getByRole("button", { name: "ロックを解除する" }).click();
  await expect(door.getByRole("heading", { name: "山口 ハナ" })).toBeVisible();
  await door.close();
  await phone.getByRole("button", { name: "解除したので続ける" }).click();
  await expect(words(phone)).toHaveValue(DRAFT);
  await composer(phone).getByRole("button", { name: "送信する" }).click();
  await expect(entry(phone, DRAFT)).toBeVisible();
});

test("a page without a draft goes to the lock when it is left", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await phone.clock.install();
  await signInAndOpen(phone, world.url, NURSE);
  const room = phone.url();
  await phone.clock.fastForward("01:01:00");
  await expect(phone).toHaveURL(/\/unlock\?next=/);
  await phone.goto(room);
  await expect(phone).toHaveURL(/\/unlock\?next=/);
  await phone.getByLabel("パスワード").fill("これは違います");
  await phone.getByRole("button", { name: "ロックを解除する" }).click();
  await expect(phone.getByRole("alert")).toBeVisible();
  await phone.getByLabel("パスワード").fill(PASSWORDS[NURSE]);
  await phone.getByRole("button", { name: "ロックを解除する" }).click();
  await expect(phone).toHaveURL(room);
});

test("what is no photo is refused in words, and the text stays", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  await words(phone).fill(DRAFT);
  const page = Buffer.from("<html><script>alert(1)</script></html>");
  const file = { name: "写真.jpg", mimeType: "image/jpeg", buffer: page };
  await composer(phone).locator("input[type=file]").setInputFiles(file);
  await expect(composer(phone).locator(".previews .state-refused")).toContainText("付けられません");
  await composer(phone).getByRole("button", { name: "送信する" }).click();
  await expect(composer(phone).getByRole("alert")).toContainText("送れない写真・ファイルがあります");
  await expect(words(phone)).toHaveValue(DRAFT);
  await phone.getByRole("button", { name: "この写真をやめる 1" }).click();
  await composer(phone).getByRole("button", { name: "送信する" }).click();
  await expect(entry(phone, DRAFT)).toBeVisible();
});
