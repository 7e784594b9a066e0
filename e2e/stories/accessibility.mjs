// axe on every screen, light and dark, on a phone and at a desk: nothing serious or critical.
import AxeBuilder from "@axe-core/playwright";

import { DESK, NURSE, PHONE } from "../world/people.mjs";
import { photo } from "../world/photo.mjs";
import { composer, entry, signInAndOpen } from "../world/steps.mjs";
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
  await composer(page).locator("input[type=file]").setInputFiles(photo());
  await expect(composer(page).locator(".previews img")).toBeVisible();
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
  return { room, alone: url + alone, picture: url + picture };
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

for (const viewport of [PHONE, DESK]) {
  test(`no serious fault on any screen ${viewport.width} px wide`, async ({ world }) => {
    test.setTimeout(180_000);
    const { url } = world;
    const page = await world.open(NURSE, { viewport });
    const found = [];
    const see = async (screen, address) => {
      if (address) await page.goto(address);
      found.push(...(await faults(page, screen)));
    };
    await see("portal", world.portalUrl);
    await see("sign-in", `${url}/sign-in`);
    const { room, alone, picture } = await prepare(page, url);
    await see("notebooks", `${url}/notebooks`);
    await see("room", room);
    await composer(page).getByRole("textbox", { name: "記録を書く" }).focus();
    await see("room, writing");
    await see("room, contacts", `${room}#about`);
    await see("compose", `${room}/compose`);
    await see("entry", alone);
    await see("photo", picture);
    await see("correct", `${alone}/correct`);
    await see("account", `${url}/account`);
    await see("password", `${url}/password`);
    await see("problem", `${url}/rooms/nothing-here`);
    await page.goto(`${url}/account`);
    await page.evaluate(() => {
      const { csrf } = document.body.dataset;
      return fetch("/lock", { method: "POST", body: new URLSearchParams({ csrf }) });
    });
    await see("unlock", `${url}/notebooks`);
    await expect(page).toHaveURL(/\/unlock/);
    expect(found).toEqual([]);
  });
}
