// @ts-check
// Words selected in an entry can be quoted in the answer. They go in a form, never in an address.
import { token } from "./fragment.js";

/** @type {HTMLButtonElement | undefined} */
let shown;

/** @param {Element} entry @param {string} words */
function answer(entry, words) {
  const form = document.createElement("form");
  form.method = "post";
  form.enctype = "multipart/form-data";
  form.action = `${location.pathname.split("/").slice(0, 3).join("/")}/compose`;
  const writer = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=writer]"));
  const begun = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#bar-text"))?.value ?? "";
  const fields = { text: begun, csrf: token(), writer: writer?.value ?? "", reply_to: entry.id.slice(2), quote: words };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("textarea");
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.hidden = true;
  document.body.append(form);
  dispatchEvent(new Event("tasuki:leave"));
  form.submit();
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const words = selection?.toString().trim() ?? "";
  const node = selection?.anchorNode;
  const text = (node instanceof Element ? node : node?.parentElement)?.closest(".entry .text");
  const reply = text?.closest(".entry")?.querySelector("[data-quote]");
  if (!words || !reply || !text?.contains(selection?.focusNode ?? null)) {
    if (!words) setTimeout(() => getSelection()?.toString() || shown?.remove(), 300);
    return;
  }
  if (shown?.isConnected && shown.nextElementSibling === reply) {
    shown.dataset.words = words;
    return;
  }
  shown?.remove();
  shown = document.createElement("button");
  shown.type = "button";
  shown.className = "second quote-this";
  shown.textContent = /** @type {HTMLElement} */ (reply).dataset.quote ?? "";
  shown.dataset.words = words;
  const button = shown;
  button.addEventListener("click", () => {
    const entry = button.closest(".entry");
    if (entry) answer(entry, button.dataset.words ?? "");
  });
  reply.before(button);
});
