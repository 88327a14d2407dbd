// Draws the chart of an embedded page and tells the page around it how high it is. It listens to nobody.
(() => {
  const NARROW = 520;
  const chart = JSON.parse(document.getElementById('chart').textContent);
  const node = document.querySelector('.cgplot');

  let width = 0;
  const draw = () => {
    if (!node || !node.clientWidth || Math.abs(node.clientWidth - width) <= 1) return;
    width = node.clientWidth;
    const figure = (width < NARROW && chart.narrow) || chart.figure;
    const layout = Object.assign({}, figure.layout, { width, height: chart.height });
    Plotly.react(node, figure.data, layout, { displayModeBar: false, responsive: false, locale: 'en' });
  };

  let told = 0;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told || parent === window) return;
    told = height;
    parent.postMessage({ embed: chart.name, height }, '*');
  };

  new ResizeObserver(() => { draw(); tell(); }).observe(document.documentElement);
  draw();
  tell();
})();
