// What only the browser knows of addresses: which changes are a step of history, links that carry the scenario, anchors.
(() => {
  if (window.cgAddress) return;
  window.cgAddress = true;
  const LINKS = 'a[data-testid$="NavLink"],a[data-testid$="DropdownLink"],a[data-page]';
  const push = history.pushState.bind(history), replace = history.replaceState.bind(history);

  // One action is one step: the first change after a choice is pushed; sliders, and whatever follows, replace.
  let step = false, leaving = false, last = '';
  // Asked for counts as running, and so does a line that is cut: what comes next is not known yet.
  const running = () => !document.querySelector('[data-test-script-state="notRunning"][data-test-connection-state="CONNECTED"]');
  const began = (event) => {
    if (!(event.target instanceof Element)) return;
    if (!event.target.closest('input,textarea,[role="slider"],[data-testid="stSlider"]')) step = true;
    else if (!running()) step = false;
    leaving = false;
  };
  addEventListener('pointerdown', began, true);
  addEventListener('keydown', began, true);
  history.pushState = (state, title, url) => {
    const to = new URL(url, location.href), same = to.pathname === location.pathname;
    if (same && !to.hash) to.hash = location.hash;
    // On the way to another page the query is known before the page is; it comes again with the page.
    if (same && leaving) return;
    (!same || step ? push : replace)(state, title, to.href);
    step = leaving = false;
    back = false;
    carry();
    agree(FOLLOW);
  };

  // Streamlit's links lead to bare pages, and open in this tab whatever key is held.
  const carry = () => {
    for (const link of document.querySelectorAll(LINKS)) {
      // Streamlit's own address of the first page is empty, which a new tab would take for the page it comes from.
      if (link.getAttribute('href') === '') link.href = './';
      if (link.origin === location.origin && link.search !== location.search) link.search = location.search;
    }
  };
  addEventListener('click', (event) => {
    const link = event.target instanceof Element && event.target.closest(LINKS);
    if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) event.stopImmediatePropagation();
    else if (link) {
      leaving = link.pathname !== location.pathname;
      last = location.search;
    }
  }, true);
  addEventListener('popstate', () => setTimeout(carry));

  // What Streamlit is told of the address, or asked by it, can get lost between two runs. Where nothing runs any more, the
  // page is right: what it says of itself came last. Only after a Back the address is, and is asked for again.
  // A new address comes before the page that it is of, so that it is given more time.
  const AGREE = 400, FOLLOW = 2000, ASK = 1000, TRIES = 3;
  let due, back = false;
  const spoken = () => document.querySelector('[data-query]')?.dataset.query;
  const differs = () => spoken() !== undefined && spoken() !== location.search.slice(1)
    && !leaving && !/[?&]embed/.test(location.search);
  const after = (time, work) => {
    clearTimeout(due);
    due = setTimeout(() => (running() ? after(time, work) : differs() && work()), time);
  };
  const agree = (time) => after(time, () => {
    replace(history.state, '', `${location.pathname}${spoken() && '?'}${spoken()}${location.hash}`);
    carry();
  });
  const speaks = () => {
    back = back && differs();
    if (!back) agree(AGREE);
  };
  new MutationObserver(speaks).observe(document.body, { subtree: true, attributeFilter: ['data-query'] });
  const ask = (tries) => after(ASK, () => {
    dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
    back = tries > 1;
    if (back) ask(tries - 1);
  });
  addEventListener('popstate', ({ isTrusted }) => {
    if (!isTrusted) return;
    back = true;
    ask(TRIES);
  }, true);

  // The place that the address names, as soon as it is drawn, until the reader scrolls.
  let sought = location.hash.slice(1);
  // A link can be cut in the middle of a letter; then it names no place.
  try { sought = decodeURIComponent(sought); } catch { sought = ''; }
  const seek = () => sought && document.getElementById(sought)?.scrollIntoView();
  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    addEventListener(name, () => { sought = ''; }, { capture: true, passive: true, once: true });
  }

  // The first run leaves the query to us, because Streamlit's own way would be a step of history. A second session in
  // one page (the server was started anew) that began with a click on a link knows no query: load it with the old one.
  let begun;
  const begin = () => {
    const said = document.querySelector('[data-address]')?.dataset;
    if (said === undefined || said.session === begun) return;
    const lost = begun !== undefined && said.bare && last;
    begun = said.session;
    if (/[?&]embed/.test(location.search)) return;
    if (lost) location.replace(`${location.pathname}${last}${location.hash}`);
    else replace(history.state, '', `${location.pathname}?${said.address}${location.hash}`);
  };
  const look = () => { begin(); carry(); seek(); };
  window.cgChanged(look);
})();
