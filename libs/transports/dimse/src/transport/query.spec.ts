import type { Line, RemoteMatch, RemoteQuery, RemoteStudy, StudyKeys } from '@causeway/transport-kit';
import { collect } from '@causeway/transport-kit/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoopbackPeer, sampleInstance } from '../../testing/index';
import { dimse } from './dimse';

const japanese = { patientName: 'Yamada^Tarou=山田^太郎', patientId: 'J-1', studyInstanceUid: '1.2.10', studyDate: '20260110' };
const german = { patientName: 'Jäger^Änne', patientId: 'D-1', studyInstanceUid: '1.2.20', studyDate: '20260220' };

let peer: LoopbackPeer;
let line: Line;

beforeAll(async () => {
  peer = await LoopbackPeer.start();
  line = await dimse.open(dimse.settings.parse(peer.settings()), { endpoint: 'e', log: () => undefined });
  const instances = [
    sampleInstance({ ...japanese, seriesInstanceUid: '1.2.10.1', instanceNumber: 1 }),
    sampleInstance({ ...japanese, seriesInstanceUid: '1.2.10.1', instanceNumber: 2 }),
    sampleInstance({ ...japanese, seriesInstanceUid: '1.2.10.2', modality: 'SR', transferSyntaxUid: '1.2.840.10008.1.2' }),
    sampleInstance({ ...german, seriesInstanceUid: '1.2.20.1', accessionNumber: 'ACC-77', transferSyntaxUid: '1.2.840.10008.1.2.4.90' }),
  ];
  const receipt = await line.send!({ instances }, AbortSignal.timeout(10_000));
  expect(receipt.results.every((result) => result.standing === 'sent')).toBe(true);
});
afterAll(async () => {
  await line.close();
  await peer.stop();
});

const ask = (query: RemoteQuery): Promise<RemoteMatch[]> => collect(line.find!(query, AbortSignal.timeout(10_000)));
const studies = async (keys: StudyKeys): Promise<string[]> => (await ask({ level: 'study', keys })).map((study) => study.studyInstanceUid).sort();

describe('Asking an archive', () => {
  it('lists studies with their counts and names in any script', async () => {
    const found = (await ask({ level: 'study', keys: { patientId: 'J-1' } })) as RemoteStudy[];
    expect(found).toEqual([
      {
        level: 'study',
        studyInstanceUid: '1.2.10',
        patientId: 'J-1',
        issuerOfPatientId: '',
        patientName: 'Yamada^Tarou=山田^太郎',
        patientBirthDate: '19700102',
        patientSex: 'M',
        accessionNumber: 'ACC1',
        studyDate: '20260110',
        studyTime: '101500',
        studyDescription: 'HEAD',
        modalitiesInStudy: ['CT', 'SR'],
        seriesCount: 2,
        instanceCount: 3,
      },
    ]);
  });

  it.each([
    ['nothing: all', {}, ['1.2.10', '1.2.20']],
    ['a name in another script', { patientName: 'Yamada^Tarou=山田^太郎' }, ['1.2.10']],
    ['a wild card', { patientName: 'JÄ*' }, ['1.2.20']],
    ['an accession number', { accessionNumber: 'ACC-77' }, ['1.2.20']],
    ['several studies', { studyInstanceUid: ['1.2.10', '1.2.20', '1.2.30'] }, ['1.2.10', '1.2.20']],
    ['one day', { studyDate: { from: '20260220', to: '20260220' } }, ['1.2.20']],
    ['an open end', { studyDate: { from: '20260201' } }, ['1.2.20']],
    ['an open beginning', { studyDate: { to: '20260131' } }, ['1.2.10']],
    ['a modality', { modalitiesInStudy: ['SR', 'US'] }, ['1.2.10']],
    ['a birth date nobody has', { patientBirthDate: '19000101' }, []],
  ] as [string, StudyKeys, string[]][])('finds studies by %s', async (_by, keys, expected) => {
    expect(await studies(keys)).toEqual(expected);
  });

  it('lists the series of a study', async () => {
    const series = await ask({ level: 'series', studyInstanceUid: '1.2.10' });
    expect(series).toEqual([
      expect.objectContaining({ level: 'series', seriesInstanceUid: '1.2.10.1', modality: 'CT', instanceCount: 2 }),
      expect.objectContaining({ level: 'series', seriesInstanceUid: '1.2.10.2', modality: 'SR', instanceCount: 1 }),
    ]);
  });

  it('lists the instances of a study series by series, and of one series', async () => {
    const all = await ask({ level: 'instance', studyInstanceUid: '1.2.10' });
    expect(all.map((match) => match.level === 'instance' && match.sopInstanceUid)).toEqual(
      [...peer.held.values()].filter(({ values }) => values.studyInstanceUid === '1.2.10').map(({ sopInstanceUid }) => sopInstanceUid),
    );
    expect(await ask({ level: 'instance', studyInstanceUid: '1.2.10', seriesInstanceUid: '1.2.10.2' })).toHaveLength(1);
  });

  it('shows what a partner has lost that answered success', async () => {
    const lost = sampleInstance({ studyInstanceUid: '1.2.40', seriesInstanceUid: '1.2.40.1' });
    const kept = sampleInstance({ studyInstanceUid: '1.2.40', seriesInstanceUid: '1.2.40.1' });
    peer.behaviour.lose.add(lost.sopInstanceUid);
    await line.send!({ instances: [lost, kept] }, AbortSignal.timeout(10_000));
    const there = await ask({ level: 'instance', studyInstanceUid: '1.2.40' });
    expect(there.map((match) => match.level === 'instance' && match.sopInstanceUid)).toEqual([kept.sopInstanceUid]);
    peer.archive.held.delete(kept.sopInstanceUid);
  });

  it('ends when the caller leaves the loop', async () => {
    for await (const match of line.find!({ level: 'study', keys: {} }, AbortSignal.timeout(10_000))) {
      expect(match.level).toBe('study');
      break;
    }
    expect(await studies({})).toHaveLength(2);
  });
});
