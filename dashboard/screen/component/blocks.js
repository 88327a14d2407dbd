// Draws the blocks of a page; the messages are those of sheet.py.
import * as charts from "./charts.js";
import * as held from "./held.js";
import * as later from "./later.js";
import * as live from "./live.js";
import { morph } from "./morph.js";

const VERSIONS = 6;
// "page/block" → stamp → what stands in it, the newest last. A message carries only what this store should lack.
const kept = new Map();
const mounts = new Set();
let asked = "";

export function receive({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".cg-blocks");
  const message = JSON.parse(new TextDecoder().decode(data));
  for (const [id, body] of Object.entries(message.bodies)) keep(`${message.page}/${id}`, message.stamps[id], body);
  if (!root.cgMount) {
    root.addEventListener("click", follow);
    root.addEventListener("click", take);
    later.watch(root);
  }
  root.cgMount = { root, message, tell: setTriggerValue };
  mounts.add(root);
  held.listen(setTriggerValue);
  live.listen({ parts: () => whole(), show, restore, afterwards: charts.afterwards });
  commit(message);
}

// A link to another page of the same session: a full load would lose an uploaded file.
function follow(event) {
  const link = event.target.closest("a[data-page]");
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  event.currentTarget.cgMount.tell("go", link.dataset.page);
}

// What a chart's menu makes is made by a script of its own, asked for when a reader first wants it.
function take(event) {
  const button = event.target.closest("button[data-take]");
  if (button) import("./picture.js").then((it) => it.take(button));
}

function keep(name, stamp, body) {
  const versions = kept.get(name) ?? new Map();
  versions.delete(stamp);
  versions.set(stamp, body);
  if (versions.size > VERSIONS) versions.delete(versions.keys().next().value);
  kept.set(name, versions);
}

// Write a state to the screen: all of it in this task, so that no frame shows two.
function commit(message) {
  const together = whole(message);
  if (!together) return;
  if (live.welcome(message)) write(together, message.state);
  live.arrived(message);
}

// The parts of a state, the newest if none is given, in their order; undefined while one of them is on its way.
function whole(message) {
  let together = [];
  for (const root of mounts) {
    if (!root.isConnected) mounts.delete(root);
    else together.push(root.cgMount);
  }
  const { state, parts } = message ?? together[0]?.message ?? {};
  together = together.filter((mount) => mount.message.state === state);
  if (!parts || together.length < parts) return undefined;
  return together.sort((one, other) => one.message.part - other.message.part);
}

// Show messages of the route (ahead.js) in place of those of the session; whether they fit what stands there.
function show(messages) {
  const together = whole();
  if (together?.length !== messages.length || together[0].message.page !== messages[0].page) return false;
  return write(together.map(({ root }, at) => ({ root, message: messages[at] })));
}

// Show again what the session has committed last; whether that is known.
function restore() {
  const together = whole();
  return together?.[0].message.live === null && write(together);
}

// `state`: of a run of the session, which can be asked for what is missing.
function write(together, state) {
  const changes = together.flatMap(({ root, message }) => changesOf(root, message));
  if (changes.some(({ body }) => body === undefined)) {
    // Sent is not received: the server's queue may have dropped what another message replaced. Ask for everything.
    if (state && asked !== state) held.tell("lost", (asked = state));
    return false;
  }
  const inside = changes.filter(({ id }) => id.startsWith("later-"));
  const plots = changes.filter(({ node }) => node?.cgPlot).map(({ node }) => node.cgPlot);
  const measured = new Map(plots.map((plot) => [plot, charts.measure(plot)]));
  for (const { root, message } of together) lay(root, message);
  for (const { root, id, stamp, body } of changes) {
    const node = root.cgNodes.get(id);
    if (!node) continue;
    node.cgStamp = stamp;
    if (body.html !== undefined) morph(node, body.html);
    else charts.take(node.cgPlot, body, stamp);
  }
  for (const { root, id, stamp, body } of inside) {
    for (const place of later.places(root, id)) {
      place.cgStamp = stamp;
      morph(place, body.html);
    }
  }
  later.settled(together);
  const drawn = changes.filter(({ body }) => body.figure).map(({ root, id }) => root.cgNodes.get(id).cgPlot);
  for (const plot of drawn) if (!measured.has(plot)) measured.set(plot, charts.measure(plot));
  charts.draw(drawn, measured);
  return true;
}

function changesOf(root, message) {
  return Object.entries(message.stamps).flatMap(([id, stamp]) => {
    const nodes = root.cgPage !== message.page ? [] : id.startsWith("later-") ? later.places(root, id) : [root.cgNodes.get(id)];
    if (nodes.length && nodes.every((node) => node?.cgStamp === stamp)) return [];
    const name = `${message.page}/${id}`;
    const known = kept.get(name)?.get(stamp);
    if (known) keep(name, stamp, known);
    const body = known ?? message.bodies[id];
    return [{ root, node: nodes[0], id, stamp, body }];
  });
}

// The blocks in their order and columns; nodes stay where the order does.
function lay(root, { page, frame, stamps }) {
  const order = JSON.stringify(frame);
  if (root.cgPage === page && root.cgOrder === order) return;
  const old = root.cgPage === page ? root.cgNodes : new Map();
  const gone = new Set(root.cgNodes?.values());
  if (root.cgPage !== undefined && root.cgPage !== page && !location.hash) {
    root.closest('[data-testid="stMain"]')?.scrollTo(0, 0);
  }
  const ids = Object.keys(stamps).filter((id) => !id.startsWith("later-"));
  root.cgNodes = new Map(ids.map((id) => [id, old.get(id) ?? block(page, id)]));
  const place = (entry) => (typeof entry === "string" ? root.cgNodes.get(entry) : pair(entry, place));
  root.replaceChildren(...frame.map(place));
  Object.assign(root, { cgPage: page, cgOrder: order });
  for (const node of root.cgNodes.values()) gone.delete(node);
  for (const node of gone) if (node.cgPlot) charts.forget(node.cgPlot);
}

function block(page, id) {
  const node = document.createElement("div");
  node.className = "cg-block";
  node.dataset.block = id;
  // Changes of the sentence are read aloud.
  if (id === "headline") node.setAttribute("aria-live", "polite");
  if (id.startsWith("plot-")) {
    node.cgPlot = charts.make(`${page}/${id}`);
    node.append(node.cgPlot);
  }
  return node;
}

function pair(columns, place) {
  const node = document.createElement("div");
  node.className = "cg-pair";
  for (const [share, entries] of columns) {
    const column = document.createElement("div");
    column.className = "cg-column";
    column.style.setProperty("--cg-share", share);
    column.append(...entries.map(place));
    node.append(column);
  }
  return node;
}
