import type { FetchStudy, RemoteLook, RemoteStudyView } from '@causeway/contracts';
import { fitOf, namesOfPersonName } from '@causeway/domain';
import { TransportFailure, type InstalledTransports, type RemoteStudy, type StudyKeys } from '@causeway/transport-kit';
import type * as z from 'zod/mini';
import { writeEntry } from '../exchange/entries';
import { personAsked } from '../exchange/subject';
import { nameView } from '../exams/names';
import { issuersOf } from '../identity/issuers';
import { isoDate } from '../inbound/facts';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Logger } from '../platform/log';
import { withArchive, type ArchiveEndpoint } from '../transfers/archive-line';
import { makeFetch } from '../transfers/fetch.make';
import { AWAITED } from '../transfers/fetch.row';
import { lockRequest, requestGuarded, requireOfRequest, type RequestOutColumns } from './out.row';

/** A partner that does not answer within this is said to be silent. */
const PATIENCE_MS = 20_000;
const MOST_STUDIES = 100;

type FetchLine = ArchiveEndpoint & { readonly label: string };
/** Lines of a partner that can be asked for what it holds. */
export const fetchLines = (db: Pick<Act, 'query'>, facilityId: string): Promise<FetchLine[]> =>
  db.query<FetchLine>(`select id, kind, settings, label from endpoint where facility_id = $1 and kind in ('dimse', 'dicomweb') and direction in ('out', 'both') and disabled_at is null order by made_at`, [facilityId]);

