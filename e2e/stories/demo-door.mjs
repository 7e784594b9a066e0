// The demo region's door: open on this machine, and it says what it is.
import { DOCTOR, NURSE, PEOPLE } from "../world/people.mjs";
import { notebook, openNotebook, post } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

const STRIP = "デモ地域です。登場する人と記録はすべて架空です。";

test.describe("the demo", () => {
  test.use({ how: { door: true } });

  test("lets one in as anybody, without a certificate, and says so", async ({ world }) => {
    const page = await world.open("nobody");
    await page.goto(world.url);
    await expect(page.getByText(STRIP)).toBeVisible();
    await expect(page.getByText("このコンピューターからだけ")).toBeVisible();
    await page.getByRole("button", { name: PEOPLE[DOCTOR].name }).click();
    await expect(page.getByRole("heading", { name: "わたしの連絡帳" })).toBeVisible();
    await expect(page.getByText(STRIP)).toBeVisible();
    await openNotebook(page);
    await post(page, "デモの記録です。");
  });

  test("suggests whom to be, and has everybody folded by facility", async ({ world }) => {
    const page = await world.open("nobody");
    await page.goto(world.url);
    await expect(page.getByText("まずはこの人から")).toBeVisible();
    const nurse = page.getByRole("button", { name: PEOPLE[NURSE].name });
    await expect(nurse).toHaveCount(1);
    const house = page.locator("details.facility").filter({ hasText: "潮見歯科クリニック" });
    await expect(house.getByRole("button")).toHaveCount(0);
    await house.locator("summary").click();
    await house.getByRole("button", { name: "潮見 秀俊" }).click();
    await expect(page.getByRole("heading", { name: "わたしの連絡帳" })).toBeVisible();
  });

  test("lets a relative into the family's room and no other", async ({ world }) => {
    const page = await world.open("nobody");
    await page.goto(world.url);
    await page.getByRole("button", { name: "山口 典子" }).click();
    await notebook(page).getByRole("link").click();
    await expect(page.getByText("おかゆより雑炊がいい").first()).toBeVisible();
    await expect(page.getByRole("link", { name: "チーム", exact: true })).toHaveCount(0);
  });

  test("is closed to whoever comes through a proxy", async ({ world }) => {
    const page = await world.open("nobody");
    await page.setExtraHTTPHeaders({ "x-forwarded-for": "203.0.113.9" });
    await page.goto(`${world.url}/sign-in`);
    await expect(page.getByText("端末の証明書が届いていません")).toBeVisible();
    await expect(page.getByRole("button", { name: PEOPLE[DOCTOR].name })).toHaveCount(0);
  });
});

test("a region that is served as such has no such door", async ({ world }) => {
  const page = await world.open("nobody");
  await page.goto(`${world.url}/sign-in`);
  await expect(page.getByText(STRIP)).toHaveCount(0);
  await expect(page.getByRole("button", { name: PEOPLE[DOCTOR].name })).toHaveCount(0);
  const answer = await page.request.post(`${world.url}/demo/sign-in`, {
    form: { person: "00000000-0000-7000-8000-000000000000" },
    ignoreHTTPSErrors: true,
    headers: { origin: world.url },
  });
  expect(answer.status()).toBe(404);
});
