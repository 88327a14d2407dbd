// What happens in the browser at one step. It reads geometry once before the step and never during it.
(() => {
  const probe = (window.probe = { traffic: [] });
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => arrived(performance.now(), data.size ?? data.byteLength ?? data.length));
    }
  };
  function arrived(at, bytes) {
    probe.traffic.push({ at, bytes });
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!["fetch", "xmlhttprequest"].includes(entry.initiatorType)) continue;
      arrived(entry.responseStart, 0);
      arrived(entry.responseEnd, entry.encodedBodySize);
    }
  }).observe({ type: "resource" });

  const plots = () => [...document.querySelectorAll(".js-plotly-plot")];
  const inView = (node) => {
    const box = node.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight && box.width > 0;
  };
  const text = (values) =>
    [...document.querySelectorAll(values)].map((node) => node.textContent).join("|");
  // Plotly makes a new _fullLayout for whatever it draws, in the task in which it draws it.
  const drawings = () => plots().map((plot) => plot.querySelector(".main-svg") && plot._fullLayout);
  // To be called in an animation frame: the time after that frame.
  const painted = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(null);
  };
  const frames = (work) => requestAnimationFrame(() => work() && frames(work));

  // Before a key press: the charts that it redraws (by index), and the headline and key figures that it leads to.
  probe.arm = ({ values, redrawn, headline, figures }) => {
    const before = drawings();
    const seen = plots().map(inView);
    const step = (probe.step = { pressed: null, words: null, inView: null, all: null });
    probe.traffic.length = 0;
    const note = (name, reached) => {
      if (!reached || step[name] !== null) return;
      step[name] = -1;
      painted((at) => (step[name] = at - step.pressed));
    };
    frames(() => {
      if (step.pressed === null) return true;
      const now = drawings();
      const left = redrawn.filter((at) => !now[at] || now[at] === before[at]);
      const said = document.querySelector("h1")?.textContent === headline && text(values).startsWith(figures);
      note("words", said);
      note("inView", said && !left.some((at) => seen[at]));
      note("all", said && !left.length);
      return step.all === null;
    });
  };
  addEventListener(
    "keydown",
    () => {
      if (probe.step && probe.step.pressed === null) probe.step.pressed = performance.now();
    },
    true,
  );

  // During a drag: how often the key figures, and each chart in view, stand on the screen in another state.
  probe.follow = (values) => {
    const seen = plots().map(inView);
    const drag = (probe.drag = { down: null, up: null, last: 0, states: 0, drawn: seen.map(() => 0) });
    let words = text(values);
    let before = drawings();
    frames(() => {
      const dragging = drag.down !== null && drag.up === null;
      const [nowWords, now] = [text(values), drawings()];
      const anew = now.map((one, at) => seen[at] && one && one !== before[at]);
      if (nowWords !== words || anew.includes(true)) painted((at) => (drag.last = at));
      if (dragging && nowWords !== words) drag.states += 1;
      if (dragging) anew.forEach((is, at) => is && (drag.drawn[at] += 1));
      [words, before] = [nowWords, now];
      return probe.drag === drag;
    });
  };
  addEventListener("pointerdown", () => probe.drag && (probe.drag.down = performance.now()), true);
  addEventListener("pointerup", () => probe.drag && (probe.drag.up = performance.now()), true);

  // The first visit: when the sentence, and when all charts in view, stand on the screen.
  probe.visit = { headline: null, inView: null };
  frames(() => {
    const { visit } = probe;
    if (document.querySelector("h1")?.textContent) painted((at) => (visit.headline ??= at));
    const boxes = visit.headline === null ? [] : [...document.querySelectorAll(".cgplot, .js-plotly-plot")].filter(inView);
    if (boxes.length && boxes.every((node) => node.querySelector(".main-svg"))) painted((at) => (visit.inView ??= at));
    return visit.inView === null;
  });
})();
