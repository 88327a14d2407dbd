// Changes HTML in place: what stays the same keeps its node, and with it focus, selection, scroll and open details.

// The HTML comes from markup.py, where every word is escaped; see there.
export function morph(target, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  children(target, fresh.content);
}

function children(target, fresh) {
  const old = [...target.childNodes];
  const wanted = [...fresh.childNodes];
  wanted.forEach((node, position) => {
    const was = old[position];
    if (!was) target.append(node);
    else if (!same(was, node)) was.replaceWith(node);
    else if (node.nodeType === Node.ELEMENT_NODE) element(was, node);
    else if (was.data !== node.data) was.data = node.data;
  });
  for (const node of old.slice(wanted.length)) node.remove();
}

// A node of another name is another thing, even at the same place.
function same(was, node) {
  if (was.nodeName !== node.nodeName || was.id !== node.id) return false;
  return was.dataset?.key === node.dataset?.key && was.dataset?.page === node.dataset?.page;
}

function element(was, node) {
  for (const { name, value } of node.attributes) {
    if (was.getAttribute(name) !== value && !kept(was, name)) was.setAttribute(name, value);
  }
  for (const { name } of [...was.attributes]) {
    if (!node.hasAttribute(name) && !kept(was, name)) was.removeAttribute(name);
  }
  // What a disclosure holds comes by itself.
  if (!("later" in node.dataset)) children(was, node);
}

// Whether a disclosure is open is its reader's to say, and address.js lets links to pages carry the scenario.
function kept(node, name) {
  if (name === "data-stale") return true;
  return (name === "open" && node.nodeName === "DETAILS") || (name === "href" && "page" in node.dataset);
}
