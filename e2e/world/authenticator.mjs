// A telephone's authenticator for passkeys, as the browser's own tests have it.

/**
 * Puts one into the browser of `page`. It recognises its owner by itself.
 * @param {import("@playwright/test").Page} page
 * @param {{ synced?: boolean }} how `synced`: its passkeys are copied to the owner's other devices
 */
export async function giveAuthenticator(page, { synced = false } = {}) {
  const line = await page.context().newCDPSession(page);
  await line.send("WebAuthn.enable");
  const options = {
    protocol: "ctap2",
    ctap2Version: "ctap2_1",
    transport: "internal",
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
    defaultBackupEligibility: synced,
    defaultBackupState: synced,
  };
  const { authenticatorId } = await line.send("WebAuthn.addVirtualAuthenticator", { options });
  return {
    /** The passkeys that it holds, with their private keys. */
    async held() {
      return (await line.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
    },
    /** Puts a passkey into it, as if it had been made there. */
    async take(credential) {
      await line.send("WebAuthn.addCredential", { authenticatorId, credential });
    },
    /** Whether it recognises whoever holds it. */
    async recognises(owner) {
      await line.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: owner });
    },
  };
}
