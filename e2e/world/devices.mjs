// Devices: a home folder whose certificate store (NSS) holds what a person's device would hold.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { run } from "./program.mjs";

const POLICIES = "/etc/chromium/policies/managed";
const POLICY = join(POLICIES, "tasuki-e2e.json");

/** Lets the browser choose the only certificate that fits, as an administrator would set it. */
const CHOOSE = {
  AutoSelectCertificateForUrls: [JSON.stringify({ pattern: "https://localhost", filter: {} })],
};

/** Whether the browser could be told; without root it cannot. */
export async function tellBrowserToChoose() {
  try {
    await mkdir(POLICIES, { recursive: true });
    await writeFile(POLICY, JSON.stringify(CHOOSE));
    return true;
  } catch (problem) {
    if (problem.code === "EACCES" || problem.code === "EROFS") return false;
    throw problem;
  }
}

/** Takes the policy back. */
export async function untellBrowser() {
  await rm(POLICY, { force: true });
}

/**
 * Makes the home folder of a device.
 * @param {string} home
 * @param {string} authority the PEM file of the region whose server it trusts
 * @param {{ file: string, password: string }} [certificate] its own, as PKCS #12
 */
export async function makeHome(home, authority, certificate) {
  const folder = join(home, ".pki", "nssdb");
  const store = `sql:${folder}`;
  await mkdir(folder, { recursive: true });
  await run("certutil", ["-N", "-d", store, "--empty-password"]);
  await run("certutil", ["-A", "-d", store, "-n", "region", "-t", "C,,", "-i", authority]);
  if (certificate) {
    const { file, password } = certificate;
    await run("pk12util", ["-d", store, "-K", "", "-i", file, "-W", password]);
  }
}
