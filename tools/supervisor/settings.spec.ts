import { expect, it } from 'vitest';
import { listenerPorts, readSettings, SettingsProblem } from './settings';

it('has a default for everything, and runs no demonstration unless told to', () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({ host: '127.0.0.1', port: 4280, dicomPort: 11112, mllpPort: 2575, demo: false, ownDatabase: false });
  expect(settings.dataDir.endsWith('/.data')).toBe(true);
});

it('names every setting that cannot be used in one go', () => {
  const read = () => readSettings({ CAUSEWAY_PORT: 'abc', CAUSEWAY_MLLP_PORT: '70000', CAUSEWAY_DEMO: 'yes' });
  expect(read).toThrow(SettingsProblem);
  expect(read).toThrow(/CAUSEWAY_PORT must be a port number from 1 to 65535, not "abc"[^]*CAUSEWAY_MLLP_PORT[^]*CAUSEWAY_DEMO must be 1 or 0, not "yes"/);
});

it('refuses two listeners on one port', () => {
  expect(() => readSettings({ CAUSEWAY_PORT: '2575' })).toThrow('CAUSEWAY_PORT and CAUSEWAY_MLLP_PORT both want port 2575');
  expect(() => readSettings({ CAUSEWAY_DEMO: '1', CAUSEWAY_DEMO_PORT: '4271' })).toThrow('both want port 4280');
  expect(() => readSettings({ CAUSEWAY_STOW_PORT: '4280' })).toThrow('CAUSEWAY_PORT and CAUSEWAY_STOW_PORT both want port 4280');
});

it('needs the demonstration’s ports only when there is one', () => {
  expect(listenerPorts(readSettings({})).map(({ port }) => port)).toEqual([4280, 11112, 2575]);
  expect(listenerPorts(readSettings({ CAUSEWAY_DEMO: '1', CAUSEWAY_PORT: '5000' })).map(({ port }) => port)).toEqual([5000, 11112, 2575, 5010, 5011, 5012, 5013, 5014, 5015, 5016, 5017, 5018, 5019]);
});

it('takes a database of the site’s own, given directly or as a file', () => {
  expect(readSettings({ CAUSEWAY_DATABASE_URL: 'postgres://x' }).ownDatabase).toBe(true);
  expect(readSettings({ CAUSEWAY_DATABASE_URL_FILE: '/run/secrets/db' }).ownDatabase).toBe(true);
});
