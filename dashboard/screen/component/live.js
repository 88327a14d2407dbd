// Lets the page follow a slider before its new value is committed: while it is dragged, and after a key. The newest value
// wins, and one request is under way at a time.
import { fetched, offered } from "./ahead.js";
import * as commit from "./commit.js";
import { tell } from "./held.js";

// A request that nothing answers (the connection was lost) holds up the next for so long, in milliseconds.
const PATIENCE = 5000;
// Until then Streamlit has committed a key; what it says of the time before is not shown.
const BEHIND = 2000;
let pressed = false;
// A run of the session would draw the phone's sliders anew, under the finger.
let finger = false;
// A slider on its way, by the pointer or by keys: { key, node, value, asked: the value asked for last }; of keys also
// since when the value stands, and which of them the page has shown.
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

// What is on the screen, and how something else gets there: { parts, show, restore, afterwards } of blocks.js.
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
  if (step?.shown === undefined || performance.now() - step.since > BEHIND || document.activeElement !== step.node) return false;
  return step.key in at && at[step.key] !== Number(step.node.value);
}

// A message has been shown, or was too late.
export function arrived(message) {
  if (message.live === null) known = message.at;
  else stale = true;
  // Streamlit makes one run of two requests, so that a drag's own may find no answer.
  if (flying?.session && (message.live === null || message.live === flying.number)) flying = undefined;
  ask();
}

// `soon`: messages that are about to be shown.
function ask(soon) {
  const move = drag ?? step;
  if (!move || move.value === move.asked || (flying && performance.now() - flying.since < PATIENCE)) return;
  const parts = screen?.parts();
  if (!parts || (move === step && !offered(parts))) return;
  move.asked = move.value;
  flying = { number: ++number, since: performance.now() };
  ahead(parts, move, { key: move.key, value: move.value, number }, soon);
}

// The route of a server of one's own, else a run of the session; after a key one is under way without being asked.
async function ahead(parts, move, position, soon) {
  const messages = await fetched(parts, position.key, position.value, soon);
  if (flying?.number !== position.number) return;
  flying = undefined;
  const wanted = move === (drag ?? step) && (move === drag || nearer(position.value));
  // The server makes the next while the browser draws this one.
  if (wanted && messages) ask(messages);
  const shown = wanted && messages && screen.show(messages);
  if (shown) {
    stale = true;
    move.shown = position.value;
  }
  if (move === step && !flying) {
    if (shown) screen.afterwards(commit.go);
    else commit.go();
  }
  if (wanted && move === drag && !shown && !finger && !flying) {
    flying = { number: position.number, since: performance.now(), session: true };
    tell("live", position);
  } else {
    ask();
  }
}

// Whether a value that keys have gone through is nearer to where the slider stands by now than what is on the screen.
function nearer(value) {
  const { node, key, shown = known[key] } = step;
  const now = Number(node.value);
  return value === now || Math.abs(value - now) < Math.abs(shown - now);
}

function sliderOf(target) {
  const [, key] = /\bst-key-(?:m_)?(\w+)/.exec(target.closest?.('[class*="st-key-"]')?.className) ?? [];
  const node = target.closest?.('[data-testid="stSlider"]')?.querySelector("[aria-valuetext]");
  return key && node ? { key, node } : undefined;
}

// react-aria fires no events while it drags; it says where the thumb is. The keyboard changes the same attribute.
new MutationObserver((records) => {
  for (const { target } of records) {
    const keys = !pressed && target === typed;
    const moved = (pressed || keys) && sliderOf(target);
    if (!moved) continue;
    const value = Number(target.value);
    // Streamlit says again what has been committed.
    if (keys && !step && known[moved.key] === value) continue;
    last = moved;
    if (keys) type(moved, value);
    else if (target.closest("[data-dragging]")) drag = Object.assign(drag ?? {}, { key: moved.key, value });
  }
  ask();
}).observe(document.documentElement, { subtree: true, attributeFilter: ["aria-valuetext"] });

function type(moved, value) {
  const parts = screen?.parts();
  if (parts && offered(parts) && (step?.node !== moved.node || step.value !== value)) commit.wait();
  step = Object.assign(step?.node === moved.node ? step : {}, { ...moved, value, since: performance.now() });
  look(BEHIND);
}

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

// The slider that a key has gone to; what else moves it is not the reader's hand on it.
let typed;
const ARROWS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 };
addEventListener(
  "keydown",
  ({ target, key, ctrlKey, altKey, metaKey, shiftKey }) => {
    typed = target;
    const moved = key in ARROWS && !pressed && !(ctrlKey || altKey || metaKey || shiftKey) && sliderOf(target);
    if (moved?.node !== target) return;
    // Where it will stand when React has drawn it, some milliseconds from now; the answer is under way by then.
    const value = Number((Number(target.value) + ARROWS[key] * Number(target.step)).toFixed(6));
    if (value < Number(target.min) || value > Number(target.max)) return;
    last = moved;
    type(moved, value);
    ask();
  },
  { capture: true },
);

function leave() {
  // What comes next may move that slider too, and is no key that was lost.
  if (step) last = undefined;
  typed = step = undefined;
  commit.go();
}

const press = ({ pointerType, target }) => {
  leave();
  pressed = true;
  finger = pointerType === "touch";
  // A flick may be over before the thumb has moved; a finger may be about to scroll the page.
  if (!finger) last = sliderOf(target) ?? last;
};
addEventListener("popstate", leave, { capture: true });
addEventListener("pointerdown", press, { capture: true });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, { capture: true });
