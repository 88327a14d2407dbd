// A page longer than three screens shows its line of contents.
(() => {
  if (window.cgContents) return;
  window.cgContents = true;
  const SCREENS = 3;
  const look = () => {
    const page = document.querySelector('.stMainBlockContainer');
    if (page) document.documentElement.classList.toggle('cg-long', page.scrollHeight > SCREENS * innerHeight);
  };
  addEventListener('resize', look);
  window.cgChanged(look);
})();
