// A page whose server cannot be reached says so, and takes no input that nobody would hear.
(() => {
  if (window.cgConnection) return;
  window.cgConnection = true;
  const INPUTS = '[data-testid="stSidebarUserContent"],.st-key-mobile,[data-testid$="NavLink"],[data-testid$="NavLinkContainer"],'
    + '.stMain :is(.stButton,.stSlider,.stButtonGroup,.stTextInput,.stNumberInput,.stSelectbox,.stFileUploader,.stDownloadButton,.stPopover)';
  const RERUN = { key: 'r', code: 'KeyR', keyCode: 82, bubbles: true };
  const STAYS = 8000;
  // Looks after all has been asked for, a fifth of a second apart, in which what was applied should be on the page.
  const LOOKS = 15;
  const said = () => ({ ...document.querySelector('[data-connection]')?.dataset });
  let seen = false, unreachable = false, cut = false, asked = false, before = {}, after = 0, looks = 0, timer;
  const again = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  };

  const band = document.createElement('div');
  band.className = 'cg-band';
  band.setAttribute('role', 'status');
  const show = (words) => {
    // Inside the app, where the colours are known.
    document.querySelector('[data-testid="stApp"]').append(band);
    if (band.textContent !== words) band.textContent = words;
  };

  let deaf = false;
  const takeInput = (yes) => {
    deaf = !yes;
    for (const node of document.querySelectorAll(INPUTS)) node.inert = deaf;
  };
  // What is drawn meanwhile takes none either: a choice that met the run asked for below would be lost to it.
  window.cgChanged(() => { if (deaf) takeInput(false); });

  const values = (of) => new Map(Object.entries(JSON.parse(of.values || '{}')));
  // While a slider is dragged, the page says what is not committed: then it does not say its address.
  const committed = () => document.querySelector('[data-query]') !== null;
  const applied = () => {
    const now = said(), old = values(before), moved = [];
    for (const [name, value] of values(now)) if (old.get(name) !== value) moved.push(`${name} ${value}`);
    for (const name of old.keys()) if (!values(now).has(name)) moved.push(`${name} ${now.unset}`);
    if (!moved.length || !committed()) return false;
    show(`${now.again} ${moved.join(' · ')}`);
    setTimeout(() => { if (!cut) show(''); }, STAYS);
    return true;
  };

  // A slider that was let go of while it took no input is dragged for ever, and has committed nothing: let go of it again.
  let pressed = false;
  addEventListener('pointerdown', () => { pressed = true; }, { capture: true });
  for (const name of ['pointerup', 'pointercancel']) addEventListener(name, () => { pressed = false; }, { capture: true });
  const release = () => {
    const stuck = pressed ? [] : document.querySelectorAll('[data-testid="stSlider"] [data-dragging]:has(input)');
    const way = { bubbles: true, pointerId: 1, pointerType: 'mouse', button: 0 };
    for (const thumb of stuck) for (const name of ['pointerdown', 'pointerup']) thumb.dispatchEvent(new PointerEvent(name, way));
    return stuck.length > 0;
  };

  const look = () => {
    const app = document.querySelector('[data-testid="stApp"]')?.dataset;
    if (!app) return;
    seen ||= app.testConnectionState === 'CONNECTED';
    const lost = seen && (unreachable || app.testConnectionState !== 'CONNECTED');
    // What had arrived by the cut is drawn a moment later; what was moved then is not in the numbers yet.
    if ((lost || !after) && committed()) before = said();
    if (lost) show(said().cut ?? '');
    if (lost !== cut) {
      if (lost) takeInput(false);
      else show('');
      // A run that the cut has put off begins a moment after the connection.
      after = lost ? 0 : performance.now() + 500;
      asked = false;
    }
    cut = lost;
    if (cut || !after) return;
    if (performance.now() < after || app.testScriptState !== 'notRunning') {
      again(200);
    } else if (!asked) {
      // Not sooner: a server that has begun anew draws the sliders as the address says.
      takeInput(true);
      asked = true;
      looks = 0;
      // A move that was cut off is known to the widget alone; Streamlit sends all of them when it is asked to run.
      if (!release()) for (const name of ['keydown', 'keyup']) document.dispatchEvent(new KeyboardEvent(name, RERUN));
      after = performance.now() + 500;
      again(600);
    } else if (applied() || ++looks > LOOKS) {
      after = 0;
    } else {
      // The page says what it is set to a moment after its run has ended.
      again(200);
    }
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
    attributes: true, subtree: true,
    attributeFilter: ['data-test-connection-state', 'data-test-script-state', 'data-cut', 'data-values'],
  });
  look();
})();
