import net, { type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  EgressGuard,
  TransportFailure,
  capabilitiesOf,
  type AnyTransport,
  type ArrivingInstance,
  type Capability,
  type InstanceSink,
  type Intake,
  type Line,
  type LineContext,
  type OutgoingInstance,
} from '../src/index';

/** A partner started for the suite. */
export interface Partner {
  /** Raw settings that reach it. */
  readonly settings: unknown;
  stop(): Promise<void>;
}

/** One use of a capability against the partner; `patientWords` should travel in it. Resolves when the call is over. */
export type Exercise = (line: Line, signal: AbortSignal) => Promise<unknown>;

export interface TransportHarness {
  readonly transport: AnyTransport;
  /** A partner that does everything right. */
  honest(): Promise<Partner>;
  /** A partner that takes the connection and never says a word. */
  silent(): Promise<Partner>;
  /** Settings the schema takes although nobody answers there. */
  readonly unreachable: unknown;
  /** Settings the schema refuses, the field at fault, and a word of the wrong value that must not be repeated. */
  readonly wrong: { readonly raw: unknown; readonly path: string; readonly word?: string };
  /** Exactly the capabilities the line has, each with a use of it. */
  readonly exercises: Partial<Record<Capability, Exercise>>;
  /** New instances of one study to send; with it, what was sent is looked for, fetched back and committed to, as far as the line can. */
  readonly instances?: () => readonly OutgoingInstance[];
  /** Words of patient data used in the exercises; none may appear in any failure. */
  readonly patientWords: readonly string[];
}

const context: LineContext = { endpoint: 'conformance', log: () => undefined };
const PATIENCE_MS = 2_000;

