// @ts-check
// The one place where markup of our own server becomes elements, and where the page is asked anew.

/** @type {any} */
const types = /** @type {any} */ (window).trustedTypes;
const policy = types?.createPolicy("tasuki", { createHTML: (/** @type {string} */ html) => html });

/**
 * A whole document. Scripts in it do not run.
 * @param {string} html
 * @returns {Document}
 */
function documentOf(html) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");
}

/**
 * The first element of a piece of markup, ready to be put into this page.
 * @param {string} html
 * @returns {HTMLElement | null}
 */
export function elementOf(html) {
  const first = documentOf(html).body.firstElementChild;
  return first instanceof HTMLElement ? document.importNode(first, true) : null;
}

/** The token of this page, which every change sends back. */
export function token() {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=csrf]"));
  return input?.value ?? document.body.dataset.csrf ?? "";
}

/**
 * Whether this page may still be read; puts a new session's token into the forms of `roots` if so.
 * @param {ParentNode[]} roots
 * @returns {Promise<"open" | "closed" | "unknown">}
 */
export async function askAgain(roots = [document]) {
  try {
    const answer = await fetch(location.href, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || [401, 403, 404, 410].includes(answer.status)) return "closed";
    if (!answer.ok) return "unknown";
    const fresh = documentOf(await answer.text()).querySelector("input[name=csrf]")?.getAttribute("value");
    if (!fresh) return "closed";
    const inputs = roots.flatMap((root) => [...root.querySelectorAll("input[name=csrf]")]);
    for (const input of inputs) input.setAttribute("value", fresh);
    if (document.body.dataset.csrf) document.body.dataset.csrf = fresh;
    return "open";
  } catch {
    return "unknown";
  }
}
