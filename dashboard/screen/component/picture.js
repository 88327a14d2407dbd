// What a reader takes away of a chart: made here of what the page shows, without another request.
const SVG = "http://www.w3.org/2000/svg";
// A picture travels without the page's font: whoever opens it uses a font of their own.
const SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif';
const PAPER = "#FCFBF9";
const INK = "#16202A";
const MUTED = "#58626E";
const HAIR = "#DAD6CE";
const CHART = 760;
const EDGE = 24;
const SCALE = 2;

export async function take(button) {
  const chart = read(button.closest(".cg-menu"));
  const { about, say } = chart;
  say("");
  const made = {
    svg: async () => save(`${chart.name}.svg`, new Blob([await picture(chart)], { type: "image/svg+xml" })),
    png: async () => save(`${chart.name}.png`, await pixels(await picture(chart))),
    csv: () => save(`${chart.name}.csv`, new Blob([csv(chart)], { type: "text/csv;charset=utf-8" })),
    copy: () => copyTable(chart),
    embed: () => copyWords(chart, frame(chart)),
    cite: () => copyWords(chart, about.cite.replace(/\{(title|link|day)\}/g, (_, part) => cited(chart)[part])),
  };
  await made[button.dataset.take]();
}

// A chart as it stands on the page.
function read(menu) {
  const { chart: key, anchor } = menu.dataset;
  const root = menu.closest(".cg-blocks");
  const block = (name) => root.querySelector(`[data-block="${CSS.escape(name)}"]`);
  const about = document.querySelector(".cg-about").dataset;
  const head = block(`head-${key}`);
  const note = menu.querySelector(".cg-said");
  return {
    about,
    body: block(`plot-${key}`).querySelector(".cgplot").cgBody,
    title: words(head.querySelector("h2")),
    subtitle: words(head.querySelector(".cg-sub")),
    sources: [...menu.closest(".cg-foot").querySelectorAll(".cg-origins > span")].map(words),
    table: menu.closest(".cg-foot").querySelector("table"),
    link: `${about.link}#chart-${anchor}`,
    key,
    name: `${about.page}-${anchor}`,
    say: (text) => (note.textContent = text),
  };
}

function words(node) {
  return (node?.textContent ?? "").replace(/[^\S\u00a0]+/g, " ").trim();
}

// ------------------------------------------------------------------------------------------------ pictures

// The chart on light paper with title and source, as the text of an SVG file.
async function picture({ body, title, subtitle, sources, about, link }) {
  const { data, layout } = structuredClone(body.figure);
  const size = { width: CHART, height: body.height };
  const drawn = await window.Plotly.toImage(
    { data, layout: { ...layout, ...size } },
    { format: "svg", imageDataOnly: true, ...size },
  );
  const root = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
  const stage = document.body.appendChild(document.createElement("div"));
  Object.assign(stage.style, { position: "absolute", left: "-9999px", top: "0", visibility: "hidden" });
  stage.setAttribute("aria-hidden", "true");
  try {
    const plot = stage.appendChild(document.importNode(root, true));
    await document.fonts.ready;
    settle(plot);
    const svg = make("svg", { xmlns: SVG });
    stage.append(svg);
    const write = writer(svg);
    let y = write(title, EDGE, 20, INK, 600);
    y = write(subtitle, y + 4, 13, MUTED);
    const moved = make("g", { transform: `translate(${EDGE} ${y + 10})` });
    moved.append(...plot.childNodes);
    svg.append(moved);
    y += body.height + 22;
    svg.append(make("path", { d: `M${EDGE} ${y}h${CHART}`, stroke: HAIR }));
    y = write(sources.join(" · "), y + 8, 12, MUTED);
    y = write(about.source, y, 12, MUTED);
    y = write(link, y, 11, MUTED);
    return finished(svg, CHART + 2 * EDGE, Math.ceil(y + EDGE - 6), [title, `${about.source}, ${link}`]);
  } finally {
    stage.remove();
  }
}

function make(name, attributes) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

// The words in a font that every reader has, none wider than the room that was found for it; see hold.
function settle(plot) {
  const lines = [...plot.querySelectorAll("text")].flatMap(split).filter((line) => line.getComputedTextLength());
  const room = lines.map((line) => line.getComputedTextLength());
  const styled = [...plot.querySelectorAll("[style]")];
  for (const node of styled) if (node.style.fontFamily) node.style.fontFamily = SANS;
  const own = lines.map((line) => line.getComputedTextLength());
  const sum = (all) => all.reduce((one, other) => one + other, 0);
  const smaller = Math.min(1, sum(room) / sum(own));
  for (const { style } of styled) {
    if (style.fontSize) style.fontSize = `${(parseFloat(style.fontSize) * smaller).toFixed(2)}px`;
  }
  lines.forEach((line, index) => hold(line, room[index]));
  for (const node of plot.querySelectorAll("*")) {
    for (const name of ["class", "data-unformatted", "data-math"]) node.removeAttribute(name);
  }
}

