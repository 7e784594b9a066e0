// @ts-check
// What scripts add to pages that are whole without them.
import "./live.js";
import "./composer.js";
import "./idle.js";

// A sheet opened by its address closes with Escape, as every sheet does.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#about") location.hash = "#main";
});

// “Contacts” in the banner points at a sheet; opened folds close when one touches elsewhere.
addEventListener("pointerdown", (event) => {
  for (const fold of document.querySelectorAll("details.chips-more[open]")) {
    if (!fold.contains(/** @type {Node} */ (event.target))) fold.removeAttribute("open");
  }
});
