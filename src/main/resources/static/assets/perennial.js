const meta = (name) => document.querySelector(`meta[name="${name}"]`)?.content;

document.addEventListener('htmx:configRequest', (event) => {
  const header = meta('csrf-header');
  if (header) event.detail.headers[header] = meta('csrf-token');
});

// A page that polls must say when it no longer can; else old truths look fresh.
const stale = (isStale) => {
  const banner = document.getElementById('stale');
  if (banner) banner.hidden = !isStale;
};
document.addEventListener('htmx:sendError', () => stale(true));
document.addEventListener('htmx:responseError', () => stale(true));
document.addEventListener('htmx:afterOnLoad', () => stale(false));

document.addEventListener('click', async (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.copy) {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = 'Copied';
  }
  if (button?.dataset.accept) {
    const field = document.querySelector('[data-terms]');
    field.value = button.dataset.accept;
    field.focus();
  }
});
