// @ts-check
// Filters my notebooks as one types; without this, the same form asks the server.

const HIRAGANA = 0x60;

/**
 * As `tasuki_domain::fold::fold`: one spelling for what reads the same.
 * @param {string} text
 */
export function fold(text) {
  return text
    .normalize("NFKC")
    .replace(/[\u30A1-\u30F6\u30FD\u30FE]/g, (c) => String.fromCharCode(c.charCodeAt(0) - HIRAGANA))
    .replace(/[\s・\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu, "")
    .toLowerCase();
}

const field = /** @type {HTMLInputElement | null} */ (document.getElementById("find"));
const list = document.getElementById("notebooks");
const none = document.getElementById("none-found");
const waits = /** @type {HTMLElement | null} */ (document.querySelector(".waits"));

function filter() {
  const wanted = fold(field?.value ?? "");
  let shown = 0;
  for (const row of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("ul.notebooks li"))) {
    row.hidden = !(row.dataset.key ?? "").includes(wanted);
    if (!row.hidden) shown += 1;
  }
  if (none) none.hidden = shown > 0;
  if (waits) waits.hidden = wanted !== "";
}

// What was searched for without a script is a part of the list: the server asks again.
if (field && list && !field.value) {
  field.addEventListener("input", filter);
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    /** @type {HTMLElement | null} */ (list.querySelector("li:not([hidden]) a"))?.focus();
  });
  document.getElementById("show-all")?.addEventListener("click", (event) => {
    event.preventDefault();
    field.value = "";
    filter();
    field.focus();
  });
}
