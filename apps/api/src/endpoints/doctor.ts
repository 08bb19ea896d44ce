import { climb, TransportFailure, type Capability, type InstalledTransports, type Line, type Probe, type RungAnswer, type Step } from '@causeway/transport-kit';
import type { RunDepth } from '@causeway/contracts';
import type { Logger } from '../platform/log';
import { Ladder, planOf, type KeptRung } from './ladder';
import { syntheticExam, syntheticReport, syntheticSr, type SyntheticExam } from './synthetic';

export interface Patient {
  readonly id: string;
  readonly kind: string;
  readonly purpose: string;
  /** As kept: secrets sealed. */
  readonly settings: unknown;
}

/** The whole of a line, whatever its partner does. */
const LINE_MS = 60_000;
/** Each thing done on a line that answers. */
const UPPER_MS = 60_000;
const SEEN_TRIES = 8;
const SEEN_PAUSE_MS = 1_500;
/** Answer to an object of a class they do not accept (PS3.7 C.4.1). */
const CLASS_NOT_SUPPORTED = '0122H';
/** A study nobody has: a test asks for no patient. */
const NOBODY = '2.25.0';

/** Climbs the ladder of a line: from its name to a synthetic exam seen at the far side and brought back. Nothing of a patient is asked for or sent. */
export class Doctor {
  constructor(private readonly transports: InstalledTransports, private readonly house: string, private readonly log: Logger) {}

  /** Resolves with all rungs, those not reached among them; `changed` is told each time one begins or ends. Rejects with `cancelled` only. */
  async examine(patient: Patient, depth: RunDepth, signal: AbortSignal, changed: (rungs: readonly KeptRung[]) => void = () => undefined): Promise<readonly KeptRung[]> {
    const ladder = new Ladder(planOf(patient.kind, patient.settings, depth), changed);
    try {
      const line = await this.transports.open(patient.kind, this.forTests(patient), { endpoint: patient.id, log: (event, facts) => this.log.info({ event, ...facts }) });
      try {
        const probe = await probed(line, depth !== 'line', ladder, signal);
        if (probe.rungs.every((rung) => rung.ok || rung.upper)) await this.above(patient, line, depth, ladder, signal);
      } finally {
        await line.close();
      }
    } catch (error) {
      if (!(error instanceof TransportFailure) || signal.aborted) throw error;
      ladder.done({ rung: 'settings', ok: false, expected: 'settings a line can be opened with', actual: error.detail, ms: 0, fault: error.fault ?? 'settings' });
    }
    return ladder.end();
  }

  /** A test asks for its picture over its own connection: moved, it would come in at our door as somebody's exam. */
  private forTests({ kind, settings }: Patient): unknown {
    return kind === 'dimse' ? { ...(settings as object), retrieve: 'get' } : settings;
  }

  private async above(patient: Patient, line: Line, depth: RunDepth, ladder: Ladder, signal: AbortSignal): Promise<void> {
    if (depth === 'line') return;
    if (patient.kind === 'dimse') await this.step(ladder, signal, 'query', 'C-FIND answered with success', (either) => asked(line, either));
    if (depth !== 'send') return;
    if (line.send && patient.kind !== 'media') await this.images(patient, line, ladder, signal);
    if (line.place) await this.report(patient, line, ladder, signal);
  }

  private async images(patient: Patient, line: Line, ladder: Ladder, signal: AbortSignal): Promise<void> {
    const exam = syntheticExam(patient.id, new Date());
    const sent = await this.step(ladder, signal, 'send', 'one test image taken', (either) => handed(line, exam, either));
    if (!sent) {
      for (const rung of ['seen', 'retrieve', 'report', 'report-back']) ladder.skip(rung, 'The test image was not taken, so there is nothing to look for.');
      return;
    }
    const queryFailed = ladder.rungs.some((rung) => rung.rung === 'query' && rung.state === 'failed');
    if (queryFailed || !line.find) ladder.skip('seen', 'They cannot be asked: ask somebody there to look for TEST^CONNECTION, number CAUSEWAY-TEST.');
    else await this.step(ladder, signal, 'seen', 'the test image in their list', (either) => seen(line, exam, either));
    if (line.fetch) await this.retrieve(line, exam, 'retrieve', ladder, signal);
    await this.reportWithImages(patient, line, ladder, signal);
  }

  /** A report travels with the images as an object of the same study, where the other side takes such objects. */
  private async reportWithImages(patient: Patient, line: Line, ladder: Ladder, signal: AbortSignal): Promise<void> {
    const report = syntheticSr(patient.id, new Date());
    let notTaken = false;
    const sent = await this.step(ladder, signal, 'report', 'one test report taken', (either) => handed(line, report, either, () => (notTaken = true)));
    if (notTaken) ladder.skip('report', 'They take no structured reports (Basic Text SR). Reports can go as HL7 messages, on a line of their own.');
    if (!sent) ladder.skip('report-back', 'The test report was not taken, so there is nothing to bring back.');
    else if (line.fetch) await this.retrieve(line, report, 'report-back', ladder, signal);
  }

  private async retrieve(line: Line, exam: SyntheticExam, rung: 'retrieve' | 'report-back', ladder: Ladder, signal: AbortSignal): Promise<void> {
    let notOffered = false;
    await this.step(ladder, signal, rung, rung === 'retrieve' ? 'the same bytes back' : 'the same report back', async (either) => {
      try {
        return await broughtBack(line, exam, either);
      } catch (error) {
        notOffered = error instanceof TransportFailure && error.code === 'unsupported';
        throw error;
      }
    });
    if (notOffered) ladder.skip(rung, 'They do not offer C-GET. With C-MOVE the test image would come in at our door as an exam, so it is not asked for.');
  }

