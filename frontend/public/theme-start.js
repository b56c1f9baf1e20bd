// Runs before the first paint, as a file of its own so that the page needs no inline script.
try {
  const root = document.documentElement;
  const theme = localStorage.getItem('musaic.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const language = localStorage.getItem('musaic.language');
  if (language) root.lang = language;
  if (localStorage.getItem('musaic.signed-in')) root.dataset.signedIn = '';
} catch {
  // Storage may be forbidden; the defaults stand.
}
