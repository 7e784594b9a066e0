// @ts-check
// Writing without leaving the page: photos made smaller, the draft never lost. A draft stays in
// this page's memory; nothing is kept on the device.
import { askAgain } from "./fragment.js";
import { arrive } from "./live.js";
import { Photos } from "./photos.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form#composer"));
const text = /** @type {HTMLTextAreaElement | null} */ (form?.querySelector("textarea[name=text]") ?? null);
const send = /** @type {HTMLButtonElement | null} */ (form?.querySelector("button.first") ?? null);
const fulls = /** @type {HTMLElement[]} */ ([...(form?.querySelectorAll("[data-full]") ?? [])]);
const note = /** @type {HTMLElement | null} */ (form?.querySelector(".say") ?? null);
const photos = form ? new Photos(form, photosChanged) : undefined;
const firstText = text?.value ?? "";
let stale = false;
let leaving = false;

/** The fields of measured values that hold something. */
function values() {
  const fields = /** @type {HTMLInputElement[]} */ ([...(form?.querySelectorAll("input[data-low]") ?? [])]);
  return fields.filter((it) => it.value.trim());
}

/** Whether something typed or taken here would be lost with the page. */
export function hasDraft() {
  const measured = values().some((it) => it.value !== it.defaultValue);
  return Boolean((text && text.value.trim() && text.value !== firstText) || measured || photos?.list.length || photos?.rest.length);
}

function photosChanged() {
  const any = Boolean(photos?.list.length);
  form?.classList.toggle("open", any);
  for (const full of fulls) full.hidden = any; // the other composer could not be given the photos
}

/**
 * Says why nothing was sent; `to` is a way to sign in again in a window of its own.
 * @param {string} title
 * @param {string[]} lines
 * @param {string} [to]
 */
function explain(title, lines, to) {
  if (!note || !form) return;
  const head = document.createElement("b");
  head.textContent = title;
  const rest = lines.filter(Boolean).map((line) => {
    const p = document.createElement("p");
    p.textContent = line;
    return p;
  });
  note.replaceChildren(head, ...rest);
  if (to) {
    const way = document.createElement("a");
    way.href = to;
    way.target = "_blank";
    way.rel = "noopener";
    way.textContent = form.dataset.again ?? "";
    note.append(way);
  }
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}

/** @param {boolean} busy */
function busy(busy) {
  if (!send || !form) return;
  if (busy) {
    send.style.minWidth = `${send.offsetWidth}px`;
    send.dataset.words = send.textContent ?? "";
    send.textContent = form.dataset.sending ?? "";
  } else {
    send.textContent = send.dataset.words ?? send.textContent;
  }
  send.setAttribute("aria-busy", String(busy));
}

/** @param {Response} answer */
async function sent(answer) {
  if (!form || !text) return;
  if (answer.redirected) {
    leaving = true;
    location.assign(answer.url);
    return;
  }
  const { html, key, entry } = await answer.json();
  const more = Boolean(photos?.rest.length);
  photos?.clear();
  if (form.dataset.back && !more) {
    leaving = true;
    location.assign(`${form.dataset.back}#e-${key}`);
    return;
  }
  form.reset();
  text.value = "";
  const next = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=entry]"));
  if (next && entry) next.value = entry;
  if (note) note.hidden = true;
  if (more) explain(form.dataset.sent ?? "", [form.dataset.goOn ?? ""]);
  photos?.next();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (!form.dataset.back) arrive(html, true);
}

/** @param {Response} answer */
async function refused(answer) {
  if (answer.status === 409 && form?.querySelector("[name=corrects]")) {
    leaving = true; // the page that comes back shows the newer text beside this one
    HTMLFormElement.prototype.submit.call(form);
    return;
  }
  const words = form?.dataset ?? {};
  stale = answer.status === 401 || answer.status === 403;
  let problem;
  try {
    problem = await answer.json();
  } catch {
    problem = {};
  }
  if (problem.detail?.startsWith("upload ")) photos?.again();
  const fields = (problem.errors ?? []).map((/** @type {{message: string}} */ e) => e.message);
  const kept = problem.what_was_kept || words.kept;
  const lines = [...fields, problem.what_happened, kept, problem.what_to_do];
  explain(problem.title ?? words.failed ?? "", lines, answer.status === 401 ? problem.to ?? "/sign-in" : undefined);
}

async function submit() {
  if (!form || !text || !photos) return;
  if (!text.value.trim() && photos.list.length === 0 && values().length === 0) {
    text.focus();
    return;
  }
  if (send?.getAttribute("aria-busy") === "true") return;
  busy(true);
  try {
    if (stale) stale = (await askAgain()) !== "open";
    if (!(await photos.arrived())) {
      const words = photos.refused() ? form.dataset.notTaken : form.dataset.notArrived;
      explain(form.dataset.failed ?? "", [words ?? "", form.dataset.kept ?? ""]);
      return;
    }
    const data = new FormData(form);
    photos.putInto(data);
    data.set("claimed", new Date().toISOString());
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { accept: "application/json" } });
    await (answer.ok ? sent(answer) : refused(answer));
  } catch {
    explain(form.dataset.failed ?? "", [form.dataset.kept ?? ""]);
  } finally {
    busy(false);
  }
}

/**
 * 確認 without leaving the page; as a plain form when anything is unusual.
 * @param {HTMLFormElement} confirm
 */
async function confirmEntry(confirm) {
  try {
    const body = new URLSearchParams(/** @type {any} */ (new FormData(confirm)));
    const answer = await fetch(confirm.action, { method: "POST", body, headers: { accept: "application/json" } });
    const { html } = await answer.json();
    if (!answer.ok || !html) throw new Error("not confirmed");
    arrive(html);
  } catch {
    confirm.submit();
  }
}

form?.addEventListener("submit", (event) => {
  const by = /** @type {HTMLButtonElement | null} */ (event.submitter);
  if (by?.hasAttribute("formaction")) {
    leaving = true;
    return;
  }
  event.preventDefault();
  submit();
});
document.addEventListener("submit", (event) => {
  const target = /** @type {HTMLFormElement} */ (event.target);
  if (!target.matches("form[data-confirm]")) return;
  event.preventDefault();
  confirmEntry(target);
});
addEventListener("tasuki:leave", () => (leaving = true));
addEventListener("beforeunload", (event) => {
  if (!leaving && hasDraft()) event.preventDefault();
});
