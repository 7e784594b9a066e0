// A patient is registered with consent and the paper; whoever registers the same is told; consent is
// withdrawn, and every page that is open because of it is empty at once.
import { DOCTOR, HEAD_NURSE, NURSE, PATIENT, PEOPLE, PHONE } from "../world/people.mjs";
import { post, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

/** A picture of a sheet of paper, drawn in the browser. */
async function paper(page) {
  const url = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 800, height: 1100 });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fdfdf8";
    pen.fillRect(0, 0, 800, 1100);
    pen.fillStyle = "#222";
    for (let y = 100; y < 1000; y += 60) pen.fillRect(80, y, 500 + (y % 7) * 20, 4);
    return canvas.toDataURL("image/jpeg", 0.8);
  });
  return { name: "同意書.jpg", mimeType: "image/jpeg", buffer: Buffer.from(url.split(",")[1], "base64") };
}

/** Fills the form; what is not said here stays as it is. */
async function fill(page, how = {}) {
  const said = { birth: "S15.6.7", kana: ["ﾔﾏﾓﾄ", "とめ"], said: "R8.1.15", ...how };
  const field = (label) => page.getByLabel(label, { exact: true }).first();
  await field("姓").fill("山本\u{E0101}");
  await field("名").fill("トメ");
  await field("姓のかな").fill(said.kana[0]);
  await field("名のかな").fill(said.kana[1]);
  await field("生年月日").fill(said.birth);
  await page.getByLabel("女性").check();
  await page.getByLabel(/^住所/).fill("みなと市海岸通２丁目３番４号");
  await page.getByLabel(/^支援チームでの共有/).check();
  await page.getByLabel(/^救急のとき/).check();
  await page.getByLabel("ご本人", { exact: true }).check();
  await page.getByLabel("紙に署名").check();
  await field("同意した日").fill(said.said);
}

test("a patient is registered in one form, and only once", async ({ world }, info) => {
  const nurse = await world.open(NURSE, { viewport: PHONE });
  await signIn(nurse, world.url, NURSE);
  await nurse.getByRole("link", { name: "患者さんを登録する" }).click();
  await expect(nurse.getByRole("heading", { level: 1, name: "患者さんの登録と同意" })).toBeVisible();
  await nurse.screenshot({ path: info.outputPath("register.png") });
  await nurse.getByRole("link", { name: "患者さんを登録する" }).click();
  await expect(nurse.getByLabel("代理の人の名前")).toBeHidden();
  await fill(nurse, { birth: "昭和70年1月1日", said: "2099-01-01" });
  await nurse.screenshot({ path: info.outputPath("form.png"), fullPage: true });
  await nurse.getByRole("button", { name: "確認へ進む" }).click();
  await expect(nurse.getByText("その元号に、その日はありません。").first()).toBeVisible();
  await expect(nurse.getByText("同意した日が、今日よりあとになっています。").first()).toBeVisible();
  await nurse.screenshot({ path: info.outputPath("wrong.png"), fullPage: true });
  await fill(nurse);
  await nurse.getByRole("button", { name: "確認へ進む" }).click();
  await expect(nurse.getByRole("heading", { level: 1, name: "登録する内容の確認" })).toBeVisible();
  await expect(nurse.getByText("ヤマモト トメ")).toBeVisible();
  await nurse.getByRole("button", { name: "戻って直す" }).click();
  await expect(nurse.getByLabel("生年月日")).toHaveValue("S15.6.7");
  await expect(nurse.getByLabel(/^救急のとき/)).toBeChecked();
  await nurse.getByRole("button", { name: "確認へ進む" }).click();
  await nurse.getByLabel(/署名した同意書の写真/).setInputFiles(await paper(nurse));
  await nurse.screenshot({ path: info.outputPath("confirm.png"), fullPage: true });
  await nurse.getByRole("button", { name: "登録する", exact: true }).click();
  await expect(nurse.getByText("登録しました。")).toBeVisible();
  await nurse.getByRole("link", { name: "同意", exact: true }).click();
  await expect(nurse.locator(".consents img").first()).toBeVisible();
  await nurse.screenshot({ path: info.outputPath("consent.png"), fullPage: true });

  const other = await world.open(DOCTOR, { viewport: PHONE });
  await signIn(other, world.url, DOCTOR);
  await other.goto(`${world.url}/patients/new`);
  await fill(other, { birth: "1940年6月7日", kana: ["やまもと", "ﾄﾒ"] });
  await other.getByRole("button", { name: "確認へ進む" }).click();
  await expect(other.getByRole("heading", { name: "すでに登録されているようです" })).toBeVisible();
  await expect(other.getByText(/みなと訪問看護ステーション.* が管理しています。/)).toBeVisible();
  await other.screenshot({ path: info.outputPath("same.png"), fullPage: true });
  await other.getByRole("button", { name: "登録する", exact: true }).click();
  await expect(other.getByText("別の人であることを確かめたら、印を付けてください。")).toBeVisible();
});

