// What is new since the reader's last visit. Which facts this browser has seen stays in its own storage.
(() => {
  if (window.cgVisit) return;
  window.cgVisit = true;
  const KEY = 'cango-facts';

  // The facts of the visit before this one; one tab is one visit. Null at the first.
  const before = (now) => {
    const seen = JSON.parse(localStorage.getItem(KEY)), known = sessionStorage.getItem(KEY);
    if (known !== null && seen && seen.version === now.version) return JSON.parse(known);
    const last = seen && seen.version !== now.version ? seen : null;
    sessionStorage.setItem(KEY, JSON.stringify(last));
    localStorage.setItem(KEY, JSON.stringify(now));
    return last;
  };

  const look = () => {
    const line = document.getElementById('since');
    if (!line || line.dataset.looked) return;
    line.dataset.looked = 'yes';
    try {
      const last = before({ version: line.dataset.version, day: line.dataset.day });
      const versions = JSON.parse(line.dataset.since);
      // A version that was never archived is told by its day.
      const found = last && (versions.find(([version]) => version === last.version)
        ?? versions.findLast(([, day]) => day <= last.day));
      if (!found?.[2]) return;
      line.querySelector('span').textContent = found[2];
      line.hidden = false;
    } catch { /* A browser that keeps nothing, or kept something else, says nothing. */ }
  };
  window.cgChanged(look);
})();
