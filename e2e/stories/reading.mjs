// What is new for whom, and that nothing is missed.
import { DOCTOR, NURSE } from "../world/people.mjs";
import { composer, entry, notebook, openNotebook, post, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const RULE = "ここから下は前回までに読んだ記録";

test("what is new stands above a rule, once", async ({ world }) => {
  const [nurse, doctor] = await Promise.all([world.open(NURSE), world.open(DOCTOR)]);
  await Promise.all([
    signInAndOpen(nurse, world.url, NURSE),
    signInAndOpen(doctor, world.url, DOCTOR),
  ]);
  await nurse.getByRole("link", { name: "戻る", exact: true }).click();
  await expect(notebook(nurse).getByRole("img", { name: /未読/ })).toHaveCount(0);

  const news = ["夕方に電話がありました。", "明日の訪問は10時です。"];
  for (const words of news) await post(doctor, words);
  await expect(nurse.getByText("新しい記録があります。一覧を更新する")).toBeVisible();
  await nurse.getByText("新しい記録があります。一覧を更新する").click();
  await expect(notebook(nurse).getByRole("img", { name: "未読 2件" })).toBeVisible();

  await openNotebook(nurse);
  const order = await nurse
    .locator("#timeline > :is(article, .rule)")
    .evaluateAll((all) => all.slice(0, 4).map((it) => `${it.className}: ${it.textContent}`));
  expect(order[0]).toMatch(new RegExp(`^entry unread: .*${news[1]}`, "s"));
  expect(order[1]).toMatch(new RegExp(`^entry unread: .*${news[0]}`, "s"));
  expect(order[2]).toContain(RULE);
  expect(order[3]).toMatch(/^entry: /);

  await nurse.reload();
  await expect(entry(nurse, news[1])).toBeVisible();
  await expect(nurse.getByText(RULE)).toHaveCount(0);
  await expect(nurse.locator("article.unread")).toHaveCount(0);
});

test("a page that was cut off catches up in order, and sends what was kept", async ({ world }) => {
  const wire = await world.wire();
  const [nurse, doctor] = await Promise.all([
    world.open(NURSE, {}, wire.url),
    world.open(DOCTOR),
  ]);
  await Promise.all([
    signInAndOpen(nurse, wire.url, NURSE),
    signInAndOpen(doctor, world.url, DOCTOR),
  ]);
  await nurse.evaluate(() => (window.sameDocument = true));
  wire.cut();
  await post(doctor, "一つ目：電波のないあいだの記録");
  await post(doctor, "二つ目：電波のないあいだの記録");
  await expect(nurse.getByText("接続が切れています。")).toBeVisible();
  await composer(nurse).getByRole("textbox", { name: "記録を書く" }).fill("電波のない家から");
  await composer(nurse).getByRole("button", { name: "送信する" }).click();
  await expect(composer(nurse).getByRole("alert")).toContainText("入力した内容は残っています。");
  await expect(entry(nurse, "電波のないあいだの記録")).toHaveCount(0);

  wire.mend();
  await expect(entry(nurse, "電波のないあいだの記録")).toHaveCount(2, { timeout: 20_000 });
  await expect(entry(nurse, "電波のないあいだの記録").first()).toContainText("二つ目");
  await expect(nurse.getByText("つながりました。")).toBeVisible();
  await composer(nurse).getByRole("button", { name: "送信する" }).click();
  await expect(entry(doctor, "電波のない家から")).toHaveCount(1);
  expect(await nurse.evaluate(() => window.sameDocument)).toBe(true);
});

test("a page lives through a new start of the server and misses nothing", async ({ world }) => {
  const [nurse, doctor] = await Promise.all([world.open(NURSE), world.open(DOCTOR)]);
  await Promise.all([
    signInAndOpen(nurse, world.url, NURSE),
    signInAndOpen(doctor, world.url, DOCTOR),
  ]);
  await post(doctor, "止まる前の記録");
  await expect(entry(nurse, "止まる前の記録")).toBeVisible();
  await nurse.evaluate(() => (window.sameDocument = true));
  await world.restart(() => expect(nurse.getByText("接続が切れています。")).toBeVisible());
  await post(doctor, "動きだしてから一つ目");
  await post(doctor, "動きだしてから二つ目");
  await expect(entry(nurse, "動きだしてから")).toHaveCount(2, { timeout: 20_000 });
  await expect(entry(nurse, "動きだしてから").first()).toContainText("二つ目");
  await expect(entry(nurse, "止まる前の記録")).toHaveCount(1);
  expect(await nurse.evaluate(() => window.sameDocument)).toBe(true);
});
