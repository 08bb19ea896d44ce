import { createHash } from 'node:crypto';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import type { ArrivingInstance, InstanceSink, Intake, Line, SendProgress, TransportFailure } from '@causeway/transport-kit';
import { collect } from '@causeway/transport-kit/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LoopbackDicomweb, outgoing } from '../../testing/index';
import { dicomweb } from './dicomweb';

let peer: LoopbackDicomweb;
const lines: Line[] = [];
const signal = (): AbortSignal => AbortSignal.timeout(10_000);
const open = async (more: Record<string, unknown> = {}): Promise<Line> => {
  const line = await dicomweb.open(dicomweb.settings.parse({ url: peer.url, ...more }), { endpoint: 'e', log: () => undefined });
  lines.push(line);
  return line;
};

beforeEach(async () => {
  peer = await LoopbackDicomweb.start();
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
  await peer.stop();
});

class Kept implements Intake {
  readonly objects = new Map<string, { readonly arriving: ArrivingInstance; readonly bytes: Buffer }>();
  constructor(private readonly refuse = new Set<string>(), private readonly slow = 0) {}
  instance = (arriving: ArrivingInstance): InstanceSink => {
    const parts: Uint8Array[] = [];
    return {
      write: (bytes) => {
        parts.push(bytes);
        return this.slow > 0 ? new Promise((resolve) => setTimeout(resolve, this.slow)) : undefined;
      },
      end: async () => {
        if (this.refuse.has(arriving.sopInstanceUid)) return 'refused';
        this.objects.set(arriving.sopInstanceUid, { arriving, bytes: Buffer.concat(parts) });
        return 'kept';
      },
      abort: () => undefined,
    };
  };
}
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const failureOf = async (work: Promise<unknown>): Promise<TransportFailure> => work.then(() => { throw new Error('it succeeded'); }, (error: unknown) => error as TransportFailure);
const uids = (objects: readonly MadeObject[]): string[] => objects.map((o) => o.sopInstanceUid);

describe('QIDO-RS', () => {
  it('finds studies, series and instances through as many pages as there are', async () => {
    const series = [...makeSeries(7, { edge: 16 })];
    for (const o of [...series, makeObject({ kind: 'mr', edge: 16 })]) await peer.keep(o.file);
    peer.behaviour.mostResults = 3;
    const line = await open();
    const studies = await collect(line.find!({ level: 'study', keys: {} }, signal()));
    expect(studies).toHaveLength(2);
    expect(studies[0]).toMatchObject({ studyInstanceUid: series[0]!.studyInstanceUid, patientName: 'DOE^JANE', patientId: 'OUT-4711', modalitiesInStudy: ['CT'], instanceCount: 7, studyDescription: '', accessionNumber: '' });
    expect(await collect(line.find!({ level: 'study', keys: { modalitiesInStudy: ['MR', 'PT'] } }, signal()))).toHaveLength(1);
    expect(await collect(line.find!({ level: 'series', studyInstanceUid: series[0]!.studyInstanceUid }, signal()))).toMatchObject([{ seriesInstanceUid: series[0]!.seriesInstanceUid, modality: 'CT', seriesNumber: '1' }]);
    const instances = await collect(line.find!({ level: 'instance', studyInstanceUid: series[0]!.studyInstanceUid }, signal()));
    expect(instances.map((i) => (i.level === 'instance' ? i.sopInstanceUid : ''))).toEqual(uids(series));
  });

  it('comes to an end at a server that always gives everything', async () => {
    for (const o of makeSeries(5, { edge: 16 })) await peer.keep(o.file);
    const [first] = [...peer.held.values()];
    peer.behaviour.noPaging = true;
    expect(await collect((await open()).find!({ level: 'instance', studyInstanceUid: first!.study }, signal()))).toHaveLength(5);
    expect(await collect((await open({ quirks: { pages: false } })).find!({ level: 'instance', studyInstanceUid: first!.study }, signal()))).toHaveLength(5);
  });

  it('says why a search was not answered, without what was searched for', async () => {
    const cases = [[401, 'unauthorised', 'never'], [403, 'unauthorised', 'never'], [404, 'unsupported', 'never'], [503, 'busy', 'later'], [500, 'rejected', 'later'], [400, 'rejected', 'never']] as const;
    for (const [status, code, retry] of cases) {
      peer.behaviour.always = { status };
      const failure = await failureOf(collect((await open()).find!({ level: 'study', keys: { patientId: 'QUOKKA' } }, signal())));
      expect([failure.code, failure.retry], String(status)).toEqual([code, retry]);
      expect(JSON.stringify(failure)).not.toContain('QUOKKA');
    }
  });

  it('never asks with something that is no UID', async () => {
    const failure = await failureOf(collect((await open()).find!({ level: 'series', studyInstanceUid: '../../admin' }, signal())));
    expect(failure.code).toBe('rejected');
    expect(peer.requests).toEqual([]);
  });
});

