// The insides of closed disclosures: asked for when the reader is about to look, or has done nothing for a while.
import { tell } from "./held.js";

// Time without a move after which everything is asked for, so that it can be printed; in milliseconds.
const IDLE = 4000;
let timer;
let asked = false;
const named = new Set();

export function places(root, name) {
  return [...root.querySelectorAll(`[data-later="${name}"]`)];
}

// What has been filled is fresh; the rest is of an older state.
export function settled(roots) {
  asked = false;
  clearTimeout(timer);
  for (const { root, message } of roots) {
    for (const place of root.querySelectorAll("[data-later]")) {
      if (place.dataset.later in message.stamps) place.cgOf = message.of;
      const fresh = place.cgOf === message.of;
      if (place.hasAttribute("data-stale") === fresh) place.toggleAttribute("data-stale", !fresh);
    }
    for (const open of root.querySelectorAll("details[open] [data-stale]")) look(open, message.page);
  }
  if (document.querySelector("[data-later][data-stale]")) timer = setTimeout(all, IDLE);
}

function look(place, page) {
  const name = `${page}/${place.dataset.later}`;
  if (named.has(name)) return;
  named.add(name);
  tell("need", { open: [name] });
}

function all() {
  if (asked || !document.querySelector("[data-later][data-stale]")) return;
  if (document.querySelector("[data-dragging]")) return void (timer = setTimeout(all, IDLE));
  asked = true;
  tell("need", { all: true });
}

// A look at one of them is likely where the pointer or the focus is near it. What is open is sent with every state.
export function watch(root) {
  const near = ({ target }) => {
    const place = target
      .closest?.("details:has([data-later][data-stale]),.cg-foot:has([data-later][data-stale])")
      ?.querySelector("[data-later][data-stale]");
    if (place && root.cgPage) look(place, root.cgPage);
  };
  for (const name of ["pointerover", "focusin", "pointerdown"]) root.addEventListener(name, near);
  const opened = ({ target }) => {
    const place = target.open && target.querySelector("[data-later]");
    if (place && root.cgPage) look(place, root.cgPage);
  };
  root.addEventListener("toggle", opened, { capture: true });
}

addEventListener("beforeprint", all);
// Whoever waits for the whole page, as the tests do.
addEventListener("cg-open", all);
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "p") all();
});