/** Everything the core relies on, asked of one transport. Every transport runs this suite in a spec of its own. */
export function describeTransport(name: string, harness: TransportHarness): void {
  const failures: TransportFailure[] = [];
  const exercises = Object.entries(harness.exercises) as [Capability, Exercise][];
  const open = async (raw: unknown): Promise<Line> => harness.transport.open(harness.transport.settings.parse(raw), context);
  const failureOf = async (act: () => Promise<unknown>): Promise<TransportFailure> => {
    const error: unknown = await act().then(
      () => new Error('the call succeeded'),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(TransportFailure);
    const failure = error as TransportFailure;
    expect(['later', 'never']).toContain(failure.retry);
    expect(failure.detail).toMatch(/\S/);
    failures.push(failure);
    return failure;
  };

  describe(`${name} keeps the promises of a transport`, () => {
    let honest: Partner;
    let silent: Partner;

    beforeAll(async () => {
      honest = await harness.honest();
      silent = await harness.silent();
    });
    afterAll(async () => {
      await honest.stop();
      await silent.stop();
    });

    it('has a kind', () => {
      expect(harness.transport.kind).toMatch(/^[a-z][a-z0-9-]*$/);
    });

    it('describes every settings field for a form', () => {
      expect(harness.transport.settings.form.length).toBeGreaterThan(0);
      for (const field of harness.transport.settings.form) {
        expect(field.label, field.path).not.toBe(field.path);
        expect(field.hint, field.path).toMatch(/\S/);
      }
    });

    it('refuses wrong settings by field and keeps their values to itself', async () => {
      const failure = await failureOf(async () => harness.transport.settings.parse(harness.wrong.raw));
      expect(failure.code).toBe('misconfigured');
      expect(failure.retry).toBe('never');
      expect(failure.faults.map((fault) => fault.path)).toContain(harness.wrong.path);
      if (harness.wrong.word) {
        expect(JSON.stringify(failure) + failure.message).not.toContain(harness.wrong.word);
      }
    });

    it('has exactly the capabilities it is exercised in', async () => {
      const line = await open(honest.settings);
      expect(capabilitiesOf(line)).toEqual(expect.arrayContaining(exercises.map(([capability]) => capability)));
      expect(capabilitiesOf(line)).toHaveLength(exercises.length);
      await line.close();
    });

    it('climbs every rung at an honest partner', async () => {
      const line = await open(honest.settings);
      const probe = await line.probe(AbortSignal.timeout(10_000));
      expect(probe.rungs.filter((rung) => !rung.ok)).toEqual([]);
      expect(probe.ok).toBe(true);
      expect(probe.rungs.length).toBeGreaterThan(0);
      for (const rung of probe.rungs) {
        expect([rung.rung, rung.expected, rung.actual].every((text) => text.length > 0)).toBe(true);
        expect(rung.ms).toBeGreaterThanOrEqual(0);
      }
      await line.close();
    });

    it('opens while the partner is away, and the probe then answers with a red rung', async () => {
      const line = await open(harness.unreachable);
      const probe = await line.probe(AbortSignal.timeout(20_000));
      expect(probe.ok).toBe(false);
      expect(probe.rungs.at(-1)?.ok).toBe(false);
      expect(probe.rungs.slice(0, -1).every((rung) => rung.ok)).toBe(true);
      await line.close();
    });

    it('tells each rung as it begins and as it is done', async () => {
      const line = await open(honest.settings);
      const told: string[] = [];
      const probe = await line.probe(AbortSignal.timeout(10_000), { climber: { begun: (rung) => told.push(`begun ${rung}`), done: ({ rung }) => told.push(`done ${rung}`) } });
      expect(told).toEqual(probe.rungs.flatMap(({ rung }) => [`begun ${rung}`, `done ${rung}`]));
      await line.close();
    });

    if (harness.transport.settings.form.some((field) => field.address)) {
      it('connects nowhere it may not go, whatever it is asked', async () => {
        const watched = await startCanary();
        const at = { host: '127.0.0.1', port: watched.port, url: `http://127.0.0.1:${watched.port}/dicom-web` };
        const raw = { ...(honest.settings as object), ...Object.fromEntries(harness.transport.settings.form.flatMap((field) => (field.address && field.address in at ? [[field.path, at[field.address as keyof typeof at]]] : []))) };
        const line = await harness.transport.open(harness.transport.settings.parse(raw), { ...context, egress: new EgressGuard() });
        const probe = await line.probe(AbortSignal.timeout(5_000));
        expect(probe.rungs.at(-1)).toMatchObject({ ok: false, fault: 'address-not-allowed' });
        for (const [, exercise] of exercises) {
          const failure = await failureOf(() => exercise(line, AbortSignal.timeout(5_000)));
          expect(failure).toMatchObject({ code: 'misconfigured', retry: 'never', fault: 'address-not-allowed' });
        }
        await line.close();
        expect(await watched.stop()).toBe(0);
      });
    }

    it('ends a probe when the signal aborts', async () => {
      await expectCancelled((line, signal) => line.probe(signal));
    });

    it('closes twice, and refuses work afterwards', async () => {
      const line = await open(honest.settings);
      await line.close();
      await line.close();
      for (const act of [(l: Line, s: AbortSignal) => l.probe(s), ...exercises.map(([, exercise]) => exercise)]) {
        const failure = await failureOf(() => act(line, new AbortController().signal));
        expect(failure.code).toBe('closed');
      }
    });

    for (const [capability, exercise] of exercises) {
      it(`can ${capability} at an honest partner`, async () => {
        const line = await open(honest.settings);
        await exercise(line, AbortSignal.timeout(10_000));
        await line.close();
      });

      it(`says that ${capability} may be tried later when nobody answers`, async () => {
        const line = await open(harness.unreachable);
        const failure = await failureOf(() => exercise(line, AbortSignal.timeout(20_000)));
        expect(failure.retry).toBe('later');
        await line.close();
      });

      it(`does not begin to ${capability} with an aborted signal`, async () => {
        const line = await open(honest.settings);
        const failure = await failureOf(() => exercise(line, AbortSignal.abort()));
        expect(failure.code).toBe('cancelled');
        await line.close();
      });

      it(`ends ${capability} when the signal aborts while the partner is silent`, async () => {
        await expectCancelled(exercise);
      });

      it(`ends ${capability} when the line is closed while the partner is silent`, async () => {
        const line = await open(silent.settings);
        const started = performance.now();
        setTimeout(() => void line.close(), 50);
        const controller = new AbortController();
        const ending = failureOf(() => exercise(line, controller.signal));
        const watchdog = setTimeout(() => controller.abort(), PATIENCE_MS);
        expect((await ending).code).toBe('closed');
        clearTimeout(watchdog);
        expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
      });
    }

    if (harness.instances) {
      it('finds, fetches back and has committed what it sent', async () => {
        const line = await open(honest.settings);
        await roundTrip(line, harness.instances!());
        await line.close();
      });

      it('counts what our own intake refuses apart from what is missing', async () => {
        const line = await open(honest.settings);
        if (line.send && line.fetch) {
          const instances = harness.instances!();
          await line.send({ instances }, AbortSignal.timeout(10_000));
          const receipt = await line.fetch({ studyInstanceUid: instances[0]!.studyInstanceUid }, new MemoryIntake(true), AbortSignal.timeout(10_000));
          expect([...receipt.refused].sort()).toEqual(uidsOf(instances));
          expect(receipt.kept).toEqual([]);
        }
        await line.close();
      });
    }

    it('put no patient data into any failure above', () => {
      expect(failures.length).toBeGreaterThan(0);
      for (const failure of failures) {
        for (const word of harness.patientWords) {
          expect(everythingIn(failure)).not.toContain(word);
        }
      }
    });

    async function expectCancelled(act: Exercise): Promise<void> {
      const line = await open(silent.settings);
      const controller = new AbortController();
      const started = performance.now();
      setTimeout(() => controller.abort(), 50);
      const failure = await failureOf(() => act(line, controller.signal));
      expect(failure.code).toBe('cancelled');
      expect(performance.now() - started).toBeLessThan(PATIENCE_MS);
      await line.close();
    }
  });
}

/** Counts who connects. */
async function startCanary(): Promise<{ readonly port: number; stop(): Promise<number> }> {
  let seen = 0;
  const server = net.createServer((socket) => {
    seen++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<number> => {
    await new Promise((resolve) => server.close(resolve));
    return seen;
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

const uidsOf = (instances: readonly OutgoingInstance[]): string[] => instances.map((instance) => instance.sopInstanceUid).sort();

async function roundTrip(line: Line, instances: readonly OutgoingInstance[]): Promise<void> {
  const uids = uidsOf(instances);
  const { studyInstanceUid } = instances[0]!;
  const sopInstanceUid = `${instances[0]!.sopInstanceUid.slice(0, 50)}.9`;
  const withoutCopy: OutgoingInstance = { ...instances[0]!, sopInstanceUid, prepare: () => Promise.resolve('no-copy') };
  const sent = await line.send!({ instances: [...instances.slice(0, 1), withoutCopy, ...instances.slice(1)].map(measuredLate) }, AbortSignal.timeout(10_000));
  expect(sent.results.filter((result) => result.sopInstanceUid !== sopInstanceUid).map((result) => result.standing)).toEqual(uids.map(() => 'sent'));
  expect(sent.results.find((result) => result.sopInstanceUid === sopInstanceUid)).toMatchObject({ standing: 'rejected', status: null, retry: 'never', detail: 'no-copy' });
  expect(sent.failure).toBeNull();
  if (line.find) {
    const listed: string[] = [];
    for await (const match of line.find({ level: 'instance', studyInstanceUid }, AbortSignal.timeout(10_000))) {
      listed.push(match.level === 'instance' ? match.sopInstanceUid : '');
    }
    expect(listed.sort()).toEqual(uids);
  }
  if (line.fetch) {
    const intake = new MemoryIntake(false);
    const fetched = await line.fetch({ studyInstanceUid }, intake, AbortSignal.timeout(10_000));
    expect([...fetched.kept].sort()).toEqual(uids);
    expect([...intake.bytes.keys()].sort()).toEqual(uids);
    expect([...intake.bytes.values()].every((bytes) => bytes > 0)).toBe(true);
    expect(fetched).toMatchObject({ refused: [], failure: null });
  }
  if (line.commit) {
    const stranger = { ...instances[0]!, sopInstanceUid: `${instances[0]!.sopInstanceUid.slice(0, 50)}.0` };
    const receipt = await line.commit([...instances, stranger], null, AbortSignal.timeout(10_000));
    expect([...receipt.committed, ...receipt.open].filter((uid) => uid !== stranger.sopInstanceUid).sort()).toEqual(uids);
    expect(receipt.committed).not.toContain(stranger.sopInstanceUid);
  }
}

/** A copy made on the way: whoever looks at its length or its bytes before it is ready gets neither. */
function measuredLate(instance: OutgoingInstance): OutgoingInstance {
  let ready = false;
  return {
    ...instance,
    prepare: async (signal) => {
      const reason = (await instance.prepare?.(signal)) ?? null;
      ready = reason === null;
      return reason;
    },
    get dataSetBytes() {
      if (!ready) throw new Error('its length was asked before it was ready');
      return instance.dataSetBytes;
    },
    dataSet: (signal) => {
      if (!ready) throw new Error('it was read before it was ready');
      return instance.dataSet(signal);
    },
  };
}

/** Keeps how many bytes of each instance arrived, or refuses everything. */
class MemoryIntake implements Intake {
  readonly bytes = new Map<string, number>();
  readonly #refuses: boolean;

  constructor(refuses: boolean) {
    this.#refuses = refuses;
  }

  instance({ sopInstanceUid }: ArrivingInstance): InstanceSink {
    let met = 0;
    return {
      write: (chunk) => void (met += chunk.length),
      end: async () => {
        if (!this.#refuses) {
          this.bytes.set(sopInstanceUid, met);
        }
        return this.#refuses ? 'refused' : 'kept';
      },
      abort: () => undefined,
    };
  }
}

/** All text a log could find in an error, causes included. */
function everythingIn(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at !== undefined && at !== null && parts.length < 20; at = (at as { cause?: unknown }).cause) {
    parts.push(String(at), JSON.stringify(at), (at as Error).stack ?? '');
  }
  return parts.join('\n');
}
