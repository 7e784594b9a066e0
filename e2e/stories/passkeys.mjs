// One press and a fingerprint: a passkey is registered, opens the notebook, unlocks it, is revoked.
import { giveAuthenticator } from "../world/authenticator.mjs";
import { NURSE, PATIENT, PEOPLE, PHONE } from "../world/people.mjs";
import { give } from "../world/pickup.mjs";
import { openNotebook, post, signIn } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const LABEL = "佐藤の自分のスマホ";

/** Registers a passkey from the account's page of somebody who is signed in. */
async function register(page, url) {
  await page.goto(`${url}/account`);
  const name = page.getByLabel("この端末の名前");
  await expect(name).toHaveValue("パソコン");
  await name.fill(LABEL);
  await page.getByRole("button", { name: "この端末にパスキーを登録" }).click();
}

/** The line of a device on the account's page. */
const device = (page, label) => page.locator("ul.things li").filter({ hasText: label }).first();

async function open(page) {
  await page.getByRole("button", { name: "パスキーで開く" }).click();
}

test("a passkey opens, unlocks, and is out once it was revoked", async ({ world }) => {
  const office = await world.open(NURSE, { viewport: PHONE });
  const inOffice = await giveAuthenticator(office);
  await signIn(office, world.url, NURSE);
  await register(office, world.url);
  await expect(office.getByText("この端末にパスキーを登録しました。")).toBeVisible();
  await expect(device(office, LABEL)).toContainText("パスキー（この端末だけ）");
  await expect(device(office, LABEL)).toContainText("まだ使われていません");
  await expect(device(office, LABEL)).not.toContainText("証明書の期限");
  const [passkey] = await inOffice.held();
  expect(passkey.isResidentCredential).toBe(true);
  await office.getByRole("button", { name: "この端末にパスキーを登録" }).click();
  await expect(office.getByText("この端末のパスキーは、もう登録されています。")).toBeVisible();
  await office.getByRole("button", { name: "サインアウト" }).first().click();

  // A phone that no certificate reaches: without the passkey it stays outside.
  const phone = await world.open("nobody", { viewport: PHONE });
  await phone.clock.install();
  const authenticator = await giveAuthenticator(phone);
  await phone.goto(`${world.url}/sign-in?next=/account`);
  await open(phone);
  await expect(phone.getByText("もう一度押すと、やり直せます。")).toBeVisible();
  await authenticator.take(passkey);
  await authenticator.recognises(false);
  await open(phone);
  await expect(phone.getByText("もう一度押すと、やり直せます。")).toBeVisible();
  await authenticator.recognises(true);
  await open(phone);
  await expect(phone.getByRole("heading", { level: 1, name: "自分" })).toBeVisible();
  await expect(device(phone, LABEL)).toContainText("この端末");

  await phone.goto(`${world.url}/notebooks`);
  await openNotebook(phone);
  await post(phone, "パスキーの電話から書きました。");
  const room = phone.url();
  await phone.clock.fastForward("01:01:00");
  await expect(phone.getByRole("heading", { name: "画面をロックしています" })).toBeVisible();
  await expect(phone.getByText(PATIENT)).toHaveCount(0);
  await phone.getByRole("button", { name: "パスキーで解除する" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: PATIENT })).toBeVisible();
  expect(phone.url()).toBe(room);

  const listed = await world.admin("list");
  const [, id] = new RegExp(`device (\\S+) active until \\S+ ${LABEL}`).exec(listed);
  await world.admin("revoke-device", id);
  await expect(phone.getByText(PATIENT)).toHaveCount(0, { timeout: 3000 });
  const refused = await phone.goto(room);
  expect(refused.status()).toBe(401);
  await expect(phone.getByRole("heading", { level: 1 })).toHaveText("この端末は使えなくなっています");
  await phone.goto(`${world.url}/sign-in`);
  await open(phone);
  await expect(phone.getByText("パスキーで開けませんでした")).toBeVisible();
});

test("a region that wants passkeys of one device says so", async ({ world }) => {
  const page = await world.open(NURSE, { viewport: PHONE });
  await giveAuthenticator(page, { synced: true });
  await signIn(page, world.url, NURSE);
  await world.admin("second-factors", "certificate,passkey");
  await register(page, world.url);
  await expect(page.getByText("この地域では使えない種類のパスキーです")).toBeVisible();
  await expect(device(page, LABEL)).toHaveCount(0);
  await world.admin("second-factors", "certificate,passkey,synced-passkey");
  await page.getByRole("button", { name: "この端末にパスキーを登録" }).click();
  // The first try left its passkey in the authenticator, unknown to the region.
  await expect(device(page, LABEL)).toContainText("パスキー（クラウドに保管）");
  await world.admin("second-factors", "certificate");
  await page.goto(`${world.url}/account`);
  await expect(device(page, PEOPLE[NURSE].label)).toBeVisible();
  await expect(page.getByRole("button", { name: "この端末にパスキーを登録" })).toHaveCount(0);
});

test("without scripts the pages say what passkeys need", async ({ world }) => {
  const page = await world.open(NURSE, { javaScriptEnabled: false });
  const needed = page.getByText("JavaScript が動く新しいブラウザー");
  await page.goto(`${world.url}/sign-in`);
  await expect(needed).toBeVisible();
  await expect(page.getByRole("button", { name: "パスキーで開く" })).toHaveCount(0);
  await signIn(page, world.url, NURSE);
  await page.goto(`${world.url}/account`);
  await expect(needed).toBeVisible();
});

test("a newcomer's phone turns number and code into a passkey, and no certificate is needed", async ({
  world,
}) => {
  const said = await world.admin("pickup", "--login", NURSE, "--label", LABEL, "--system", "android");
  const value = (name) => new RegExp(`^${name} (\\S+)$`, "m").exec(said)[1];
  const phone = await world.open("nobody", { viewport: PHONE });
  const authenticator = await giveAuthenticator(phone);
  await phone.goto(`${world.url}/pickup?number=${value("number")}`);
  await give(phone, { number: value("number"), code: value("code") });
  await phone.getByRole("button", { name: "この端末にパスキーを登録" }).click();
  await expect(phone.getByRole("heading", { level: 1, name: "サインイン" })).toBeVisible();
  expect(await authenticator.held()).toHaveLength(1);
  await open(phone);
  await expect(phone.getByRole("heading", { level: 1, name: "わたしの連絡帳" })).toBeVisible();
  await phone.goto(`${world.url}/account`);
  await expect(device(phone, LABEL)).toContainText("この端末だけ");
});