/** Looking into a partner's archive for what was asked, and having it fetched: for partners that let us. */
export class RequestFetches {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  /** What the partner lists of the patient, the best fit first. A line that cannot be asked is named with the reason, and hides nothing of the others. */
  async look(caller: Caller, id: string): Promise<RemoteLook> {
    const row = await this.acts.run(caller.actor, (act) => this.askable(act, caller, id));
    const lines = await fetchLines({ query: (sql, p) => this.acts.read(sql, p) }, row.facility_id);
    if (lines.length === 0) throw new Refusal(409, 'no-line', 'No line to this partner can be asked for its exams. Ask a system administrator to add one, or call them.');
    const found: { readonly line: FetchLine; readonly study: RemoteStudy }[] = [];
    const troubles: { line: string; sentence: string }[] = [];
    await Promise.all(lines.map(async (line) => {
      try {
        for (const study of await this.studies(line, row)) found.push({ line, study });
      } catch (error) {
        if (!(error instanceof TransportFailure)) throw error;
        troubles.push({ line: line.label, sentence: error.detail });
      }
    }));
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'requestOut.archive-asked', object: { kind: 'requestOut', id }, outcome: troubles.length === lines.length ? 'failed' : 'done', details: { lines: lines.length, studies: found.length } }));
    return { studies: await this.views(caller, row, found), troubles };
  }

  /** The study is fetched by a worker, as a movement with its ledger; what comes is received as if it had been sent. */
  fetch(caller: Caller, id: string, body: z.output<typeof FetchStudy>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await this.askable(act, caller, id);
      const line = (await fetchLines(act, row.facility_id)).find((l) => l.id === body.endpointId);
      if (!line) throw new Refusal(422, 'endpointId', 'This line does not lead to the partner that was asked. Look into the archive again.', { errors: [{ pointer: '/endpointId', detail: 'no line of this partner' }] });
      await writeEntry(act, 'requestOut', id, 'fetch', { line: line.label, study: body.what });
      act.audit({ action: 'requestOut.fetch-asked', object: { kind: 'requestOut', id }, details: { endpoint: line.id, study: body.studyUid } });
      act.emit({ event: 'requestOut.fetch-asked', kind: 'requestOut', id });
      const [partner] = await act.query<{ name: string }>('select name from facility where id = $1', [row.facility_id]);
      await makeFetch(act, { requestId: id, urgency: row.stat ? 'high' : row.urgency, endpointId: line.id, facility: partner?.name ?? '', studyUid: body.studyUid, description: body.what, by: caller.id });
    });
  }

  private async askable(act: Act, caller: Caller, id: string): Promise<RequestOutColumns> {
    const row = await lockRequest(act, id);
    if (!row) throw notFound('request');
    requireOfRequest(caller, 'requestOut.link', row);
    caller.require('requestOut.link', requestGuarded(row), 'requestOut.link');
    if (!AWAITED.includes(row.state)) throw new Refusal(409, `is-${row.state}`, `Nothing is awaited of a request that is ${row.state}.`);
    return row;
  }

  private async studies(line: FetchLine, row: RequestOutColumns): Promise<RemoteStudy[]> {
    return withArchive(this.transports, this.log, line, async (open) => {
      if (!open.find || !open.fetch) throw new TransportFailure('unsupported', 'never', 'This line cannot look into an archive.');
      const studies: RemoteStudy[] = [];
      for await (const match of open.find({ level: 'study', keys: keysOf(row) }, AbortSignal.timeout(PATIENCE_MS))) {
        if (match.level === 'study') studies.push(match);
        if (studies.length >= MOST_STUDIES) break;
      }
      return studies;
    });
  }

  private async views(caller: Caller, row: RequestOutColumns, found: readonly { readonly line: FetchLine; readonly study: RemoteStudy }[]): Promise<RemoteStudyView[]> {
    const db = { query: <T extends object>(sql: string, p?: readonly unknown[]) => this.acts.read<T>(sql, p ?? []) } as Act;
    const issuers = await issuersOf(db);
    const person = await personAsked(db, row.subject, row.patient_id, issuers);
    const here = await this.acts.read<InboundColumns & { study_uid: string }>(
      'select x.*, e.study_uid from exam e join inbound x on x.id = e.id where e.study_uid = any($1) order by e.first_at', [found.map((f) => f.study.studyInstanceUid)]);
    return found.map(({ line, study }) => {
      const birthDate = isoDate(study.patientBirthDate);
      const fit = fitOf({ facilityId: row.facility_id, person, wanted: row.wanted }, {
        facilityId: row.facility_id, modalities: [...study.modalitiesInStudy], description: study.studyDescription, studyDate: isoDate(study.studyDate),
        person: { names: namesOfPersonName(study.patientName), birthDate, sex: study.patientSex || null, identifiers: study.patientId && row.subject.identifier ? [{ value: study.patientId, issuer: row.subject.identifier.issuer }] : [], recordNumbers: [], phones: [], addresses: [] },
      });
      const held = here.find((h) => h.study_uid === study.studyInstanceUid && caller.may('exam.list', guardedOf(h)));
      return {
        endpointId: line.id, line: line.label, studyUid: study.studyInstanceUid, description: study.studyDescription || study.modalitiesInStudy.join('/') || 'Exam', modalities: study.modalitiesInStudy, studyDate: isoDate(study.studyDate), images: study.instanceCount,
        patient: { name: nameView(study.patientName), birthDate, patientId: study.patientId || null }, fits: fit.fits, score: fit.score, evidence: fit.evidence, exam: held ? { id: held.id, received: held.received } : null,
      };
    }).sort((a, b) => Number(b.fits) - Number(a.fits) || b.score - a.score || (b.studyDate ?? '').localeCompare(a.studyDate ?? '')).map(({ score: _score, ...view }) => view);
  }
}

/** By the partner's own number where we were told it; else by name and birth date. A name alone asks for too many strangers. */
function keysOf(row: RequestOutColumns): StudyKeys {
  const { identifier, family, given, birthDate } = row.subject;
  if (identifier) return { patientId: identifier.value };
  if (!birthDate) throw new TransportFailure('misconfigured', 'never', 'Without their patient number or a birth date the archive cannot be asked for one patient only.');
  return { patientName: `${family.toUpperCase()}^${given ? `${given.toUpperCase().split(' ')[0] ?? ''}*` : '*'}`, patientBirthDate: birthDate.replaceAll('-', '') };
}
