// axe on every screen, light and dark, on a phone and at a desk: nothing serious or critical.
import AxeBuilder from "@axe-core/playwright";

import { DESK, HEAD_NURSE, NURSE, PHONE } from "../world/people.mjs";
import { pdf } from "../world/pdf.mjs";
import { photo } from "../world/photo.mjs";
import { composer, entry, signIn, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const NOTE = "写真のある記録";

test.use({ how: { door: true, portal: true } });

/** Looks at the page as it is now, light and dark; returns what is serious, in one line each. */
async function faults(page, screen) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    // There are no frames here: looking at the one document alone is what "legacy" means.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    // Between the themes nothing differs but colour.
    if (colorScheme === "dark") axe.withTags("cat.color");
    for (const { id, impact, nodes } of (await axe.analyze()).violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      const where = nodes.map((node) => node.target.join(" ")).join(", ");
      found.push(`${screen}, ${colorScheme}: ${id} (${impact}) at ${where}`);
    }
  }
  return found;
}

/** A note with a photo, corrected once: the fullest timeline there is. */
async function prepare(page, url) {
  await signInAndOpen(page, url, NURSE);
  const room = page.url();
  await composer(page).getByRole("textbox", { name: "記録を書く" }).fill(NOTE);
  await composer(page).getByRole("radio", { name: "至急" }).check();
  await composer(page).locator("input[type=file]").setInputFiles([photo(), pdf("報告書.pdf")]);
  await expect(composer(page).locator(".previews .state-arrived")).toHaveCount(2, { timeout: 30_000 });
  await composer(page).getByRole("button", { name: "送信する" }).click();
  const mine = entry(page, NOTE);
  await expect(mine).toBeVisible();
  const alone = await mine.getByRole("link", { name: "この記録を開く" }).getAttribute("href");
  const picture = await mine.locator("ul.photos a").getAttribute("href");
  await mine.getByRole("link", { name: "訂正" }).click();
  await page.getByLabel("本文").fill(`${NOTE}（訂正）`);
  await page.getByLabel("訂正の理由").fill("書きちがい");
  await page.getByRole("button", { name: "訂正を送る" }).click();
  await expect(page.getByText("訂正あり").first()).toBeVisible();
  const basics = await page.locator("#about a[href^='/notebooks/']").first().getAttribute("href");
  return { room, alone: url + alone, picture: url + picture, basics: url + basics };
}

test("axe would find what is wrong, in both themes", async ({ world }) => {
  const page = await world.open("nobody");
  await page.goto(`${world.url}/sign-in`);
  expect(await faults(page, "sign-in")).toEqual([]);
  await page.evaluate(() => {
    document.querySelector("label[for=login]").remove();
    document.querySelector(".lead").style.color = "#808080";
  });
  const found = (await faults(page, "sign-in")).join("\n");
  expect(found).toContain("sign-in, light: label (critical) at #login");
  expect(found).toContain("sign-in, light: color-contrast (serious) at .lead");
  expect(found).toContain("sign-in, dark: color-contrast (serious) at .lead");
});

/** How every screen is opened, in an order in which each can be. */
async function walk(page, { url, portalUrl }, see) {
  await see("portal", portalUrl);
  await see("sign-in", `${url}/sign-in`);
  await see("pick-up", `${portalUrl}/pickup`);
  for (const system of ["", "/windows", "/ios"]) await see(`help${system}`, `${portalUrl}/help${system}`);
  await see("device", `${url}/device`);
  const { room, alone, picture, basics } = await prepare(page, url);
  await see("notebooks", `${url}/notebooks`);
  await page.getByRole("searchbox").fill("だれでもない");
  await page.getByRole("button", { name: "さがす" }).click();
  await see("notebooks, nobody found");
  await see("waiting", `${url}/waiting`);
  await see("room", room);
  await page.locator("details.narrow > summary").click();
  await see("room, filter open");
  await see("room, filtered", `${room}?kind=photos`);
  await page.goto(room);
  await composer(page).getByRole("textbox", { name: "記録を書く" }).focus();
  await see("room, writing");
  await see("room, contacts", `${room}#about`);
  await see("course", `${room}/course`);
  await see("print, choosing", `${room}/print`);
  await page.getByRole("link", { name: "今日" }).click();
  await see("print");
  await see("compose", `${room}/compose`);
  for (const more of await page.locator("details.to-some > summary, .vital-field summary").all()) {
    await more.click();
  }
  await see("compose, 特別便 and more values");
  await see("entry with who has seen it", alone);
  await see("reply", `${alone}/reply?quote=all`);
  await see("correct", `${alone}/correct`);
  await see("photo", picture);
  await see("file", picture.replace(/photos\/\d+$/, "files/1"));
  await see("patient", basics);
  if (await page.getByRole("link", { name: "直す" }).count()) await see("patient, editing", `${basics}/edit`);
  await see("who looked", `${basics}/access`);
  await see("account", `${url}/account`);
  await page.getByText("別の端末を追加する").click();
  await page.getByLabel("端末の名前（例 訪問用スマホ）").fill("新しいスマホ");
  await page.getByRole("button", { name: "受け取り番号を作る" }).click();
  await see("hand-over");
  await page.getByRole("button", { name: "この端末で受け取る" }).click();
  await see("pick-up, ready");
  await see("password", `${url}/password`);
  await see("problem", `${url}/rooms/nothing-here`);
  await see("problem, other page", `${room}/compose/nothing-here`);
  await page.goto(`${room}/compose`);
  await lock(page);
  await page.locator("form.composer").evaluate((it) => {
    it.querySelector("#text").value = "書きかけ";
    HTMLFormElement.prototype.submit.call(it);
  });
  await expect(page.getByText("まだ送信していません")).toBeVisible();
  await see("resume");
  await see("unlock", `${url}/notebooks`);
  await expect(page).toHaveURL(/\/unlock/);
}

/** Locks the session under the page that is open. */
async function lock(page) {
  await page.evaluate(() => {
    const { csrf } = document.body.dataset;
    return fetch("/lock", { method: "POST", body: new URLSearchParams({ csrf }) });
  });
}

for (const viewport of [PHONE, DESK]) {
  test(`no serious fault on any screen ${viewport.width} px wide`, async ({ world }) => {
    test.setTimeout(300_000);
    const page = await world.open(NURSE, { viewport });
    const found = [];
    await walk(page, world, async (screen, address) => {
      if (address) await page.goto(address);
      found.push(...(await faults(page, screen)));
    });
    const manager = await world.open(HEAD_NURSE, { viewport });
    await signIn(manager, world.url, HEAD_NURSE);
    await manager.goto(`${world.url}/facility/access`);
    found.push(...(await faults(manager, "staff access")));
    expect(found).toEqual([]);
  });
}

// 200 % of a 720 px window, or a phone of 360 px; and text twice as large in a window of 780 px.
for (const [how, viewport, text] of [["zoomed to 200 %", { width: 360, height: 640 }, ""], ["with text at 200 %", { width: 780, height: 900 }, "200%"]]) {
  test(`nothing has to be scrolled sideways ${how}`, async ({ world }) => {
    test.setTimeout(240_000);
    const page = await world.open(NURSE, { viewport });
    const wide = [];
    await walk(page, world, async (screen, address) => {
      if (address) await page.goto(address);
      const over = await page.evaluate((size) => {
        document.documentElement.style.fontSize = size;
        return document.documentElement.scrollWidth - innerWidth;
      }, text);
      if (over > 0) wide.push(`${screen}: ${over} px too wide`);
    });
    expect(wide).toEqual([]);
  });
}
