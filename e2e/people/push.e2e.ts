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
  await page.goto('/account');
  await device.send('ServiceWorker.enable');
  await page.evaluate(async () => void (await navigator.serviceWorker.register('/push-worker.js')));
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await device.send('ServiceWorker.deliverPushMessage', { origin: product.url, registrationId: await registration, data: JSON.stringify({ title: 'Causeway has news for you', text: 'Open the console to see it.', tag: 'one' }) });
  await expect.poll(() => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map((n) => `${n.title}. ${n.body}`))).toEqual(['Causeway has news for you. Open the console to see it.']);
  await page.context().close();
});
