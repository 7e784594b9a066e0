// Who is let in: the right certificate, at every request and on open streams.
import { DOCTOR, NURSE, PASSWORDS } from "../world/people.mjs";
import { giveCredentials, post, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

test("a revoked device is out: its stream ends, its next request is refused", async ({ world }) => {
  const [nurse, doctor] = await Promise.all([world.open(NURSE), world.open(DOCTOR)]);
  await Promise.all([
    signInAndOpen(nurse, world.url, NURSE),
    signInAndOpen(doctor, world.url, DOCTOR),
  ]);
  const room = doctor.url();
  await world.admin("revoke-device", await world.device(DOCTOR));
  const revoked = Date.now();
  await expect(doctor.getByText("山口 ハナ")).toHaveCount(0, { timeout: 3000 });
  console.log(`revoked: the doctor's page was empty after ${Date.now() - revoked} ms`);
  await expect(doctor.getByText("この端末は使えなくなっています").first()).toBeVisible();

  const refused = await doctor.goto(room);
  expect(refused.status()).toBe(401);
  await expect(
    doctor.getByRole("heading", { level: 1, name: "この端末は使えなくなっています" }),
  ).toBeVisible();
  await expect(doctor.getByText("山口")).toHaveCount(0);
  await doctor.goto(`${world.url}/sign-in`);
  await giveCredentials(doctor, DOCTOR);
  await expect(doctor.getByRole("alert")).toContainText("この端末は使えなくなっています");

  await post(nurse, "先生の端末が使えなくなったそうです。");
});

test("without a certificate nobody comes in, whatever they know", async ({ world }) => {
  const nurse = await world.open(NURSE);
  await signIn(nurse, world.url, NURSE);
  const stranger = await world.open("nobody");
  await stranger.goto(`${world.url}/sign-in`);
  await expect(stranger.getByText("端末の証明書が届いていません")).toBeVisible();
  await giveCredentials(stranger, NURSE);
  await expect(stranger.getByRole("alert")).toContainText("端末の証明書が必要です");

  // A stolen cookie is worth nothing on another device.
  await stranger.context().addCookies(await nurse.context().cookies());
  const answer = await stranger.goto(`${world.url}/notebooks`);
  expect(answer.status()).toBe(401);
  await expect(stranger.getByRole("heading", { level: 1 })).toHaveText("端末の証明書が必要です");
  await nurse.reload();
  await expect(nurse.getByRole("heading", { name: "わたしの連絡帳" })).toBeVisible();
});

test("a certificate of another region is named as such", async ({ world }) => {
  const foreign = await world.open("foreign");
  await foreign.goto(`${world.url}/sign-in`);
  await expect(foreign.getByText("この地域の証明書ではありません")).toBeVisible();
  await giveCredentials(foreign, NURSE);
  await expect(foreign.getByRole("alert")).toContainText("この地域の証明書ではありません");
});

test("a certificate opens the door for its owner alone", async ({ world }) => {
  const nurse = await world.open(NURSE);
  await nurse.goto(`${world.url}/sign-in`);
  await giveCredentials(nurse, DOCTOR);
  await expect(nurse.getByRole("alert")).toContainText("サインインできませんでした");
  await giveCredentials(nurse, NURSE, `${PASSWORDS[NURSE]}。`);
  await expect(nurse.getByRole("alert")).toContainText("サインインできませんでした");
  await giveCredentials(nurse, NURSE);
  await expect(nurse.getByRole("heading", { name: "わたしの連絡帳" })).toBeVisible();
});
