// Lets the page follow a slider while it is dragged: the newest value wins, and one request is under way at a time.
import { fetched } from "./ahead.js";
import { tell } from "./held.js";

// A request that nothing answers (the connection was lost) holds up the next for so long, in milliseconds.
const PATIENCE = 5000;
let pressed = false;
// A run of the session would draw the phone's sliders anew, under the finger.
let finger = false;
// The slider that is being dragged: { key, value, asked: the value asked for last }.
let drag;
let flying;
let number = 0;
let stale = false;
// The slider that was moved last, and where the server knows all of them.
let last;
let known = {};
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
  // Nor is anything else shown that was asked for before the drag and tells of the time before it.
  if (dragging()) return false;
  stale = false;
  return true;
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
  if (!drag || drag.value === drag.asked || (flying && performance.now() - flying.since < PATIENCE)) return;
  const parts = screen?.parts();
  if (!parts) return;
  drag.asked = drag.value;
  flying = { number: ++number, since: performance.now() };
  ahead(parts, drag, { key: drag.key, value: drag.value, number });
}

// The route of a server of one's own, else a run of the session.
async function ahead(parts, of, position) {
  const messages = await fetched(parts, position.key, position.value);
  if (flying?.number !== position.number) return;
  if (of === drag && !(messages && screen.show(messages)) && !finger) {
    flying.session = true;
    return void tell("live", position);
  }
  stale ||= of === drag;
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
  for (const { target } of pressed ? records : []) {
    const moved = sliderOf(target);
    if (!moved) continue;
    last = moved;
    if (target.closest("[data-dragging]")) drag = Object.assign(drag ?? {}, { key: moved.key, value: Number(target.value) });
  }
  ask();
}).observe(document.documentElement, { subtree: true, attributeFilter: ["aria-valuetext"] });

// What the reader lets go of, Streamlit commits; but a drag that ends where it began commits nothing, and a quick one
// sometimes the position before the last. So look, once that is over, whether the server knows where the slider stands.
function end() {
  pressed = false;
  if (drag?.asked !== undefined) stale = true;
  drag = undefined;
  if (last) setTimeout(check, 400);
}

function check() {
  if (pressed || !last?.node.isConnected) return;
  const value = Number(last.node.value);
  if (last.key in known && known[last.key] !== value) {
    last.tries = (last.tries ?? 0) + 1;
    tell("rest", { key: last.key, value, number: ++number });
    if (last.tries < 5) setTimeout(check, 1000);
  } else {
    if (stale && !screen.restore()) tell("rest", { number: ++number });
    last = undefined;
  }
}

const press = ({ pointerType, target }) => {
  pressed = true;
  finger = pointerType === "touch";
  // A flick may be over before the thumb has moved; a finger may be about to scroll the page.
  if (!finger) last = sliderOf(target) ?? last;
};
addEventListener("pointerdown", press, { capture: true });
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, end, { capture: true });
