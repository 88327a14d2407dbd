// What is to be looked at again when the page has changed. A step of a slider changes it a hundred times, and some looks
// ask for geometry; so they come together, a moment after a change.
(() => {
  if (window.cgChanged) return;
  const DELAY = 50, looks = [];
  let due;
  const all = () => {
    due = undefined;
    for (const look of looks) look();
  };
  new MutationObserver(() => { due ??= setTimeout(all, DELAY); }).observe(document.body, { childList: true, subtree: true });
  window.cgChanged = (look) => {
    looks.push(look);
    look();
  };
})();