describe('WADO-RS', () => {
  it('brings a study byte for byte, and says what is missing of what was listed', async () => {
    const series = [...makeSeries(4, { edge: 64 })];
    for (const o of series) await peer.keep(o.file);
    peer.behaviour.hold.add(series[2]!.sopInstanceUid);
    const kept = new Kept();
    const receipt = await (await open()).fetch!({ studyInstanceUid: series[0]!.studyInstanceUid }, kept, signal());
    expect(receipt).toMatchObject({ missing: [series[2]!.sopInstanceUid], failedAtPartner: 1, failure: null });
    for (const o of series.filter((_, i) => i !== 2)) {
      expect(sha(kept.objects.get(o.sopInstanceUid)!.bytes)).toBe(sha(o.bytes));
      expect(kept.objects.get(o.sopInstanceUid)!.arriving).toMatchObject({ sopClassUid: o.sopClassUid, transferSyntaxUid: o.transferSyntaxUid });
    }
  });

  it('brings chosen instances alone, and a series', async () => {
    const series = [...makeSeries(4, { edge: 16 })];
    for (const o of series) await peer.keep(o.file);
    const { studyInstanceUid, seriesInstanceUid } = series[0]!;
    const wanted = [series[1]!.sopInstanceUid, series[3]!.sopInstanceUid];
    const some = await (await open()).fetch!({ studyInstanceUid, sopInstanceUids: wanted }, new Kept(), signal());
    expect([...some.kept].sort()).toEqual([...wanted].sort());
    expect(peer.requests.filter((r) => r.includes('/instances/'))).toHaveLength(2);
    expect((await (await open()).fetch!({ studyInstanceUid, seriesInstanceUid }, new Kept(), signal())).kept).toHaveLength(4);
  });

  it('tells what our side refused', async () => {
    const series = [...makeSeries(2, { edge: 16 })];
    for (const o of series) await peer.keep(o.file);
    const receipt = await (await open()).fetch!({ studyInstanceUid: series[0]!.studyInstanceUid }, new Kept(new Set([series[1]!.sopInstanceUid])), signal());
    expect(receipt).toMatchObject({ kept: [series[0]!.sopInstanceUid], refused: [series[1]!.sopInstanceUid], missing: [] });
  });

  it('keeps what came before the answer broke off, and names the rest', async () => {
    const series = [...makeSeries(3, { edge: 64 })];
    for (const o of series) await peer.keep(o.file);
    peer.behaviour.cutAfterBytes = Math.floor(series[0]!.file.length * 1.5);
    const receipt = await (await open()).fetch!({ studyInstanceUid: series[0]!.studyInstanceUid }, new Kept(), signal());
    expect(receipt.kept).toEqual([series[0]!.sopInstanceUid]);
    expect(receipt.missing).toEqual(uids(series.slice(1)));
    expect(receipt.failure).toMatchObject({ code: 'connection-lost', retry: 'later' });
  });

  it('works where there is no search, and then cannot name what is missing', async () => {
    const object = makeObject({ edge: 16 });
    await peer.keep(object.file);
    peer.behaviour.noSearch = true;
    // of one study, 404 to a search means that they list nothing
    const receipt = await (await open()).fetch!({ studyInstanceUid: object.studyInstanceUid }, new Kept(), signal());
    expect(receipt.kept).toEqual([object.sopInstanceUid]);
  });

  it('is at the pace of who takes the bytes', async () => {
    const object = makeObject({ edge: 512 });
    await peer.keep(object.file);
    const started = performance.now();
    await (await open()).fetch!({ studyInstanceUid: object.studyInstanceUid }, new Kept(new Set(), 20), signal());
    expect(performance.now() - started).toBeGreaterThan(80);
  });

  it('calls no address but the configured one, whatever answers say', async () => {
    const other = await LoopbackDicomweb.start();
    const object = makeObject({ edge: 16 });
    await peer.keep(object.file);
    peer.behaviour.links = other.url;
    await (await open()).fetch!({ studyInstanceUid: object.studyInstanceUid }, new Kept(), signal());
    peer.behaviour.always = { status: 302, headers: { Location: `${other.url}/studies` } };
    const line = await open();
    for (const work of [collect(line.find!({ level: 'study', keys: {} }, signal())), line.fetch!({ studyInstanceUid: object.studyInstanceUid }, new Kept(), signal()), line.send!({ instances: [outgoing(object)] }, signal())]) {
      expect(await failureOf(work)).toMatchObject({ code: 'refused', retry: 'never' });
    }
    expect(other.requests).toEqual([]);
    await other.stop();
  });
});

