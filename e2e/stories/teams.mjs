// A team comes together: somebody is asked, says no, says yes; the team passes to another facility;
// the notebook is closed in front of somebody who writes, and opened again.
import { mkdir } from "node:fs/promises";

import { DOCTOR, HEAD_NURSE, NURSE, PATIENT, PEOPLE, PHONE } from "../world/people.mjs";
import { composer, entry, openNotebook, post, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

/** A picture for whoever looks at the pages; only when a folder for pictures is named. */
async function picture(page, name) {
  const folder = process.env.E2E_PICTURES;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/team-${name}.png`, fullPage: true });
}

/** From the room to the team's page. */
async function openTeam(page) {
  const to = await page.locator(".about .links a", { hasText: "支援チーム" }).getAttribute("href");
  await page.goto(new URL(to, page.url()).href);
  await expect(page.getByRole("heading", { level: 2, name: "支援チーム" })).toBeVisible();
}

/** Finds the head nurse's station, and asks somebody of it. */
async function invite(page, whom) {
  await page.getByRole("link", { name: "チームに招待する" }).click();
  await picture(page, "find");
  await page.getByLabel("施設の名前、人の名前・かな").fill("いしだ");
  await page.getByRole("button", { name: "さがす" }).click();
  await picture(page, "found");
  await page.getByRole("link", { name: /石田 裕子/ }).click();
  await page.getByLabel("招待する相手").selectOption({ label: whom });
  await page.getByLabel(/相手へのことば/).fill("週末の訪問をお願いします。");
  await expect(page.getByText(/これまでの記録（\d+件）がすべて見えます。/)).toBeVisible();
  await picture(page, "invite");
  await page.getByRole("button", { name: "招待を送る" }).click();
  await expect(page.getByText("招待を送りました。")).toBeVisible();
}

/** Opens the one invitation that waits. */
async function openInvitation(page, url) {
  await page.goto(`${url}/notebooks`);
  await page.getByRole("link", { name: "支援チームへの招待が1件あります" }).click();
  await picture(page, "inbox");
  await page.getByRole("link", { name: new RegExp(PATIENT) }).click();
  await expect(page.getByText("週末の訪問をお願いします。")).toBeVisible();
}

test("a facility is asked, declines, is asked again, and its nurse reads what was written before", async ({ world }) => {
  const nurse = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(nurse, world.url, NURSE);
  await post(nurse, "週末は訪問を増やしたいです。");
  await openTeam(nurse);
  await invite(nurse, "石田 裕子（看護師）");
  const head = await world.open(HEAD_NURSE, { viewport: PHONE });
  await signIn(head, world.url, HEAD_NURSE);
  await openInvitation(head, world.url);
  await expect(head.getByText("返事をするまで、連絡帳は見えません。")).toBeVisible();
  await picture(head, "invitation");
  await head.getByRole("button", { name: "辞退する" }).click();
  await expect(head.getByText("理由を書いてください。").first()).toBeVisible();
  await head.getByLabel(/辞退する理由/).fill("今週は人手が足りません。");
  await head.getByRole("button", { name: "辞退する" }).click();
  await expect(head.getByText("返事を待っている招待はありません")).toBeVisible();

  await nurse.reload();
  await expect(nurse.getByText("理由: 今週は人手が足りません。")).toBeVisible();
  await invite(nurse, "看護師（だれが入るかは施設が決める）");
  await picture(nurse, "team");
  await openInvitation(head, world.url);
  await picture(head, "invitation-facility");
  await head.getByLabel("石田 裕子").check();
  await head.getByRole("button", { name: "チームに参加する" }).click();
  await expect(head.getByText("チームに参加しました。")).toBeVisible();
  await head.goto(`${world.url}/notebooks`);
  await openNotebook(head);
  await expect(entry(head, "週末は訪問を増やしたいです。")).toBeVisible();
});

test("the team passes to another facility, which closes the notebook in front of who writes", async ({ world }) => {
  const nurse = await world.open(NURSE);
  await signInAndOpen(nurse, world.url, NURSE);
  const room = nurse.url();
  await openTeam(nurse);
  await nurse.getByRole("link", { name: "チームを作る役割を引きつぐ" }).click();
  await nurse.getByLabel("引きつぐ施設").selectOption({ label: "川村内科医院" });
  await nurse.getByRole("button", { name: "引きつぎを頼む" }).click();
  await expect(nurse.getByText("引きつぎを頼みました。")).toBeVisible();

  const doctor = await world.open(DOCTOR, { viewport: PHONE });
  await signInAndOpen(doctor, world.url, DOCTOR);
  await openTeam(doctor);
  await doctor.getByRole("link", { name: "内容を見る" }).click();
  await picture(doctor, "offer");
  await doctor.getByRole("button", { name: "引き受ける" }).click();
  await expect(doctor.getByText("チームを作る施設: 川村内科医院")).toBeVisible();

  await nurse.goto(room);
  await composer(nurse).getByRole("textbox", { name: /記録を書く/ }).fill("書きかけの記録です。");
  await doctor.getByRole("link", { name: "連絡帳を閉じる" }).click();
  await doctor.getByLabel("転居した").check();
  await picture(doctor, "close");
  await doctor.getByRole("button", { name: "連絡帳を閉じる" }).click();
  const closed = Date.now();
  await expect(nurse.getByText("この連絡帳は閉じられました。")).toBeVisible({ timeout: 2_000 });
  console.log(`closed: the nurse's page said so after ${Date.now() - closed} ms`);
  await expect(composer(nurse).getByRole("button", { name: "送信する" })).toBeDisabled();
  await nurse.getByRole("link", { name: "画面を新しくする" }).click();
  await expect(nurse.getByText(/閉じた連絡帳（.*転居した）/)).toBeVisible();
  await expect(composer(nurse)).toHaveCount(0);
  await picture(nurse, "closed-room");
  await nurse.goto(`${world.url}/notebooks`);
  await expect(nurse.getByRole("heading", { level: 2, name: /^閉じた連絡帳/ })).toBeVisible();

  await doctor.getByRole("link", { name: "閉じた連絡帳" }).click();
  await doctor.getByLabel("もう一度開く理由").fill("戻ってこられました。");
  await picture(doctor, "reopen");
  await doctor.getByRole("button", { name: "もう一度開く" }).click();
  await expect(doctor.getByText("連絡帳をもう一度開きました。")).toBeVisible();
  await nurse.goto(room);
  await post(nurse, `${PEOPLE[NURSE].name}がまた書けます。`);
});
