// @ts-check
// A photo or a page seen large: by pinching, by a double press, by keys, and moved about. Without
// this module the picture is a link to itself.

const MOST = 6;
const STEP = 1.5;

/** One picture in its frame. */
class Zoom {
  scale = 1;
  x = 0;
  y = 0;
  /** Fingers or the mouse on the picture. @type {Map<number, {x: number, y: number}>} */
  touching = new Map();
  moved = false;

  /** @param {HTMLElement} frame @param {HTMLImageElement} picture */
  constructor(frame, picture) {
    this.frame = frame;
    this.picture = picture;
    const way = /** @type {HTMLElement} */ (picture.parentElement);
    way.setAttribute("draggable", "false");
    picture.setAttribute("draggable", "false");
    picture.addEventListener("pointerdown", (event) => this.down(event));
    picture.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) {
      picture.addEventListener(end, (event) => this.up(/** @type {PointerEvent} */ (event)));
    }
    way.addEventListener("click", (event) => this.press(event));
    way.addEventListener("keydown", (event) => this.key(event));
    frame.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    for (const button of frame.querySelectorAll("button[data-zoom-by]")) {
      const by = Number(/** @type {HTMLElement} */ (button).dataset.zoomBy);
      button.addEventListener("click", () => this.by(by || 1 / this.scale));
      button.removeAttribute("hidden");
    }
    this.paint();
  }

  /** Larger or smaller around a place of the frame; its middle if none is said. */
  by(factor, at = this.middle()) {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor));
    const grown = scale / this.scale;
    this.x = at.x - (at.x - this.x) * grown;
    this.y = at.y - (at.y - this.y) * grown;
    this.scale = scale;
    this.paint();
  }

  middle() {
    return { x: this.picture.offsetWidth / 2, y: this.picture.offsetHeight / 2 };
  }

  /** A place of the window as a place of the picture as it was at first. @param {{clientX: number, clientY: number}} event */
  place(event) {
    const box = this.picture.getBoundingClientRect();
    return { x: event.clientX - box.left + this.x, y: event.clientY - box.top + this.y };
  }

  paint() {
    const { offsetWidth: width, offsetHeight: height } = this.picture;
    this.x = Math.min(0, Math.max(width * (1 - this.scale), this.x));
    this.y = Math.min(0, Math.max(height * (1 - this.scale), this.y));
    const large = this.scale > 1;
    this.picture.style.transformOrigin = "0 0";
    this.picture.style.transform = large ? `translate(${this.x}px, ${this.y}px) scale(${this.scale})` : "";
    this.picture.style.touchAction = large ? "none" : "pan-x pan-y";
    this.frame.classList.toggle("large", large);
    this.frame.dataset.scale = this.scale.toFixed(2);
  }

  /** @param {PointerEvent} event */
  down(event) {
    if (event.button !== 0) return;
    if (this.touching.size === 0) this.moved = false;
    this.touching.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (this.scale > 1 || this.touching.size > 1) this.picture.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.touching.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    if (this.touching.size === 2) {
      const other = [...this.touching].find(([id]) => id !== event.pointerId)?.[1] ?? before;
      const apart = (/** @type {{x: number, y: number}} */ it) => Math.hypot(it.x - other.x, it.y - other.y);
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
      this.by(apart(now) / Math.max(1, apart(before)), this.place(middle));
      this.moved = true;
    } else if (this.scale > 1) {
      if (Math.hypot(now.x - before.x, now.y - before.y) < 3 && !this.moved) return;
      this.moved = true;
      this.x += now.x - before.x;
      this.y += now.y - before.y;
      this.paint();
    }
    this.touching.set(event.pointerId, now);
  }

  /** @param {PointerEvent} event */
  up(event) {
    this.touching.delete(event.pointerId);
  }

  /** A press opens nothing; two make it larger, or small again. @param {MouseEvent} event */
  press(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (this.moved || (event.detail !== 2 && event.detail !== 0)) return;
    if (this.scale > 1) this.by(1 / this.scale);
    else this.by(2.5, event.detail === 0 ? this.middle() : this.place(event));
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    if (!event.ctrlKey) return; // without it the wheel moves the page
    event.preventDefault();
    this.by(event.deltaY < 0 ? 1.15 : 1 / 1.15, this.place(event));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const move = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (event.key === "+" || event.key === ";") this.by(STEP);
    else if (event.key === "-") this.by(1 / STEP);
    else if (event.key === "0" || (event.key === "Escape" && this.scale > 1)) this.by(1 / this.scale);
    else if (move && this.scale > 1) {
      this.x += move[0];
      this.y += move[1];
      this.paint();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

for (const frame of document.querySelectorAll("figure[data-zoom]")) {
  const picture = frame.querySelector("img");
  if (picture) new Zoom(/** @type {HTMLElement} */ (frame), picture);
}

// To the photos beside it with the arrows, as long as nothing else wants them.
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  if (/** @type {HTMLElement} */ (event.target).closest?.("input, textarea, select")) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && /** @type {HTMLElement | null} */ (document.querySelector(`.turn [rel=${way}]`));
  link?.click();
});
