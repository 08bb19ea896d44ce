const OURS = 'http://console.invalid';

/** A page of our console to go on to, or `/`: an address must not be able to send a freshly signed-in person elsewhere. */
export function nextPage(wanted: unknown): string {
  if (typeof wanted !== 'string' || wanted.length > 1000 || !wanted.startsWith('/')) return '/';
  const url = URL.parse(wanted, OURS);
  if (url?.origin !== OURS || /^\/{2}/.test(url.pathname) || /^\/(api|sign-in)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}`;
}