  private async report(patient: Patient, line: Line, ladder: Ladder, signal: AbortSignal): Promise<void> {
    if (patient.purpose !== 'reports') {
      ladder.skip('report', 'This line carries no reports.');
      return;
    }
    const { receivingApplication, receivingFacility } = patient.settings as { receivingApplication?: string; receivingFacility?: string };
    const message = syntheticReport(patient.id, { house: this.house, ...(receivingApplication ? { receivingApplication } : {}), ...(receivingFacility ? { receivingFacility } : {}) }, new Date());
    await this.step(ladder, signal, 'report', 'a test report acknowledged with AA', async (either) => {
      const receipt = await line.place!(message, either);
      if (receipt.accepted) return { actual: `acknowledged (${receipt.code})` };
      throw new TransportFailure('rejected', 'never', receipt.detail, { fault: receipt.code.endsWith('E') ? 'message-error' : 'message-refused' });
    });
  }

  /** True when it is green. */
  private async step(ladder: Ladder, signal: AbortSignal, rung: string, expected: string, run: (signal: AbortSignal) => Promise<RungAnswer>): Promise<boolean> {
    const late = AbortSignal.timeout(UPPER_MS);
    const step: Step = {
      rung, expected, upper: true,
      run: async () => {
        try {
          return await run(AbortSignal.any([signal, late]));
        } catch (error) {
          if (late.aborted && !signal.aborted) throw new TransportFailure('timeout', 'later', `It was not done within ${UPPER_MS / 1000} s.`, { fault: 'silent' });
          throw error;
        }
      },
    };
    return (await climb([step], signal, ladder)).ok;
  }
}

async function probed(line: Line, deep: boolean, ladder: Ladder, signal: AbortSignal): Promise<Probe> {
  const late = AbortSignal.timeout(LINE_MS);
  try {
    return await line.probe(AbortSignal.any([signal, late]), { climber: ladder, deep });
  } catch (error) {
    const running = ladder.rungs.find((rung) => rung.state === 'running');
    if (!late.aborted || signal.aborted || !running) throw error;
    ladder.done({ rung: running.rung, ok: false, expected: running.expected, actual: `They said nothing for ${LINE_MS / 1000} s.`, ms: LINE_MS, fault: 'silent' });
    return { ok: false, rungs: [{ rung: running.rung, ok: false, expected: running.expected, actual: '', ms: LINE_MS }] };
  }
}

const has = <C extends Capability>(line: Line, capability: C): NonNullable<Line[C]> => {
  const method = line[capability];
  if (!method) throw new TransportFailure('unsupported', 'never', 'Lines of this kind cannot do that.');
  return method as NonNullable<Line[C]>;
};

async function asked(line: Line, signal: AbortSignal): Promise<RungAnswer> {
  let found = 0;
  for await (const _ of has(line, 'find')({ level: 'study', keys: { studyInstanceUid: [NOBODY] } }, signal)) found++;
  return { actual: found === 0 ? 'answered: nothing found, as it should be' : 'answered' };
}

async function handed(line: Line, exam: SyntheticExam, signal: AbortSignal, notTaken?: () => void): Promise<RungAnswer> {
  const { results, failure } = await has(line, 'send')({ instances: [exam.instance] }, signal);
  const [result] = results;
  if (failure) throw failure;
  if (result?.status === CLASS_NOT_SUPPORTED) notTaken?.();
  if (result?.standing !== 'sent') throw new TransportFailure('rejected', result?.retry ?? 'never', result?.detail ?? 'They did not answer for it.', { fault: 'status' });
  return { actual: result.detail || 'taken' };
}

async function seen(line: Line, exam: SyntheticExam, signal: AbortSignal): Promise<RungAnswer> {
  for (let attempt = 1; ; attempt++) {
    for await (const match of has(line, 'find')({ level: 'instance', studyInstanceUid: exam.studyInstanceUid }, signal)) {
      if (match.level === 'instance' && match.sopInstanceUid === exam.instance.sopInstanceUid) return { actual: attempt === 1 ? 'listed at once' : `listed at the ${attempt}. look` };
    }
    if (attempt === SEEN_TRIES) throw new TransportFailure('rejected', 'later', `They took the test image, and do not list it after ${Math.round((SEEN_TRIES * SEEN_PAUSE_MS) / 1000)} s.`, { fault: 'not-seen' });
    await new Promise((resolve) => setTimeout(resolve, SEEN_PAUSE_MS));
    signal.throwIfAborted();
  }
}

async function broughtBack(line: Line, exam: SyntheticExam, signal: AbortSignal): Promise<RungAnswer> {
  let bytes = 0;
  const reference = { studyInstanceUid: exam.studyInstanceUid, seriesInstanceUid: exam.seriesInstanceUid, sopInstanceUids: [exam.instance.sopInstanceUid] };
  const receipt = await has(line, 'fetch')(reference, { instance: () => ({ write: (chunk) => void (bytes += chunk.length), end: async () => 'kept', abort: () => undefined }) }, signal);
  if (receipt.failure) throw receipt.failure;
  if (!receipt.kept.includes(exam.instance.sopInstanceUid)) throw new TransportFailure('rejected', 'later', 'They took it, and do not give it back.', { fault: 'not-seen' });
  return { actual: `${bytes} bytes came back; ${exam.instance.dataSetBytes} were sent` };
}
