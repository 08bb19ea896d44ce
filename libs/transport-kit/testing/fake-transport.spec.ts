import { expect, it } from 'vitest';
import type { InstanceSink, SendProgress } from '../src/index';
import { describeTransport } from './describe-transport';
import { FakePartner } from './fake-partner';
import { fakeTransport } from './fake-transport';
import { collect, outgoingInstance } from './samples';

const partners = new Map<string, FakePartner>();
const transport = fakeTransport(partners);
const message = { id: '1', type: 'ORM^O01', bytes: Buffer.from('DOE^JANE') };
const parcel = { instances: [outgoingInstance({ sopInstanceUid: '1.2.3.4', dataSet: Buffer.from('DOE^JANE') })] };
let studies = 100;
const keep = (): InstanceSink => ({ write: () => undefined, end: async () => 'kept', abort: () => undefined });

function registered(address: string, partner: FakePartner): { settings: unknown; stop(): Promise<void> } {
  partners.set(address, partner);
  return { settings: { address }, stop: async () => void partners.delete(address) };
}

describeTransport('The fake transport', {
  transport,
  honest: async () => registered('honest', new FakePartner()),
  silent: async () => registered('silent', Object.assign(new FakePartner(), { silent: true })),
  unreachable: { address: 'nowhere' },
  wrong: { raw: { address: 7 }, path: 'address' },
  exercises: {
    find: async (line, signal) => collect(line.find!({ level: 'study', keys: { patientName: 'DOE^JANE' } }, signal)),
    fetch: async (line, signal) => line.fetch!({ studyInstanceUid: '1.2.3' }, { instance: keep }, signal),
    send: async (line, signal) => line.send!(parcel, signal),
    commit: async (line, signal) => line.commit!([{ sopClassUid: '1.2', sopInstanceUid: '1.2.3.4' }], null, signal),
    publish: async (line, signal) => line.publish!(message, signal),
    identify: async (line, signal) => line.identify!({ identifiers: [], name: 'DOE^JANE', wanted: [] }, signal),
    place: async (line, signal) => line.place!(message, signal),
    listen: async (line, signal) => (await line.listen!({}, signal)).close(),
  },
  instances: () => {
    const studyInstanceUid = `1.2.${++studies}`;
    return [1, 2].map((n) => outgoingInstance({ sopInstanceUid: `${studyInstanceUid}.${n}`, studyInstanceUid, dataSet: Buffer.from('DOE^JANE') }));
  },
  patientWords: ['DOE', 'JANE'],
});

it('keeps what it takes and tells every instance its standing', async () => {
  const partner = new FakePartner();
  registered('moody', partner);
  partner.treat('1.2', 'reject-for-now');
  partner.treat('1.3', 'lose-answer');
  partner.treat('1.4', 'lose-instance');
  const line = await transport.open({ address: 'moody' }, { endpoint: 'e', log: () => undefined });
  const instances = ['1.1', '1.2', '1.3', '1.4'].map((sopInstanceUid) => outgoingInstance({ sopInstanceUid, dataSet: Buffer.from(sopInstanceUid) }));
  const progress: SendProgress[] = [];
  const receipt = await line.send!({ instances }, new AbortController().signal, (step) => progress.push(step));
  expect(receipt.results.map((result) => result.standing)).toEqual(['sent', 'rejected', 'unknown', 'sent']);
  expect([...partner.held.keys()]).toEqual(['1.1', '1.3']);
  expect(progress.map((step) => step.type)).toEqual(Array.from({ length: 8 }, (_, i) => (i % 2 ? 'answered' : 'begun')));
});

it('throws the failure its partner was given', async () => {
  const { TransportFailure } = await import('../src/index');
  const partner = new FakePartner();
  registered('down', partner);
  partner.failure = new TransportFailure('busy', 'later', 'At their limit.');
  const line = await transport.open({ address: 'down' }, { endpoint: 'e', log: () => undefined });
  await expect(line.send!(parcel, new AbortController().signal)).rejects.toBe(partner.failure);
});

it('gives what it holds to the intake of whoever fetches', async () => {
  const partner = new FakePartner();
  registered('giver', partner);
  const line = await transport.open({ address: 'giver' }, { endpoint: 'e', log: () => undefined });
  await line.send!(parcel, new AbortController().signal);
  const written: string[] = [];
  const sink: InstanceSink = { write: (bytes) => void written.push(Buffer.from(bytes).toString()), end: async () => 'kept', abort: () => undefined };
  const receipt = await line.fetch!({ studyInstanceUid: '1.2.3' }, { instance: () => sink }, new AbortController().signal);
  expect(receipt.kept).toEqual(['1.2.3.4']);
  expect(written).toEqual(['DOE^JANE']);
});
