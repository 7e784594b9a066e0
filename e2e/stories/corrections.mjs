// A correction takes nothing away: whoever could read the old words still can.
import { DESK, DOCTOR, NURSE, PHONE } from "../world/people.mjs";
import { entry, post, signInAndOpen } from "../world/steps.mjs";
import { expect, test } from "../world/story.mjs";

for (const viewport of [PHONE, DESK]) {
  test(`the old words stand struck out beside the new ones, ${viewport.width} px`, async ({ world }) => {
    const [nurse, doctor] = [await world.open(NURSE, { viewport }), await world.open(DOCTOR, { viewport })];
    await signInAndOpen(nurse, world.url, NURSE);
    await post(nurse, "ほうじ茶は137mLでした。");
    await entry(nurse, "ほうじ茶は137mL").getByRole("link", { name: "訂正", exact: true }).click();
    await nurse.getByLabel("本文").fill("ほうじ茶は173mLでした。");
    await nurse.getByLabel("訂正の理由").fill("コップの大きさの思い違い");
    await nurse.getByRole("button", { name: "訂正を送る" }).click();
    await expect(entry(nurse, "ほうじ茶は173mL").getByText("訂正あり")).toBeVisible();
    await signInAndOpen(doctor, world.url, DOCTOR);
    const seen = entry(doctor, "ほうじ茶は173mL");
    await expect(seen.locator("del")).toContainText("137");
    await expect(seen).toContainText("コップの大きさの思い違い");
    await seen.getByRole("link", { name: "この記録を開く" }).click();
    const history = doctor.locator("ol.versions");
    await expect(history).toContainText("ほうじ茶は137mLでした。");
    await expect(history).toContainText("ほうじ茶は173mLでした。");
  });
}
