// @ts-check
// Passkeys: made on the account's page, used at the door and before a locked screen. The browser
// does what the server asks; what it answers goes back as it is.
import { token } from "./fragment.js";

/** Our server's refusal, with words for people. */
class Refused extends Error {}

/** @param {string} text base64url */
function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (it) => it.charCodeAt(0));
}

/** @param {ArrayBuffer} buffer */
function written(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * @param {string} path
 * @param {object} [given]
 * @returns {Promise<any>}
 */
async function post(path, given) {
  const headers = { Accept: "application/json", "Content-Type": "application/json", "X-CSRF-Token": token() };
  const answer = await fetch(path, { method: "POST", headers, body: given && JSON.stringify(given) });
  if (answer.status === 204) return null;
  const said = await answer.json();
  if (!answer.ok) {
    const whole = [said.title, said.what_happened, said.what_to_do].join(" ");
    throw new Refused(said.errors?.[0]?.message ?? whole);
  }
  return said;
}

/** @param {any[]} list */
const known = (list) => list.map((it) => ({ ...it, id: bytes(it.id) }));

/** @param {any} asked */
async function use(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  const used = /** @type {PublicKeyCredential} */ (await navigator.credentials.get({ publicKey }));
  const said = /** @type {AuthenticatorAssertionResponse} */ (used.response);
  return {
    id: written(used.rawId),
    response: {
      clientDataJSON: written(said.clientDataJSON),
      authenticatorData: written(said.authenticatorData),
      signature: written(said.signature),
      userHandle: said.userHandle ? written(said.userHandle) : null,
    },
  };
}

/** @param {any} asked */
async function make(asked) {
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const held = known(asked.excludeCredentials);
  const publicKey = { ...asked, user, challenge: bytes(asked.challenge), excludeCredentials: held };
  const made = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({ publicKey }));
  const said = /** @type {AuthenticatorAttestationResponse} */ (made.response);
  return {
    id: written(made.rawId),
    response: {
      clientDataJSON: written(said.clientDataJSON),
      attestationObject: written(said.attestationObject),
    },
  };
}

/**
 * Tells the device of a passkey that was not registered, so that it is not offered later.
 * @param {string} rpId
 * @param {string} credentialId
 */
async function forget(rpId, credentialId) {
  const devices = /** @type {any} */ (window.PublicKeyCredential);
  await devices.signalUnknownCredential?.({ rpId, credentialId }).catch(() => {});
}

/** @type {Record<string, (part: HTMLElement) => Promise<any>>} */
const ways = {
  "sign-in": async () => post("/api/v1/session/passkey", await use(await post("/api/v1/session/passkey/options"))),
  unlock: async () => post("/api/v1/session/unlock", await use(await post("/api/v1/session/unlock/options"))),
  register: async (part) =>
    registered("/api/v1/passkeys", undefined, { label: part.querySelector("input")?.value ?? "" }),
  "pick-up": async ({ dataset: { number, code } }) =>
    registered("/api/v1/pickup/passkey", { number, code }, { number, code }),
};

/**
 * Makes a passkey as `path` asks, and registers it there.
 * @param {string} path
 * @param {object | undefined} asking
 * @param {object} given
 */
async function registered(path, asking, given) {
  const asked = await post(`${path}/options`, asking);
  const { id, response } = await make(asked);
  try {
    return await post(path, { ...given, response });
  } catch (problem) {
    if (problem instanceof Refused) await forget(asked.rp.id, id);
    throw problem;
  }
}

/**
 * What to say of something that went wrong.
 * @param {unknown} problem
 * @param {boolean} making whether a passkey was to be made, and not used
 * @param {DOMStringMap} words
 */
function saidOf(problem, making, words) {
  if (problem instanceof Refused) return problem.message;
  if (problem instanceof DOMException && problem.name === "InvalidStateError") return words.held ?? "";
  // Cancelled, waited too long, or no passkey at hand: browsers do not say which.
  if (problem instanceof DOMException) return (making ? words.cancelled : words.none) ?? "";
  return words.failed ?? "";
}

/** @param {HTMLElement} part */
function begin(part) {
  const said = /** @type {HTMLElement} */ (part.querySelector("[data-said]"));
  const button = /** @type {HTMLButtonElement} */ (part.querySelector("[data-works] button"));
  const label = part.querySelector("input");
  const onPhone = /Android|iPhone|iPad|Mobile/.test(navigator.userAgent);
  if (label) label.value = (onPhone ? label.dataset.phone : label.dataset.computer) ?? "";
  part.querySelector("[data-missing]")?.remove();
  part.querySelector("[data-works]")?.removeAttribute("hidden");
  button.addEventListener("click", async () => {
    said.textContent = "";
    button.disabled = true;
    try {
      await ways[part.dataset.passkey ?? ""](part);
      location.assign(part.dataset.next ?? "/");
    } catch (problem) {
      const making = ["register", "pick-up"].includes(part.dataset.passkey ?? "");
      said.textContent = saidOf(problem, making, said.dataset);
      button.disabled = false;
      button.focus();
    }
  });
}

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) begin(/** @type {HTMLElement} */ (part));
}