/** Withdraws the consent to sharing, on the page of the patient. */
async function withdraw(page) {
  await page.getByRole("link", { name: /^変更する 支援チームでの共有/ }).click();
  await page.locator("summary", { hasText: "同意を取り下げる" }).click();
  const form = page.locator("details form");
  await form.getByLabel("ご本人", { exact: true }).check();
  await form.getByLabel(/^理由/).fill("ほかの町へ移るため");
  await form.getByRole("button", { name: "同意を取り下げる" }).click();
}

test("withdrawn consent empties every open page within two seconds", async ({ world }, info) => {
  const [keeper, doctor] = await Promise.all([world.open(NURSE, { viewport: PHONE }), world.open(DOCTOR)]);
  await Promise.all([signInAndOpen(keeper, world.url, NURSE), signInAndOpen(doctor, world.url, DOCTOR)]);
  await post(doctor, "これはまだ読めます。");
  const room = doctor.url();
  const basics = await keeper.locator('a[href^="/notebooks/"]:not([href$="/access"])').first().getAttribute("href");
  await keeper.goto(`${world.url}${basics}/consent`);
  await withdraw(keeper);
  const asked = Date.now();
  await expect(doctor.getByText(PATIENT)).toHaveCount(0, { timeout: 2_000 });
  console.log(`consent: the doctor's page was empty ${Date.now() - asked} ms after the press`);
  await expect(keeper.getByText("同意の取り下げを記録しました。")).toBeVisible();
  await keeper.screenshot({ path: info.outputPath("closed.png"), fullPage: true });
  await doctor.goto(room);
  await expect(doctor.getByText("これはまだ読めます。")).toHaveCount(0);

  await keeper.getByRole("link", { name: "同意の記録を印刷する" }).click();
  await expect(keeper.getByText("ほかの町へ移るため")).toBeVisible();
  await expect(keeper.locator("main").getByText(PEOPLE[NURSE].name).first()).toBeVisible();
  await keeper.screenshot({ path: info.outputPath("proof.png"), fullPage: true });

  // Given again, from the list of what is shut.
  await keeper.goto(`${world.url}/patients`);
  await keeper.getByRole("link", { name: PATIENT }).click();
  await keeper.getByRole("link", { name: /^変更する 支援チームでの共有/ }).click();
  await keeper.getByLabel("代理の人").first().check();
  await expect(keeper.getByLabel("代理の人の名前").first()).toBeVisible();
  await keeper.getByLabel("代理の人の名前").first().fill("山口 一郎");
  await keeper.getByLabel("続柄").first().fill("長男");
  await keeper.getByLabel("ご本人が言えない理由").fill("話すのが難しいため");
  await keeper.getByLabel("口頭（立ち会いあり）").check();
  await keeper.getByLabel("立ち会った人").fill("田中 恵子");
  await keeper.getByLabel("同意した日").fill("R8.2.1");
  await keeper.screenshot({ path: info.outputPath("change.png"), fullPage: true });
  await keeper.getByRole("button", { name: "同意を記録する" }).click();
  await expect(keeper.getByText("同意を記録しました。")).toBeVisible();
  await doctor.goto(room);
  await expect(doctor.getByText("これはまだ読めます。")).toBeVisible();
});

test("the form is there on paper, filled in or blank, also without scripts", async ({ world }) => {
  const nurse = await world.open(HEAD_NURSE, { viewport: PHONE, javaScriptEnabled: false });
  await signIn(nurse, world.url, HEAD_NURSE);
  await nurse.goto(`${world.url}/patients`);
  const link = nurse.getByRole("link", { name: "同意書の用紙（PDF）" });
  const [download] = await Promise.all([nurse.waitForEvent("download"), link.click()]);
  expect(download.suggestedFilename()).toBe("consent-form.pdf");
});
