// What a push service brings reaches whoever is away from the console: the worker shows it, and it is all there is to see.
import { wholeBrowser } from '../support/browser';
import { expect, test } from '../support/journey';
import { windowOf } from '../support/people';

test.use({ launchOptions: wholeBrowser });

test('the browser shows what is pushed, and nothing but that there is news', async ({ browser, product }) => {
  const page = await windowOf(browser, product, 'diaz');
  await page.context().grantPermissions(['notifications'], { origin: product.url });
  const device = await page.context().newCDPSession(page);
  const registration = new Promise<string>((resolve) => device.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId)));
  // The browser tells what it shows. Asking the page for its notifications would take one away that is just being put on the screen.
  const shown: Record<string, string>[] = [];
  device.on('BackgroundService.backgroundServiceEventReceived', ({ backgroundServiceEvent: { eventName, eventMetadata } }) => shown.push({ eventName, ...Object.fromEntries(eventMetadata.map(({ key, value }) => [key, value])) }));
  await device.send('BackgroundService.startObserving', { service: 'notifications' });
  await device.send('BackgroundService.setRecording', { service: 'notifications', shouldRecord: true });
  await page.goto('/account');
  await device.send('ServiceWorker.enable');
  await page.evaluate(async () => void (await navigator.serviceWorker.register('/push-worker.js')));
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await device.send('ServiceWorker.deliverPushMessage', { origin: product.url, registrationId: await registration, data: JSON.stringify({ title: 'The film room has news', text: 'One thing waits.', tag: 'one' }) });
  await expect.poll(() => shown).toEqual([{ eventName: 'Notification displayed', Title: 'The film room has news', Body: 'One thing waits.' }]);
  await page.context().close();
});
