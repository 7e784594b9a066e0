// With keys alone: sign in, open, write, send; and one always sees where one is.
import { NURSE, PASSWORDS, PATIENT, PHONE } from "../world/people.mjs";
import { composer, entry, notebook } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const NOTE = "キーボードだけで書きました。";

/** Presses Tab until `target` has the focus, which must be seen. */
async function tabTo(page, target) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((it) => it === document.activeElement)) return expectSeen(page);
  }
  throw new Error("the focus never came there by Tab");
}

/** The focus is drawn on the element, or on what stands for it. */
async function expectSeen(page) {
  const seen = await page.evaluate(() => {
    const drawn = (element) => {
      const style = getComputedStyle(element);
      const line = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      return line || style.boxShadow !== "none";
    };
    const it = document.activeElement;
    return [it, it.nextElementSibling, it.parentElement].some((one) => one && drawn(one));
  });
  expect(seen, "the focus is visible").toBe(true);
}

test("sign in, open a notebook, write and send without a pointer", async ({ world }) => {
  const page = await world.open(NURSE);
  await page.goto(`${world.url}/sign-in`);
  await tabTo(page, page.getByLabel("ログインID"));
  await page.keyboard.type(NURSE);
  await page.keyboard.press("Tab");
  await page.keyboard.insertText(PASSWORDS[NURSE]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "わたしの連絡帳" })).toBeVisible();

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "本文へ進む" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, notebook(page).getByRole("link"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: PATIENT })).toBeVisible();

  const form = composer(page);
  await tabTo(page, page.getByRole("link", { name: "記録を書く" }));
  await page.keyboard.press("Enter");
  await expect(form.getByRole("textbox", { name: "記録を書く" })).toBeFocused();
  await page.keyboard.insertText(NOTE);
  await tabTo(page, form.getByLabel("種類"));
  await tabTo(page, form.getByRole("radio", { name: "ふつう" }));
  await page.keyboard.press("ArrowLeft");
  await expect(form.getByRole("radio", { name: "至急" })).toBeChecked();
  await tabTo(page, form.getByRole("button", { name: "送信する" }));
  await page.keyboard.press("Enter");
  await expect(entry(page, NOTE)).toBeVisible();
  await expect(entry(page, NOTE).getByText("至急")).toBeVisible();
  await expect(form.getByRole("textbox", { name: "記録を書く" })).toHaveValue("");
});

test("the sheet of contacts opens and closes with keys", async ({ world }) => {
  const page = await world.open(NURSE, { viewport: PHONE });
  await page.goto(`${world.url}/sign-in`);
  await page.getByLabel("ログインID").fill(NURSE);
  await page.getByLabel("パスワード", { exact: true }).fill(PASSWORDS[NURSE]);
  await page.keyboard.press("Enter");
  await notebook(page).getByRole("link").press("Enter");
  await tabTo(page, page.getByRole("link", { name: "連絡先" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("山口 正夫")).toBeInViewport();
  await page.keyboard.press("Escape");
  await expect(page.getByText("山口 正夫")).not.toBeInViewport();
});
