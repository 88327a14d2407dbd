// Asks the server's route for the page with a slider elsewhere, past Streamlit's run; ahead.py has the other end.

// Where the route refuses, the session is asked instead; and the route again after a while, in milliseconds.
const REST = 3000;
let refused = -REST;

// Whether the route may be asked about the page that these parts make up.
export function offered(parts) {
  return Boolean(parts[0].message.ahead) && performance.now() - refused >= REST;
}

// The messages for the parts of a page with the slider `key` at `value`, undefined where the route gives none; `soon`:
// messages that will stand on the screen when they come.
export async function fetched(parts, key, value, soon) {
  if (!offered(parts)) return undefined;
  const { page, ahead } = parts[0].message;
  const link = new URLSearchParams(ahead.q);
  link.set(key, value);
  const asked = new URLSearchParams({ q: link, day: ahead.day, ...onScreen(parts, soon) });
  try {
    const answer = await fetch(new URL(`../../../live/${page}?${asked}`, import.meta.url));
    // 204: the session has to be asked.
    if (answer.status === 200) return await answer.json();
  } catch {
    // The line is cut; the session will say so.
  }
  refused = performance.now();
  return undefined;
}

// What is on the screen, or soon will be, so that only the rest is sent.
function onScreen(parts, soon) {
  const nodes = parts.flatMap(({ root }) => [...root.cgNodes]);
  const opened = parts.flatMap(({ root }) => [...root.querySelectorAll("details[open] [data-later]")]);
  return {
    stamps: soon?.flatMap((message) => Object.values(message.stamps)) ?? [...nodes.map(([, node]) => node), ...opened].map((it) => it.cgStamp),
    opened: opened.map((place) => place.dataset.later),
    narrow: nodes.filter(([, { cgPlot }]) => cgPlot?.cgBody?.narrow).map(([id]) => id),
  };
}
