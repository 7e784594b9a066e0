// @ts-check
// While a value is typed: whether it is out of range, by word and shape, under its field.

const field = document.getElementById("vitals");

/** Full-width digits, as a Japanese keyboard writes them, made plain. @param {string} text */
function plain(text) {
  return text.trim().replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[．。]/g, ".");
}

/** @param {HTMLInputElement} input */
function mark(input) {
  const said = document.getElementById(`${input.id}-said`);
  const value = plain(input.value);
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1000 : NaN;
  const { low, high } = input.dataset;
  const word = low && number < Number(low) ? field?.dataset.lowWord : high && number >= Number(high) ? field?.dataset.highWord : "";
  input.classList.toggle("out", Boolean(word));
  said?.querySelector(".out")?.remove();
  if (!said || !word) return;
  const out = document.createElement("span");
  out.className = "out";
  out.textContent = word;
  said.prepend(out);
}

if (field) {
  for (const input of field.querySelectorAll("input[data-low]")) {
    const it = /** @type {HTMLInputElement} */ (input);
    it.addEventListener("input", () => mark(it));
    if (it.value) mark(it);
  }
  if (location.hash === "#vitals") field.querySelector("input")?.focus();
}
