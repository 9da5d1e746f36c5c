// The token leaves the address before anything else happens, so that neither the history nor a
// screenshot of the window keeps it.
(() => {
  const redeem = () => {
    const token = location.hash.slice(1);
    if (!token) return;
    history.replaceState(null, '', location.pathname);
    document.getElementById('token').value = token;
    document.getElementById('setup').submit();
  };
  // A link that is pasted where this page is open already does not load it anew.
  window.addEventListener('hashchange', redeem);
  redeem();
})();
