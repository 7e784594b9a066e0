// A certificate in five minutes: number and code on the portal, the file into the browser's store,
// the page that says it is there, and in.
import { join } from "node:path";

import { DESK, NURSE, PHONE } from "../world/people.mjs";
import { downloaded, give, withImported } from "../world/pickup.mjs";
import { giveCredentials } from "../world/steps.mjs";
import { run } from "../world/program.mjs";
import { expect, test } from "../world/story.mjs";

test.use({ how: { portal: true } });

const LABEL = "二台目のパソコン";

async function made(world, system) {
  const args = ["pickup", "--login", NURSE, "--label", LABEL, "--system", system];
  const said = await world.admin(...args);
  const value = (name) => new RegExp(`^${name} (\\S+)$`, "m").exec(said)[1];
  return { number: value("number"), code: value("code") };
}

for (const scripts of [true, false]) {
  test(`from number and code to the list of notebooks, scripts ${scripts ? "on" : "off"}`, async ({
    world,
  }) => {
    const offer = await made(world, "windows");
    const page = await world.open("nobody", { viewport: DESK, javaScriptEnabled: scripts });
    await page.goto(`${world.portalUrl}/pickup`);
    await give(page, { number: offer.number, code: "aaaa-aaaa-aaaa" });
    await expect(page.getByRole("alert")).toContainText("受け取れませんでした");
    await give(page, offer);
    await expect(page.getByText(`端末の名前: ${LABEL}`)).toBeVisible();
    await page.getByRole("button", { name: "Windows" }).click();
    await expect(page.getByLabel("読み込むときのパスワード")).toHaveValue(offer.code);
    const file = await downloaded(page, "証明書を受け取る", "tasuki.p12");

    const who = `fresh-${scripts ? "with" : "without"}`;
    const browser = await withImported(world, who, file, offer.code);
    try {
      const fresh = browser.page;
      await fresh.goto(`${world.url}/device`);
      await expect(fresh.getByText("この端末は登録されています")).toBeVisible();
      await expect(fresh.getByText(`端末の名前: ${LABEL}`)).toBeVisible();
      await fresh.getByRole("link", { name: "サインインへ進む" }).click();
      await giveCredentials(fresh, NURSE);
      await expect(fresh.getByRole("heading", { name: "わたしの連絡帳" })).toBeVisible();
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.context.close();
    }
  });
}

test("a device without a certificate is told what is missing, and the way to it", async ({ world }) => {
  const page = await world.open("nobody", { viewport: PHONE });
  await page.goto(`${world.url}/device`);
  await expect(page.getByText("証明書が届いていません")).toBeVisible();
  await page.getByRole("link", { name: "入れ方を絵で見る" }).click();
  await page.getByRole("link", { name: "iPhone・iPad" }).click();
  await expect(page.locator("ol.steps > li")).toHaveCount(5);
});

test("the PC hands it to the phone by a link that works once", async ({ world }) => {
  const offer = await made(world, "ios");
  const desk = await world.open("nobody", { viewport: DESK });
  await desk.goto(`${world.portalUrl}/pickup?number=${offer.number}`);
  await expect(desk.getByLabel("受け取り番号")).toHaveValue(offer.number);
  await give(desk, offer);
  await desk.getByText("スマートフォンで受け取るとき").click();
  await desk.getByRole("button", { name: "QRコードを出す" }).click();
  await expect(desk.getByRole("img", { name: "受け取りページへのQRコード" })).toBeVisible();
  await expect(desk.getByText(offer.code)).toBeVisible();
  // The phone that reads it follows the same pages; that the picture is readable is tested apart.
  const profile = await world.open("nobody", {
    viewport: PHONE,
    userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)",
  });
  await profile.goto(`${world.portalUrl}/pickup`);
  await give(profile, offer);
  const file = await downloaded(profile, "プロファイルを受け取る", "tasuki.mobileconfig");
  const trusted = join(world.data, "tls", "authority.pem");
  const verify = ["cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", trusted];
  expect(await run("openssl", verify)).toContain("com.apple.security.pkcs12");
});

test("a second device comes from the first", async ({ world }) => {
  const page = await world.open(NURSE, { viewport: PHONE });
  await page.goto(`${world.url}/sign-in`);
  await giveCredentials(page, NURSE);
  await page.goto(`${world.url}/account`);
  await page.getByText("別の端末を追加する").click();
  await page.getByLabel("端末の名前（例 訪問用スマホ）").fill("新しいスマホ");
  await page.getByLabel("この端末の種類").selectOption("android");
  await page.getByRole("button", { name: "受け取り番号を作る" }).click();
  await expect(page.getByRole("img", { name: "受け取りページへのQRコード" })).toBeVisible();
  await expect(page.getByText("端末の名前: 新しいスマホ")).toBeVisible();
});
