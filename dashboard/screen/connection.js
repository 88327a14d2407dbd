// A page whose server cannot be reached says so, and takes no input that nobody would hear.
(() => {
  if (window.cgConnection) return;
  window.cgConnection = true;
  const INPUTS = '[data-testid="stSidebarUserContent"],.st-key-mobile,[data-testid$="NavLink"],[data-testid$="NavLinkContainer"],'
    + '.stMain :is(.stButton,.stSlider,.stButtonGroup,.stTextInput,.stNumberInput,.stSelectbox,.stFileUploader,.stDownloadButton,.stPopover)';
  const STAYS = 8000;
  const said = () => ({ ...document.querySelector('[data-connection]')?.dataset });
  let seen = false, unreachable = false, cut = false, asked = false, before = {}, after = 0;

  const band = document.createElement('div');
  band.className = 'cg-band';
  band.setAttribute('role', 'status');
  const show = (words) => {
    // Inside the app, where the colours are known.
    document.querySelector('[data-testid="stApp"]').append(band);
    band.textContent = words;
  };

  const values = (of) => new Map(Object.entries(JSON.parse(of.values || '{}')));
  const applied = () => {
    const now = said(), old = values(before), moved = [];
    for (const [name, value] of values(now)) if (old.get(name) !== value) moved.push(`${name} ${value}`);
    for (const name of old.keys()) if (!values(now).has(name)) moved.push(`${name} ${now.unset}`);
    show(moved.length ? `${now.again} ${moved.join(' · ')}` : '');
    if (moved.length) setTimeout(() => { if (!cut) show(''); }, STAYS);
    return moved.length > 0;
  };

  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]')?.dataset;
    if (!app) return;
    seen ||= app.testConnectionState === 'CONNECTED';
    const lost = seen && (unreachable || app.testConnectionState !== 'CONNECTED');
    if (lost && !cut) {
      // What was moved at the moment of the cut is not in the numbers yet, and not in what the page says of itself.
      before = said();
      show(before.cut ?? '');
    }
    if (lost !== cut) {
      for (const node of document.querySelectorAll(INPUTS)) node.inert = lost;
      // A run that the cut has put off begins a moment after the connection.
      after = lost ? 0 : performance.now() + 500;
      asked = false;
    }
    cut = lost;
    if (!cut && after && performance.now() >= after && app.testScriptState === 'notRunning') {
      if (asked) {
        // The page says what it is set to a moment after its run has ended.
        if (applied() || performance.now() > after + 3000) after = 0;
        else setTimeout(look, 200);
      } else {
        // A move that was cut off is known to the widget alone; Streamlit sends all of them when it is asked to run.
        asked = true;
        document.dispatchEvent(new KeyboardEvent('keydown', { key: 'r', code: 'KeyR', keyCode: 82, bubbles: true }));
        document.dispatchEvent(new KeyboardEvent('keyup', { key: 'r', code: 'KeyR', keyCode: 82, bubbles: true }));
        after = performance.now() + 500;
        setTimeout(look, 600);
      }
    } else if (!cut && after) setTimeout(look, 200);
  };

  // A browser that is off the net does not close the socket for half a minute; a server on this very machine is there
  // all the same, so it is asked.
  const ask = async () => {
    const script = document.querySelector('script[type="module"][src*="/static/"]');
    const base = script ? script.src.split('/static/')[0] : location.origin;
    try {
      const answer = await fetch(`${base}/_stcore/health`, { cache: 'no-store', signal: AbortSignal.timeout(1500) });
      unreachable = !answer.ok;
    } catch {
      unreachable = true;
    }
    look();
    if (unreachable) setTimeout(ask, 2000);
  };
  addEventListener('offline', ask);
  addEventListener('online', ask);
  new MutationObserver(look).observe(document.body, {
    attributes: true, attributeFilter: ['data-test-connection-state', 'data-test-script-state'], subtree: true,
  });
  look();
})();