describe('STOW-RS', () => {
  it('hands over everything, request by request, and tells each step in order', async () => {
    const series = [...makeSeries(5, { edge: 32 })];
    const told: SendProgress[] = [];
    const receipt = await (await open({ objectsPerRequest: 2 })).send!({ instances: series.map(outgoing) }, signal(), (progress) => told.push(progress));
    expect(receipt.failure).toBeNull();
    expect(receipt.results.map((r) => [r.sopInstanceUid, r.standing, r.status])).toEqual(series.map((o) => [o.sopInstanceUid, 'sent', '0000H']));
    for (const o of series) expect(sha(peer.held.get(o.sopInstanceUid)!.file)).toBe(sha(o.file));
    expect(peer.requests).toEqual(Array.from({ length: 3 }, () => 'POST /dicom-web/studies'));
    expect(told.map((t) => t.type)).toEqual(['begun', 'begun', 'answered', 'answered', 'begun', 'begun', 'answered', 'answered', 'begun', 'answered']);
  });

  it('decodes a partial answer into a sentence for each instance', async () => {
    const [a, b, c, d] = [...makeSeries(4, { edge: 16 })] as [MadeObject, MadeObject, MadeObject, MadeObject];
    peer.behaviour.failures.set(b.sopInstanceUid, 0xa700).set(c.sopInstanceUid, 0x0122);
    peer.behaviour.warnings.set(d.sopInstanceUid, 0xb007);
    const { results } = await (await open()).send!({ instances: [a, b, c, d].map(outgoing) }, signal());
    expect(results).toMatchObject([
      { standing: 'sent', status: '0000H', retry: null }, { standing: 'rejected', status: 'A700H', retry: 'later', detail: 'They answered A700H: they are out of resources.' },
      { standing: 'rejected', status: '0122H', retry: 'never' }, { standing: 'sent', status: 'B007H', retry: null },
    ]);
  });

  it('takes 409 as nothing stored, and a success that names nothing as not known', async () => {
    const object = makeObject({ edge: 16 });
    peer.behaviour.failures.set(object.sopInstanceUid, 0xc000);
    expect((await (await open()).send!({ instances: [outgoing(object)] }, signal())).results).toMatchObject([{ standing: 'rejected', status: 'C000H', retry: 'never' }]);
    const told = async (status: number): Promise<unknown> => {
      peer.behaviour.bareStatus = status;
      const { results } = await (await open()).send!({ instances: [outgoing(object)] }, signal());
      return [results[0]?.standing, results[0]?.retry];
    };
    expect([await told(200), await told(202), await told(409), await told(413), await told(503), await told(500)]).toEqual([
      ['unknown', 'later'], ['unknown', 'later'], ['rejected', 'never'], ['rejected', 'never'], ['rejected', 'later'], ['unknown', 'later'],
    ]);
  });

  it('does not know what became of instances whose answer was lost, and sends no more', async () => {
    const series = [...makeSeries(3, { edge: 16 })];
    peer.behaviour.dropAnswer = true;
    const receipt = await (await open({ objectsPerRequest: 2 })).send!({ instances: series.map(outgoing) }, signal());
    expect(receipt.results.map((r) => r.standing)).toEqual(['unknown', 'unknown', 'pending']);
    expect(receipt.failure).toMatchObject({ code: 'connection-lost', retry: 'later' });
  });

  it('says so when our own bytes cannot be read', async () => {
    const object = makeObject({ edge: 16 });
    const broken = { ...outgoing(object), dataSet: () => [object.bytes.subarray(0, 100)] };
    const receipt = await (await open()).send!({ instances: [broken] }, signal());
    expect(receipt.failure).toMatchObject({ code: 'source', retry: 'later' });
    expect(receipt.results).toMatchObject([{ standing: 'unknown' }]);
    expect(peer.held.size).toBe(0);
  });

  it('sends study by study where a server wants that', async () => {
    const [a, b] = [makeObject({ edge: 16 }), makeObject({ edge: 16 })];
    await (await open({ quirks: { storeByStudy: true } })).send!({ instances: [a, b].map(outgoing) }, signal());
    expect(peer.requests).toEqual([a, b].map((o) => `POST /dicom-web/studies/${o.studyInstanceUid}`));
  });

  it('rejects while nothing was handed over: wrong token', async () => {
    const locked = await LoopbackDicomweb.start({ basic: 'user:right' });
    const settings = (password: string): unknown => ({ url: locked.url, username: 'user', password });
    const wrong = await dicomweb.open(dicomweb.settings.parse(settings('wrong')), { endpoint: 'e', log: () => undefined });
    expect(await failureOf(wrong.send!({ instances: [outgoing(makeObject({ edge: 16 }))] }, signal()))).toMatchObject({ code: 'unauthorised', retry: 'never' });
    expect((await wrong.probe(signal())).rungs.at(-1)).toMatchObject({ rung: 'auth', ok: false });
    const right = await dicomweb.open(dicomweb.settings.parse(settings('right')), { endpoint: 'e', log: () => undefined });
    expect((await right.send!({ instances: [outgoing(makeObject({ edge: 16 }))] }, signal())).results).toMatchObject([{ standing: 'sent' }]);
    await Promise.all([wrong.close(), right.close()]);
    await locked.stop();
  });
});
