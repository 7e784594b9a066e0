// Finding one's way in a timeline: filters, days, paper; on a phone and at a desk, by keyboard,
// without scripts.
import AxeBuilder from "@axe-core/playwright";

import { DESK, MANAGER, NURSE, PHONE } from "../world/people.mjs";
import { post, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function fits(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(content).toBeLessThanOrEqual(window);
}

/** What floats always covers half of something, which then seems too small to press. */
const settle = () => {
  for (const it of document.querySelectorAll(".bar, .sticky")) it.style.position = "static";
};

async function accessible(page) {
  await page.evaluate(settle);
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target).join(" ")}`)).toEqual([]);
}

for (const [name, viewport] of Object.entries({ phone: PHONE, desk: DESK })) {
  test(`filters narrow and are taken away again, ${name}`, async ({ world }) => {
    const nurse = await world.open(NURSE, { viewport });
    await signInAndOpen(nurse, world.url, NURSE);
    const entries = nurse.locator("article.entry");
    const all = await entries.count();
    await nurse.locator("details.narrow > summary").click();
    await nurse.getByLabel("内容").selectOption({ label: "写真のある記録" });
    await fits(nurse);
    await accessible(nurse);
    await nurse.getByRole("button", { name: "この条件で見る" }).click();
    await expect(nurse.getByText("最初の記録まで探しました。")).toBeVisible();
    const narrowed = await entries.count();
    expect(narrowed).toBeGreaterThan(0);
    expect(narrowed).toBeLessThan(all);
    expect(await nurse.locator("article.entry:has(.photos)").count()).toBe(narrowed);
    await fits(nurse);
    await accessible(nurse);
    await nurse.getByRole("link", { name: "絞り込みをやめる" }).click();
    await expect(entries).toHaveCount(all);
  });

  test(`a range of days goes onto paper, ${name}`, async ({ world }) => {
    const nurse = await world.open(NURSE, { viewport });
    await signInAndOpen(nurse, world.url, NURSE);
    const words = "印刷する記録です。";
    await post(nurse, words);
    await nurse.locator("details.narrow > summary").click();
    await nurse.getByRole("link", { name: "印刷" }).click();
    await nurse.getByRole("link", { name: "7日間" }).click();
    const paper = nurse.getByRole("region", { name: "印刷" });
    await expect(paper.getByText(words)).toBeVisible();
    await expect(paper.getByText("出力した人")).toBeVisible();
    await expect(paper.getByRole("button")).toHaveCount(0);
    await fits(nurse);
    await accessible(nurse);
    await nurse.emulateMedia({ media: "print" });
    await expect(nurse.getByRole("heading", { name: "印刷する期間" })).toBeHidden();
    await expect(paper.getByText(words)).toBeVisible();
  });
}

test("by keyboard alone, in the dark: the panel opens, narrows, and closes with Escape", async ({ world }) => {
  const manager = await world.open(MANAGER, { viewport: DESK, colorScheme: "dark" });
  await signInAndOpen(manager, world.url, MANAGER);
  const summary = manager.locator("details.narrow > summary");
  await summary.focus();
  await manager.keyboard.press("Enter");
  await expect(manager.getByLabel("書いた人")).toBeVisible();
  await accessible(manager);
  await manager.keyboard.press("Escape");
  await expect(manager.getByLabel("書いた人")).toBeHidden();
  await expect(summary).toBeFocused();
  await manager.keyboard.press("Enter");
  await manager.getByLabel("重要度").focus();
  await manager.keyboard.press("ArrowDown");
  await manager.getByRole("button", { name: "この条件で見る" }).focus();
  await manager.keyboard.press("Enter");
  await expect(manager.getByRole("region", { name: "しぼっている条件" })).toBeVisible();
  await accessible(manager);
});

test("without scripts one jumps to a day and on to its neighbours", async ({ world }) => {
  const nurse = await world.open(NURSE, { viewport: PHONE, javaScriptEnabled: false });
  await signInAndOpen(nurse, world.url, NURSE);
  const days = nurse.locator("h2.day[data-day]");
  const earlier = await days.nth(1).getAttribute("data-day");
  await nurse.goto(`${nurse.url()}?date=${earlier}`);
  await expect(days.first()).toHaveAttribute("data-day", earlier);
  const ways = nurse.getByRole("navigation", { name: "前後の日" });
  await ways.getByRole("link").last().click();
  await expect(days.first()).not.toHaveAttribute("data-day", earlier);
  await nurse.goBack();
  await expect(days.first()).toHaveAttribute("data-day", earlier);
  await nurse.getByRole("link", { name: "最新の記録へ" }).click();
  await expect(nurse).toHaveURL(/\/rooms\/[0-9a-f-]+$/);
});
