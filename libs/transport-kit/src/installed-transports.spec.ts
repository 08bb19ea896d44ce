import { expect, it } from 'vitest';
import { FakePartner, fakeTransport } from '../testing/index';
import { TransportFailure } from './failure';
import { InstalledTransports } from './installed-transports';
import { capabilitiesOf } from './transport';

const partners = new Map([['pacs', new FakePartner()]]);
const context = { endpoint: 'e1', log: () => undefined };

it('works with none installed, and says so when asked for one', () => {
  const none = new InstalledTransports([]);
  expect(none.kinds).toEqual([]);
  expect(() => none.get('dimse')).toThrow('The transport dimse is not installed; installed: none.');
});

it('refuses the same kind twice', () => {
  expect(() => new InstalledTransports([fakeTransport(partners, 'a'), fakeTransport(partners, 'a')])).toThrow(TransportFailure);
});

it('refuses a transport without a kind', () => {
  expect(() => new InstalledTransports([fakeTransport(partners, ' ')])).toThrow(TransportFailure);
});

it('names what is installed when a kind is unknown', () => {
  const installed = new InstalledTransports([fakeTransport(partners, 'a'), fakeTransport(partners, 'b')]);
  expect(() => installed.get('c')).toThrow(expect.objectContaining({ code: 'misconfigured', retry: 'never' }));
  expect(() => installed.get('c')).toThrow('installed: a, b');
});

it('opens a line only with settings the transport takes', async () => {
  const installed = new InstalledTransports([fakeTransport(partners)]);
  await expect(installed.open('fake', {}, context)).rejects.toMatchObject({ code: 'misconfigured' });
  const line = await installed.open('fake', { address: 'pacs' }, context);
  expect(capabilitiesOf(line)).toContain('send');
});
