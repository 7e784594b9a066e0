// A photo seen large, what is said of it, and documents beside it.
import { DOCTOR, NURSE, PHONE } from "../world/people.mjs";
import { pdf } from "../world/pdf.mjs";
import { photo } from "../world/photo.mjs";
import { composer, entry, loadedWidth, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

/** Posts a note with these files at the foot of the timeline. */
async function postWith(page, words, files) {
  const form = composer(page);
  await form.locator("input[type=file]").setInputFiles(files);
  await expect(form.locator(".previews .state-arrived")).toHaveCount(files.length, { timeout: 30_000 });
  await form.getByRole("textbox", { name: "記録を書く" }).fill(words);
  await form.getByRole("button", { name: "送信する" }).click();
  await expect(entry(page, words)).toBeVisible();
}

const scale = (page) => page.locator("figure[data-zoom]").first().getAttribute("data-scale");

test("a photo grows by keys and by a double press, and leads to the next", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  await postWith(phone, "二枚の写真", [photo("a.png"), photo("b.png", 900, 1200)]);
  await entry(phone, "二枚の写真").locator(".photos a").first().click();
  const picture = phone.locator("figure img");
  expect(await loadedWidth(picture)).toBeGreaterThan(800);
  expect(await scale(phone)).toBe("1.00");
  await phone.getByRole("button", { name: "大きく" }).click();
  expect(await scale(phone)).toBe("1.50");
  await phone.getByRole("button", { name: "全体" }).click();
  expect(await scale(phone)).toBe("1.00");
  await picture.dblclick();
  expect(await scale(phone)).toBe("2.50");
  await phone.locator("figure > a").focus();
  await phone.keyboard.press("-");
  expect(Number(await scale(phone))).toBeLessThan(2.5);
  await phone.keyboard.press("Escape");
  expect(await scale(phone)).toBe("1.00");
  await phone.getByRole("link", { name: "次の写真" }).click();
  await expect(phone.getByText("写真 2/2")).toBeVisible();
});

test("without scripts the photo is a link to itself, and a comment is a plain form", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  await postWith(phone, "ことばをください", [photo()]);
  const plain = await world.open(DOCTOR, { javaScriptEnabled: false });
  await signInAndOpen(plain, world.url, DOCTOR);
  await entry(plain, "ことばをください").locator(".photos a").click();
  await expect(plain.locator("figure > a")).toHaveAttribute("href", /full\.jpg$/);
  await expect(plain.getByRole("button", { name: "大きく" })).toHaveCount(0);
  await plain.getByRole("textbox", { name: "コメントを書く" }).fill("縮小しています");
  await plain.getByRole("button", { name: "コメントを送る" }).click();
  const comments = plain.getByRole("region", { name: "この写真へのコメント" });
  await expect(comments).toContainText("縮小しています");
  // On the nurse's page it arrives as an answer with the photo.
  const answer = entry(phone, "縮小しています");
  await expect(answer).toBeVisible();
  await expect(answer.getByRole("img", { name: "コメントした写真" })).toBeVisible();
  await answer.locator(".about-photo").click();
  await expect(phone.getByRole("region", { name: "この写真へのコメント" })).toContainText("縮小しています");
});

test("a PDF is read page by page on a phone, and its original is saved", async ({ world }) => {
  const phone = await world.open(NURSE, { viewport: PHONE });
  await signInAndOpen(phone, world.url, NURSE);
  await postWith(phone, "報告書です", [pdf("訪問看護報告書.pdf")]);
  const file = entry(phone, "報告書です").locator(".files a");
  await expect(file).toContainText("訪問看護報告書.pdf");
  await expect(file).toContainText("2ページ");
  await file.click();
  const pages = phone.locator(".sheets img");
  await expect(pages).toHaveCount(2);
  expect(await loadedWidth(pages.first())).toBeGreaterThan(1000);
  const [saved] = await Promise.all([
    phone.waitForEvent("download"),
    phone.getByRole("link", { name: "もとのファイルを保存する" }).click(),
  ]);
  expect(saved.suggestedFilename()).toBe("訪問看護報告書.pdf");
});
