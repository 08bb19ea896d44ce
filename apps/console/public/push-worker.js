// Shows what a push service brings to this browser, and opens the console at it. It keeps nothing and stands between no request.
self.addEventListener('push', (event) => {
  let said = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // a browser must show something for every push; then only that something waits
  }
  const title = typeof said.title === 'string' ? said.title : 'Causeway has news for you';
  event.waitUntil(self.registration.showNotification(title, { body: typeof said.text === 'string' ? said.text : 'Open the console to see it.', tag: said.tag, requireInteraction: said.urgent === true, icon: '/mark.svg' }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: 'window' });
    const [first] = open;
    if (!first) return self.clients.openWindow('/notices');
    await first.focus();
    return first.navigate('/notices');
  })());
});
