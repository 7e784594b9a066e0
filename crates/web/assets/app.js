// @ts-check
// What scripts add to pages that are whole without them.
import "./live.js";
import "./composer.js";
import "./delivery.js";
import "./idle.js";
import "./passkey.js";
import "./quote.js";
import "./vitals.js";
import "./zoom.js";
import "./notebooks.js";
import "./places.js";

// A sheet opened by its address closes with Escape, as every sheet does.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (location.hash === "#about") location.hash = "#main";
  const panel = document.querySelector("details.narrow[open]");
  if (!panel) return;
  panel.removeAttribute("open");
  panel.querySelector("summary")?.focus();
});

// “Contacts” in the banner points at a sheet; opened folds close when one touches elsewhere.
addEventListener("pointerdown", (event) => {
  for (const fold of document.querySelectorAll("details:is(.chips-more, .narrow, .order)[open]")) {
    if (!fold.contains(/** @type {Node} */ (event.target))) fold.removeAttribute("open");
  }
});
