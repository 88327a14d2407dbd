// A request of the page itself names the page and the address that it stands for. Sent after the reader has gone
// elsewhere, it would take the reader back; so it waits until the page is the one that the address says.

// How long it waits at most, in milliseconds: an address that somebody typed is not the page's own writing of it.
const PATIENCE = 3000;
let left = -PATIENCE;
// What the page said of itself when a link was followed: the address changes only with the page.
let before;
const waiting = [];
let looking;
let teller;

// Who carries it: the newest of the page's parts, since the others may be gone by the time.
export function listen(newest) {
  teller = newest;
}

export function tell(name, value) {
  waiting.push([name, value]);
  release();
}

function release() {
  clearTimeout(looking);
  if (away()) looking = setTimeout(release, 50);
  else for (const request of waiting.splice(0)) teller(...request);
}

function said() {
  return document.querySelector("[data-query]")?.dataset.query;
}

function away() {
  if (performance.now() - left > PATIENCE) return false;
  return said() === before || said() !== location.search.slice(1);
}

function leave({ target, type }) {
  const link = type === "popstate" ? location : target.closest?.("a[href]");
  if (link?.origin === location.origin && (type === "popstate" || link.pathname !== location.pathname)) {
    left = performance.now();
    before = type === "popstate" ? undefined : said();
  }
}
for (const name of ["popstate", "click"]) addEventListener(name, leave, { capture: true });
