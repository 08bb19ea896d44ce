import { InboundMoves } from '../inbound/moves';
import { newId } from '../platform/ids';
import { confirmMatch, storePatient } from './exams';
import { callerOf } from './caller';
import type { Bench } from './harness';
import { storeRealExam, type RealExam } from './real-exam';
import { drain } from './worker';

/** An archive of the house that real associations reach. */
export async function connectPacs(b: Bench, peer: { readonly host: string; readonly port: number; readonly aeTitle: string }): Promise<string> {
  const id = newId();
  await b.acts.read(
    `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'pacs', 'PACS', $3)`,
    [id, b.host, { host: peer.host, port: peer.port, calledAeTitle: peer.aeTitle, callingAeTitle: 'CAUSEWAY', connectSeconds: 2, associateSeconds: 3, responseSeconds: 3 }]);
  return id;
}

/** Jobs that bring an exam from arrival to its archive, without those of identity, which a spec decides itself. */
export const ON_THE_WAY = ['exam.extend', 'inbound.quiet', 'inbound.advance', 'inbound.delivery', 'release.prepare', 'line.serve', 'line.probe', 'transfer.due', 'transfer.run', 'transfer.verify', 'transfer.heal', 'inbound.recalled'];

/** A real exam of a registered patient, approved for the archive by a PACS administrator; nothing is sent yet. */
export async function approvedExam(b: Bench, count: number, options: Parameters<typeof storeRealExam>[2] = {}): Promise<RealExam & { readonly mrn: string }> {
  const exam = await storeRealExam(b, count, options);
  await drain(b, { only: ['exam.extend'] });
  await drain(b, { ahead: 120, only: ['inbound.quiet'] });
  const mrn = `M${exam.id.slice(-8)}`;
  const patient = await storePatient(b, mrn, 'Österberg', 'Åsa', '1970-02-14');
  await confirmMatch(b, exam.id, patient);
  await drain(b, { only: ['inbound.advance'] });
  await checkAndRelease(b, exam.id);
  return { ...exam, mrn };
}

/** Answers the checklist and releases, as a PACS administrator. */
export async function checkAndRelease(b: Bench, examId: string): Promise<void> {
  const pa = await callerOf(b, await b.person('pa'));
  const moves = new InboundMoves(b.acts, b.settings);
  const [row] = await b.acts.read<{ revision: number; checklist_id: string; version: number }>('select revision, checklist_id, version from inbound where id = $1', [examId]);
  const items = ['right-patient', 'laterality', 'complete', 'decodes', 'date-plausible', 'orientation', 'no-other-person'];
  await moves.saveChecklist(pa, examId, { revision: row!.revision, answers: Object.fromEntries(items.map((item) => [item, { answer: 'pass' as const }])) });
  const [now] = await b.acts.read<{ version: number }>('select version from inbound where id = $1', [examId]);
  await moves.release(pa, examId, { version: now!.version, revision: row!.revision });
}