// Lines below each other as texts of their own: not every program moves a part of a text down.
function split(text) {
  const lines = [...text.querySelectorAll("tspan.line")];
  if (!lines.length) return [text];
  const apart = lines.map((line) => {
    const one = text.cloneNode(false);
    const filled = line.getNumberOfChars() > 0;
    one.setAttribute("x", line.getAttribute("x") ?? text.getAttribute("x") ?? 0);
    one.setAttribute("y", filled ? line.getStartPositionOfChar(0).y.toFixed(2) : 0);
    one.append(...[...line.childNodes].map((node) => node.cloneNode(true)));
    return one;
  });
  text.replaceWith(...apart);
  return apart;
}

// Whatever font draws a line, it takes no more than its room.
function hold(line, room = Infinity) {
  const width = Math.min(room, line.getComputedTextLength());
  line.setAttribute("textLength", width.toFixed(1));
  line.setAttribute("lengthAdjust", "spacingAndGlyphs");
}

// Writes wrapped lines from a height on, and returns the height below them.
function writer(svg) {
  const brush = document.createElement("canvas").getContext("2d");
  return (text, top, size, fill, weight = 400) => {
    brush.font = `${weight} ${size}px ${SANS}`;
    const step = Math.round(size * 1.4);
    let y = top;
    for (const line of wrapped(text, (one) => brush.measureText(one).width)) {
      y += step;
      const node = make("text", { x: EDGE, y: y - Math.round(size * 0.35), fill });
      Object.assign(node.style, { fontFamily: SANS, fontSize: `${size}px`, fontWeight: weight });
      node.textContent = line;
      svg.append(node);
      hold(node);
    }
    return y;
  };
}

// Lines of at most the chart's width; an address, which has no blanks, is broken where it must be.
function wrapped(text, width) {
  const lines = [];
  let line = "";
  for (const word of text.split(" ").filter(Boolean)) {
    if (line && width(`${line} ${word}`) <= CHART) {
      line += ` ${word}`;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (width(line) > CHART) {
      let end = line.length - 1;
      while (width(line.slice(0, end)) > CHART) end -= 1;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line ? [...lines, line] : lines;
}

function finished(svg, width, height, [title, description]) {
  for (const [key, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) {
    svg.setAttribute(key, value);
  }
  const named = make("title", {});
  const described = make("desc", {});
  [named.textContent, described.textContent] = [title, description];
  svg.prepend(named, described, make("rect", { width, height, fill: PAPER }));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(svg)}\n`;
}

async function pixels(svg) {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth * SCALE, image.naturalHeight * SCALE];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    URL.revokeObjectURL(address);
  }
}

function save(name, blob) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// -------------------------------------------------------------------------------------------------- tables

// As tables.table_csv writes it: every column as shown, and beside a column of numbers their values in base units.
// German spreadsheets split at semicolons and read a decimal comma.
function csv({ table, title, about, link }) {
  const rows = [...table.rows].map((row) => [...row.cells]);
  const german = document.documentElement.lang === "de";
  const number = (cell) => (cell.classList.contains("num") && cell.querySelector("data")?.getAttribute("value")) || "";
  const value = (cell) => (german ? number(cell).replace(".", ",") : number(cell));
  const numbers = rows[0].map((_, column) => rows.slice(1).some((row) => row[column]?.classList.contains("num")));
  const lines = rows.map((row, index) =>
    row.flatMap((cell, column) => {
      const shown = safe(words(cell));
      if (!numbers[column]) return [shown];
      return index ? [shown, value(cell)] : [shown, about.raw.replace("{name}", () => shown)];
    }),
  );
  const notes = [title, about.csv, link].map((line) => [`# ${line}`]);
  const separator = german ? ";" : ",";
  const quoted = (cell) => (/["\r\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return `\ufeff${[...notes, ...lines].map((row) => row.map(quoted).join(separator)).join("\r\n")}\r\n`;
}

// A cell that no spreadsheet takes for a formula.
function safe(cell) {
  return /^[ \u00a0]*[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell;
}

// ------------------------------------------------------------------------------------------------- clipboard

function cited({ title, link }) {
  const day = new Intl.DateTimeFormat(document.documentElement.lang === "de" ? "de" : "en-GB", { dateStyle: "long" });
  return { title, link, day: day.format(new Date()) };
}

// The frame is as high as chart, words and source need; a page that listens to the embed's message can fit it.
function frame({ about, key, title, body }) {
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const address = escaped(about.embed.replace("{chart}", key));
  const size = `width="100%" height="${body.height + 230}" style="border:0" loading="lazy"`;
  return `<iframe src="${address}" title="${escaped(title)}" ${size}></iframe>`;
}

async function copyWords({ about, say }, text) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${about.copied} ${text}`);
  } catch {
    say(`${about.failed} ${text}`);
  }
}

// What the reader would have copied by hand: the page makes plain numbers of it (clipboard.js).
function copyTable({ table, about, say }) {
  const stage = document.body.appendChild(document.createElement("div"));
  stage.className = "cg";
  Object.assign(stage.style, { position: "absolute", left: "-9999px", top: "0" });
  const copy = stage.appendChild(table.cloneNode(true));
  const before = document.activeElement;
  const chosen = getSelection();
  chosen.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(copy);
  chosen.addRange(range);
  const done = document.execCommand("copy");
  chosen.removeAllRanges();
  stage.remove();
  before?.focus();
  say(done ? `${about.copied} ${about.table}` : about.failed);
}
