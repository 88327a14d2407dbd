// Lets the page follow a slider before its new value is committed: while it is dragged, and after a key. The newest
// value wins, and one request is under way at a time.
import { fetched } from "./ahead.js";
import { tell } from "./held.js";

// A request that nothing answers (the connection was lost) holds up the next for so long, in milliseconds.
const PATIENCE = 5000;
// Until then Streamlit has committed a key; what it says of the time before is held back as long.
const BEHIND = 2000;
let pressed = false;
// A slider on its way, by the pointer or by keys: { key, node, value, asked: the value asked for last, shown }.
let drag;
let step;
let flying;
let number = 0;
let stale = false;
// The slider that was moved last, and where the server knows all of them.
let last;
let known = {};
let checking;
let screen;

// What is on the screen, and how something else gets there: { parts, show, restore } of blocks.js.
export function listen(given) {
  screen = given;
}

// Whether a position of a drag has been asked for: a state that is committed follows.
export function dragging() {
  return drag?.asked !== undefined;
}

// Whether a message may be shown: one about a position of the drag while it lasts, and only then.
export function welcome(message) {
  if (message.live !== null) return drag !== undefined;
  // Nor is anything else shown that was asked for before the drag, or the last key, and tells of the time before it.
  if (dragging() || behind(message)) return false;
  stale = false;
  step = undefined;
  return true;
}

function behind({ at }) {
  if (!step?.shown || performance.now() - step.since > BEHIND || document.activeElement !== step.node) return false;
  return Number(step.node.value) === step.value && step.key in at && at[step.key] !== step.value;
}

// A message has been shown, or was too late.
export function arrived(message) {
  if (message.live === null) known = message.at;
  else stale = true;
  // Streamlit makes one run of two requests, so that a drag's own may find no answer.
  if (flying?.session && (message.live === null || message.live === flying.number)) flying = undefined;
  ask();
}

function ask() {
  const move = drag ?? step;
  if (!move || move.value === move.asked || (flying && performance.now() - flying.since < PATIENCE)) return;
  const parts = screen?.parts();
  if (!parts) return;
  move.asked = move.value;
  flying = { number: ++number, since: performance.now() };
  ahead(parts, move, { key: move.key, value: move.value, number });
}

// The route of a server of one's own, else a run of the session; after a key one is under way without being asked.
async function ahead(parts, move, position) {
  const messages = await fetched(parts, position.key, position.value);
  if (flying?.number !== position.number) return;
  const current = move === (drag ?? step);
  if (current && messages && screen.show(messages)) stale = move.shown = true;
  else if (current && drag) {
    flying.session = true;
    return void tell("live", position);
  }
  flying = undefined;
  ask();
}

function sliderOf(target) {
  const [, key] = /\bst-key-(?:m_)?(\w+)/.exec(target.closest?.('[class*="st-key-"]')?.className) ?? [];
  const node = target.closest?.('[data-testid="stSlider"]')?.querySelector("[aria-valuetext]");
  return key && node ? { key, node } : undefined;
}

// react-aria fires no events while it drags; it says where the thumb is. The keyboard changes the same attribute.
new MutationObserver((records) => {
  for (const { target } of records) {
    const moved = sliderOf(target);
    const keys = typed === target;
    if (!moved || !(pressed || keys)) continue;
    last = moved;
    if (!keys && !target.closest("[data-dragging]")) continue;
    const move = { ...moved, value: Number(target.value), since: performance.now() };
    if (pressed) drag = Object.assign(drag ?? {}, move);
    else {
      step = step?.node === target ? Object.assign(step, move) : move;
      look(BEHIND);
    }
  }
  ask();
}).observe(document.documentElement, { subtree: true, attributeFilter: ["aria-valuetext"] });

// What the reader lets go of, Streamlit commits; but a drag that ends where it began commits nothing, and a quick one
// sometimes the position before the last. So look, once that is over, whether the server knows where the slider stands.
function end() {
  pressed = false;
  if (drag?.asked !== undefined) stale = true;
  drag = undefined;
  if (last) look(400);
}

function look(soon) {
  clearTimeout(checking);
  checking = setTimeout(check, soon);
}

function check() {
  if (pressed || !last?.node.isConnected) return;
  step = undefined;
  const value = Number(last.node.value);
  if (last.key in known && known[last.key] !== value) {
    last.tries = (last.tries ?? 0) + 1;
    tell("rest", { key: last.key, value, number: ++number });
    if (last.tries < 5) look(1000);
  } else {
    if (stale && !screen.restore()) tell("rest", { number: ++number });
    last = undefined;
  }
}

// The slider that a key has gone to; what else changes it is not the reader's hand on it.
let typed;
addEventListener("keydown", ({ target }) => (typed = target), { capture: true });

// A finger may be about to scroll the page, and the phone's sliders stand in what is drawn anew.
const press = ({ pointerType, target }) => {
  typed = step = undefined;
  pressed = pointerType !== "touch";
  // A flick may be over before the thumb has moved.
  if (pressed) last = sliderOf(target) ?? last;
};
addEventListener("pointerdown", press, { capture: true });
addEventListener("popstate", () => (typed = step = undefined), { capture: true });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, { capture: true });
