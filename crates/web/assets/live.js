// @ts-check
// New entries arrive by themselves and never move what is being read.
import { askAgain, elementOf } from "./fragment.js";
import { hasDraft } from "./composer.js";

const list = /** @type {HTMLElement | null} */ (document.querySelector("[data-live]"));
const timeline = document.getElementById("timeline");
const status = document.getElementById("live-status");
const pill = /** @type {HTMLButtonElement | null} */ (document.getElementById("arrivals"));
const LOST_AFTER = 3000;
const WAITS = [3000, 6000, 12000, 30000];

/** @type {EventSource | undefined} */
let source;
let position = "";
let failures = 0;
let waiting = 0;
let lostTimer = 0;

/** A line for screen readers alone. */
const spoken = document.createElement("p");
spoken.className = "visually-hidden";
spoken.setAttribute("role", "status");
document.body.append(spoken);

/** @param {string | undefined} words */
function say(words) {
  if (!status) return;
  status.classList.remove("good");
  status.textContent = words ?? "";
}

/** @param {number} n */
function arrivals(n) {
  return (pill?.dataset.words ?? "{n}").replace("{n}", String(n));
}

/**
 * Runs `change` and scrolls so that what was at the top of the window stays there.
 * @param {() => void} change
 */
function holdStill(change) {
  const top = document.querySelector(".sticky")?.getBoundingClientRect().bottom ?? 0;
  const anchor = [...(timeline?.children ?? [])].find((e) => e.getBoundingClientRect().bottom > top);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (anchor?.isConnected) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
}

/**
 * The heading of a day that has begun while the page was open: what just arrived is of today.
 * @param {HTMLElement} entry
 */
function dayOf(entry) {
  const day = document.createElement("h2");
  day.className = "band day";
  day.dataset.day = entry.dataset.day;
  const date = document.createElement("span");
  const japanese = document.documentElement.lang === "ja";
  const style = /** @type {const} */ ({ month: japanese ? "long" : "short", day: "numeric", weekday: "short" });
  const words = new Intl.DateTimeFormat(japanese ? "ja-JP" : "en-GB", { ...style, timeZone: "Asia/Tokyo" });
  date.textContent = words.format(new Date(`${entry.dataset.day}T12:00:00+09:00`)).replace(",", "");
  day.append(timeline?.dataset.today ?? "", " ", date);
  return day;
}

/** @param {HTMLElement} entry */
function putOnTop(entry) {
  if (!timeline) return;
  timeline.querySelector(".empty")?.remove();
  let day = /** @type {HTMLElement | null} */ (timeline.firstElementChild);
  if (!day || day.dataset.day !== entry.dataset.day || !day.matches(".day")) {
    day = dayOf(entry);
    timeline.prepend(day);
  }
  day.querySelector("small")?.remove();
  day.after(entry);
}

/**
 * Puts an entry into the timeline: in place of its older form, else on top.
 * @param {string} html
 * @param {boolean} [own] written here just now
 */
export function arrive(html, own = false) {
  const entry = elementOf(html);
  if (!timeline || !entry?.id) return;
  const old = document.getElementById(entry.id);
  if (old) {
    holdStill(() => old.replaceWith(entry));
    return;
  }
  entry.classList.add("fresh");
  if (own || scrollY < 8) {
    putOnTop(entry);
    if (own) scrollTo({ top: 0 });
    else spoken.textContent = arrivals(1);
    return;
  }
  holdStill(() => putOnTop(entry));
  waiting += 1;
  if (pill) {
    pill.textContent = arrivals(waiting);
    pill.hidden = false;
  }
  spoken.textContent = arrivals(waiting);
}

function seen() {
  waiting = 0;
  if (pill) pill.hidden = true;
}

/**
 * The notebook was closed or opened again while something stands in the composer: what was typed
 * stays to be copied, and goes nowhere.
 * @param {string} to
 */
function turned(to) {
  for (const button of document.querySelectorAll("#composer button")) button.setAttribute("disabled", "");
  const way = document.createElement("a");
  way.href = to;
  way.textContent = list?.dataset.reload ?? "";
  status?.replaceChildren(list?.dataset.turned ?? "", " ", way);
}

/**
 * The session or the right to read has ended: nothing of the patient stays on the screen.
 * @param {string} to
 * @param {string} why
 */
function leave(to, why) {
  source?.close();
  if (why === "notebook-closed" && hasDraft()) {
    turned(to);
    return;
  }
  if (!hasDraft() || why.startsWith("device-")) {
    dispatchEvent(new Event("tasuki:leave"));
    location.assign(to);
    return;
  }
  timeline?.replaceChildren();
  document.getElementById("about")?.remove();
  const way = document.createElement("a");
  way.href = to;
  way.target = "_blank";
  way.rel = "noopener";
  way.textContent = list?.dataset.again ?? "";
  status?.replaceChildren(list?.dataset.ended ?? "", list?.dataset.kept ?? "", " ", way);
}

function lost() {
  if (!lostTimer) lostTimer = setTimeout(() => say(list?.dataset.lost), LOST_AFTER);
}

function found() {
  clearTimeout(lostTimer);
  const wasSaid = status?.textContent === list?.dataset.lost;
  lostTimer = 0;
  failures = 0;
  if (!wasSaid) return;
  say(list?.dataset.restored);
  setTimeout(() => status?.textContent === list?.dataset.restored && say(""), 4000);
}

/** The server refused the stream or a proxy failed: ask whether the page may still be read. */
async function refused() {
  lost();
  const answer = await askAgain();
  if (answer === "closed") {
    leave(`/sign-in?next=${encodeURIComponent(location.pathname)}`, "session-ended");
    return;
  }
  setTimeout(open, WAITS[Math.min(failures++, WAITS.length - 1)]);
}

function open() {
  if (!list?.dataset.live) return;
  const url = new URL(list.dataset.live, location.href);
  if (position) url.searchParams.set("after", position);
  source = new EventSource(url);
  source.onopen = found;
  source.onerror = () => (source?.readyState === EventSource.CLOSED ? refused() : lost());
  source.addEventListener("entry", (event) => {
    const { html, cursor } = JSON.parse(event.data);
    position = event.lastEventId || cursor || position;
    arrive(html);
  });
  // An earlier entry was confirmed, corrected or taken back: shown anew where it stands.
  source.addEventListener("update", (event) => {
    const entry = elementOf(JSON.parse(event.data).html);
    const old = entry && document.getElementById(entry.id);
    if (entry && old) holdStill(() => old.replaceWith(entry));
  });
  source.addEventListener("changed", () => {
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = list.dataset.changed ?? "";
    status?.replaceChildren(again);
  });
  source.addEventListener("end", (event) => {
    const { to, why } = JSON.parse(event.data);
    leave(to ?? "/sign-in", why ?? "");
  });
}

if (list) {
  open();
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  addEventListener("scroll", () => scrollY < 8 && seen(), { passive: true });
  pill?.addEventListener("click", () => {
    seen();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollTo({ top: 0, behavior: calm ? "instant" : "smooth" });
  });
}
