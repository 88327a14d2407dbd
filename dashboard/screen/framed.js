// A chart alone in a frame tells the page around it how high it is, as deploy/embed.js does. It listens to nobody.
(() => {
  const chart = document.querySelector('[data-framed]'), page = chart?.closest('.stMainBlockContainer');
  if (parent === window || !page || window.cgFramed) return;
  window.cgFramed = true;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(page.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    parent.postMessage({ embed: chart.dataset.framed, height }, '*');
  }).observe(page);
})();
