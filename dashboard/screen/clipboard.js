// A table or a figure that is copied: plain numbers beside the words, so that a spreadsheet counts with them.
(() => {
  if (window.cgClipboard) return;
  window.cgClipboard = true;
  const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
  const of = (node, place) => (node instanceof Element ? node : node.parentElement)?.closest(place);
  const value = (data) => {
    const raw = data.getAttribute('value') ?? '';
    return NUMBER.test(raw) ? raw : null;
  };
  // A spreadsheet reads numbers in the language of its owner, who has chosen that of the page.
  const written = (raw) => (document.documentElement.lang === 'de' ? raw.replace('.', ',') : raw);
  const words = (node) => node.textContent.replace(/[\s\u00a0]+/g, ' ').trim();

  // The number of a cell that holds nothing else.
  const alone = (cell) => {
    const [data, more] = cell.querySelectorAll('data');
    return data && !more && words(data) === words(cell) ? value(data) : null;
  };
  const table = (rows) => {
    const copy = document.createElement('table');
    const lines = rows.map((row) => {
      const to = copy.insertRow();
      return [...row.cells].map((cell) => {
        const raw = alone(cell), shown = to.insertCell();
        shown.textContent = words(cell);
        if (raw === null) return words(cell);
        // What LibreOffice and Excel take for the value of a cell.
        shown.setAttribute('sdval', raw);
        shown.setAttribute('sdnum', '1033;');
        shown.setAttribute('x:num', raw);
        return written(raw);
      }).join('\t');
    });
    return [lines.join('\n'), copy.outerHTML];
  };

  addEventListener('copy', (event) => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || of(event.target, 'input,textarea')) return;
    const range = chosen.getRangeAt(0), place = range.commonAncestorContainer;
    const figure = of(place, '.cg data'), cell = of(place, '.cg td,.cg th'), whole = of(place, '.cg table,.cg-scroll');
    let plain, rich;
    if (figure && value(figure) !== null) [plain, rich] = [written(value(figure)), words(figure)];
    else if (!cell && whole) {
      const rows = [...whole.querySelectorAll('tr')].filter((row) => range.intersectsNode(row));
      if (rows.length) [plain, rich] = table(rows);
    }
    if (plain === undefined) return;
    event.clipboardData.setData('text/plain', plain);
    event.clipboardData.setData('text/html', rich);
    event.preventDefault();
  });
})();
