import { defineConfig } from "@playwright/test";

// Each test starts its own servers and browsers (see world/story.mjs): real client certificates
// need a browser of their own for every person.
export default defineConfig({
  testDir: "stories",
  testMatch: "*.mjs",
  globalSetup: "./world/setup.mjs",
  workers: 2,
  fullyParallel: true,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  outputDir: "test-results",
});
