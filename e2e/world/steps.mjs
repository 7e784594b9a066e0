// What people do again and again, in the words of the screens.
import { expect } from "@playwright/test";

import { PASSWORDS, PATIENT, PEOPLE } from "./people.mjs";

/** Fills the form of the sign-in page that is open, and sends it. */
export async function giveCredentials(page, login, password = PASSWORDS[login]) {
  await page.getByLabel("ログインID").fill(login);
  await page.getByLabel("パスワード", { exact: true }).fill(password);
  await page.getByRole("button", { name: "サインインする", exact: true }).click();
}

/** Certificate and password; the page must have seen this person's own certificate. */
export async function signIn(page, url, login) {
  await page.goto(`${url}/sign-in`);
  await expect(page.getByText("登録済みの端末です")).toBeVisible();
  await expect(page.getByText(`「${PEOPLE[login].label}」の証明書を確認しました。`)).toBeVisible();
  await giveCredentials(page, login);
  await expect(page.getByRole("heading", { level: 1, name: "わたしの連絡帳" })).toBeVisible();
}

/** The patient's line in the list of notebooks. */
export function notebook(page, patient = PATIENT) {
  return page.locator("ul.notebooks li").filter({ hasText: patient });
}

/** From the list into the patient's team room; the list leads to where something is new. */
export async function openNotebook(page, patient = PATIENT) {
  await notebook(page, patient).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1, name: patient })).toBeVisible();
  const team = page.getByRole("navigation", { name: "部屋" }).getByRole("link", { name: /^チーム/ });
  const elsewhere = (await team.count()) && (await team.getAttribute("aria-current")) === null;
  if (elsewhere) await team.click();
  if (elsewhere) await expect(team).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("region", { name: "記録", exact: true })).toBeVisible();
}

export async function signInAndOpen(page, url, login) {
  await signIn(page, url, login);
  await openNotebook(page);
}

/** The entry on the timeline that says these words itself; an answer only quotes them. */
export function entry(page, words) {
  const said = page.locator(".text", { hasText: words });
  return page.locator("article.entry").filter({ has: said });
}

/** The composer at the foot of the timeline, or the whole page of it. */
export function composer(page) {
  return page.locator("form#composer");
}

/** Writes at the foot of the timeline and sends. */
export async function post(page, words) {
  await composer(page).getByRole("textbox", { name: /記録を書く|本文/ }).fill(words);
  await composer(page).getByRole("button", { name: "送信する" }).click();
  await expect(entry(page, words)).toBeVisible();
}

/**
 * Width in pixels that the picture really has once it is loaded. An entry is drawn anew when
 * somebody opens it, and its picture with it: so it is looked for again until it holds still.
 */
export async function loadedWidth(image) {
  let width = 0;
  await expect(async () => {
    await image.scrollIntoViewIfNeeded({ timeout: 2_000 });
    width = await image.evaluate((it) => (it.complete ? it.naturalWidth : 0), null, { timeout: 2_000 });
    expect(width).toBeGreaterThan(0);
  }).toPass({ timeout: 20_000 });
  return width;
}
