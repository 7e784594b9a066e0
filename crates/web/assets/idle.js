// @ts-check
// The screen locks when it is left. What was typed is kept in memory behind the lock.
import { askAgain, token } from "./fragment.js";
import { hasDraft } from "./composer.js";

const minutes = Number(document.body.dataset.idle ?? 0);
const TICK = 5000;
let touched = Date.now();
let told = Date.now();
let locked = false;

/** @param {string} path */
async function post(path) {
  try {
    await fetch(path, { method: "POST", body: new URLSearchParams({ csrf: token() }) });
  } catch {
    // Without a connection the server counts the minutes by itself.
  }
}

function unlockUrl() {
  return `/unlock?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/** Takes the page's content away and puts it back when the session is open again. */
function cover() {
  const words = document.querySelector("form#composer");
  const content = [...document.body.children];
  const sheet = document.createElement("main");
  sheet.className = "cover";
  const title = document.createElement("h1");
  title.textContent = words?.getAttribute("data-locked") ?? "";
  const kept = document.createElement("p");
  kept.textContent = words?.getAttribute("data-kept") ?? "";
  const way = document.createElement("a");
  way.className = "first";
  way.href = unlockUrl();
  way.target = "_blank";
  way.rel = "noopener";
  way.textContent = words?.getAttribute("data-unlock") ?? "";
  const on = document.createElement("button");
  on.className = "second";
  on.textContent = words?.getAttribute("data-continue") ?? "";
  sheet.append(title, kept, way, on);
  on.addEventListener("click", async () => {
    if ((await askAgain(content)) !== "open") return;
    document.body.replaceChildren(...content);
    locked = false;
    touched = Date.now();
  });
  document.body.replaceChildren(sheet);
}

async function lock() {
  if (locked) return;
  locked = true;
  const draft = hasDraft();
  if (draft) cover();
  await post("/lock");
  if (!draft) location.replace(unlockUrl());
}

function tick() {
  const now = Date.now();
  if (now - touched > minutes * 60_000) {
    lock();
  } else if (touched > told && now - told > minutes * 20_000) {
    told = now; // the server hears of activity three times within the limit
    post("/touch");
  }
}

if (minutes > 0) {
  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    addEventListener(kind, () => locked || (touched = Date.now()), { passive: true });
  }
  setInterval(tick, TICK);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}
