// Before the first paint: theme and density as chosen last time, so that a dark reading room is not lit up. Kept in step with preferences.ts.
try {
  const kept = JSON.parse(localStorage.getItem('causeway.preferences') ?? '{}');
  if (kept.theme === 'light' || kept.theme === 'dark') document.documentElement.dataset.theme = kept.theme;
  if (kept.density === 'comfortable' || kept.density === 'dense') document.documentElement.classList.add('density-' + kept.density);
} catch {
  // Storage may be closed to us: the system's theme then decides.
}
