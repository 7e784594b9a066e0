// Where things are: the binary, the browser, and the folder of this run.
import { resolve } from "node:path";

export const BINARY = resolve(process.env.TASUKI_BIN ?? "../target/debug/tasuki");
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Set by setup.mjs for the processes that run the stories. */
export function runFolder() {
  const folder = process.env.E2E_RUN;
  if (!folder) throw new Error("E2E_RUN is not set: start the stories with playwright test");
  return folder;
}

/** Settings for the program itself come from its flags alone, not from who runs the tests. */
export function cleanEnvironment(more = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("TASUKI_"));
  return { ...Object.fromEntries(kept), ...more };
}
