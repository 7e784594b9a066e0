// @ts-check
// 特別便 in words before it is sent: for whom, by name, and how many will see it.

const some = /** @type {HTMLDetailsElement | null} */ (document.querySelector("details.to-some"));
const form = some?.closest("form");
const send = /** @type {HTMLButtonElement | null} */ (form?.querySelector(".send-bar .first") ?? null);
const ordinary = send?.textContent ?? "";

function say() {
  if (!some || !form || !send) return;
  const chosen = /** @type {HTMLInputElement[]} */ ([...some.querySelectorAll("input:checked")]);
  const names = chosen.map((it) => it.dataset.name ?? "").join(some.dataset.separator);
  const words = (some.dataset.to ?? "").replace("{names}", names).replace("{n}", String(chosen.length + 1));
  for (const line of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".to-whom"))) {
    line.hidden = chosen.length === 0;
    line.textContent = chosen.length === 0 ? "" : words;
  }
  send.textContent = chosen.length === 0 ? ordinary : (some.dataset.send ?? ordinary);
}

some?.addEventListener("change", say);
say();
