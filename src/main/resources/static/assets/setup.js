// The token leaves the address before anything else happens, so that neither the history nor a
// screenshot of the window keeps it.
(() => {
  const token = location.hash.slice(1);
  const form = document.getElementById('setup');
  if (!token || form.dataset.refused) return;
  history.replaceState(null, '', location.pathname);
  document.getElementById('token').value = token;
  form.submit();
})();
