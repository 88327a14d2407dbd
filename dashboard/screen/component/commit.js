// Lets what Streamlit says to the server wait while the page shows a key's new value: its run of the same key would take
// the interpreter from the route, and its frontend the browser from the charts. Nothing is dropped or changes places.

// So long at most, in milliseconds.
const PATIENCE = 400;
// Keys that follow each other closer do not wait: a heap of commits that comes at once is more than Streamlit bears.
const APART = 500;
let newest = -APART;
const waiting = [];
let waits;

const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  if (waits) waiting.push([this, message]);
  else send.call(this, message);
};

// A key has been pressed; what Streamlit says of it is not sent before go().
export function wait() {
  go();
  const now = performance.now();
  if (now - newest > APART) waits = setTimeout(go, PATIENCE);
  newest = now;
}

export function go() {
  clearTimeout(waits);
  waits = undefined;
  for (const [socket, message] of waiting.splice(0)) send.call(socket, message);
}
addEventListener("pagehide", go);
