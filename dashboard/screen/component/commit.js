// Lets what Streamlit says to the server wait while the page shows a key's new value: its run of the same key would take
// the interpreter from the route, and its frontend the browser from the charts. Nothing is dropped or changes places.

// So long at most, in milliseconds: keys that follow each other do not hold it up for ever.
const PATIENCE = 400;
const waiting = [];
let waits;

const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (message) {
  if (waits) waiting.push([this, message]);
  else send.call(this, message);
};

export function wait() {
  waits ??= setTimeout(go, PATIENCE);
}

export function go() {
  clearTimeout(waits);
  waits = undefined;
  for (const [socket, message] of waiting.splice(0)) send.call(socket, message);
}
addEventListener("pagehide", go);
