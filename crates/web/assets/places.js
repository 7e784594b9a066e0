// @ts-check
// 所在県 was chosen: its municipalities take the place of the others, without a new page.

/** @typedef {[code: string, name: string]} Place */

const prefecture = /** @type {HTMLSelectElement | null} */ (document.querySelector("#f-prefecture"));
const municipality = /** @type {HTMLSelectElement | null} */ (
  document.querySelector("#f-municipality")
);

/** @param {HTMLSelectElement} select @param {Place[]} places */
function show(select, places) {
  const first = select.options[0];
  select.replaceChildren(first, ...places.map(([code, name]) => new Option(name, code)));
  select.value = "";
}

async function follow() {
  if (!prefecture || !municipality || prefecture.value === "") return;
  const asked = prefecture.value;
  municipality.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`/places/${asked}`);
    if (answer.ok && prefecture.value === asked) show(municipality, await answer.json());
  } finally {
    municipality.removeAttribute("aria-busy");
  }
}

prefecture?.addEventListener("change", () => void follow());
