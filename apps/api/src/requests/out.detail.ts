import type { ArrivalView, RequestForm, RequestOutDetail, RequestPreview } from '@causeway/contracts';
import { expiresAt, reminderAfter } from '@causeway/domain';
import { entriesOf } from '../exchange/entries';
import { hostId, partnerOf, requestLine } from '../exchange/directory';
import { queryable } from '../exchange/queryable';
import { isoDate } from '../inbound/facts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { candidatesFor } from './arriving';
import { letterLines, wantedLine } from './letter';
import { askOf } from './network.ask';
import { AWAITED } from '../transfers/fetch.row';
import { fetchLines } from './fetch';
import { requestRow, type RequestOutList } from './out.list';
import { whoCalls } from './reach';
import { forWhom } from './out.send';
import { requestNumber, requestGuarded } from './out.row';
import type { RequestOutMoves } from './out.moves';

interface ArrivalRow { exam_id: string; state: ArrivalView['state']; evidence: ArrivalView['evidence']; by_name: string; at: Date; head: Record<string, string | undefined>; exam_state: string; received: number; expected: number | null; modalities: string[] }

const describe = (head: Record<string, string | undefined>, modalities: readonly string[]): string => head['studyDescription'] || modalities.join('/') || 'Exam';

/** The page of a request, and what would happen to one that is still being written. */
export class RequestOutDetails {
  constructor(private readonly acts: Acts, private readonly list: RequestOutList, private readonly moves: RequestOutMoves, private readonly settings: Settings) {}

  async detail(id: string, caller: Caller): Promise<RequestOutDetail> {
    const r = await this.list.one(id, caller);
    const db = queryable(this.acts);
    const mayLink = caller.may('requestOut.link', requestGuarded(r)) && !['draft', 'awaiting-approval', 'fulfilled', 'cancelled'].includes(r.state);
    const [arrivals, candidates, entries, letter, contacts, lines, fetching, reach, ask] = await Promise.all([
      this.acts.read<ArrivalRow>(
        `select a.exam_id, a.state, a.evidence, a.by_name, a.at, e.head, x.state as exam_state, x.received, x.expected, x.modalities from request_arrival a join exam e on e.id = a.exam_id join inbound x on x.id = e.id where a.request_id = $1 order by a.at`, [id]),
      mayLink ? candidatesFor(db, r) : Promise.resolve([]), entriesOf(this.acts, id), this.letter(r), this.contacts(r.facility_id),
      mayLink && AWAITED.includes(r.state) ? fetchLines(db, r.facility_id) : Promise.resolve([]),
      this.acts.read<{ uid: string }>(`select study_uid as uid from transfer where request_id = $1 and state in ('waiting', 'running', 'verifying', 'paused')`, [id]),
      whoCalls(db, r, new Date(), this.settings), askOf(this.acts, id, caller),
    ]);
    const shown = await this.acts.read<{ id: string; received: number; expected: number | null; state: string }>('select id, received, expected, state from inbound where id = any($1::uuid[])', [candidates.map((c) => c.exam.id)]);
    const inbound = new Map(shown.map((s) => [s.id, s]));
    return {
      ...requestRow(r, caller), madeAt: r.made_at.toISOString(), legalBasis: r.legal_basis, authorisation: r.authorisation, purpose: r.purpose, wantsRead: r.wants_read, message: r.message, letter, ask, decisionId: r.decision_id, reason: r.reason,
      expiresAt: r.expires_at?.toISOString() ?? null, contacts, entries, mayLook: lines.length > 0, fetching: fetching.map((f) => f.uid), reach,
      arrivals: arrivals.map((a) => ({
        examId: a.exam_id, state: a.state, description: describe(a.head, a.modalities), studyDate: isoDate(a.head['studyDate']), examState: a.exam_state, received: a.received, expected: a.expected, at: a.at.toISOString(), by: a.by_name, evidence: a.evidence,
      })),
      candidates: candidates.map(({ exam, fit }) => ({
        examId: exam.id, description: describe(exam.head as Record<string, string | undefined>, exam.modalities ?? []), studyDate: isoDate(exam.head['studyDate'] as string | undefined), examState: inbound.get(exam.id)?.state ?? '',
        received: inbound.get(exam.id)?.received ?? 0, expected: inbound.get(exam.id)?.expected ?? null, evidence: fit.evidence, fits: fit.fits,
      })),
    };
  }

  /** What sending this form would do. The decision it names is stored under an id of its own, so that its Why can be read before anything is sent. */
  async preview(form: RequestForm, caller: Caller): Promise<RequestPreview> {
    return this.acts.run(caller.actor, async (act) => {
      const partner = await partnerOf(act, form.facilityId);
      const line = await requestLine((sql, p) => act.query(sql, p), form.facilityId);
      const neededBy = new Date(form.neededBy);
      const host = await hostId(act);
      caller.require('requestOut.create', { facilityIds: [host, form.facilityId], serviceLine: form.serviceLine, careTeam: [caller.id] }, 'requestOut.create');
      const decision = await this.moves.responsible(act, { id: newId(act.now.getTime()), case_id: form.caseId, urgency: form.urgency, service_line: form.serviceLine, facility_id: form.facilityId });
      const [house] = await act.query<{ name: string }>('select name from facility where id = $1', [host]);
      const lines = letterLines(
        { subject: form.patient, wanted: form.wanted, with_reports: form.withReports, needed_by: neededBy, stat: form.inVisit, message: form.message, legal_basis: form.legalBasis, authorisation: form.authorisation },
        house?.name ?? this.settings.SITE_NAME, await forWhom(act, { for_person_id: form.forPersonId, for_pool: form.forPool, requester_id: caller.id }), this.settings.SITE_ZONE, null);
      const similar = await this.similar(act, form);
      return {
        letter: lines.join('\n'), channel: line ? 'hl7' : 'phone', channelLabel: line?.label ?? `Telephone ${partner.name}`, approval: decision.outcome.approval ?? false, decisionId: decision.id, stat: form.inVisit, deadline: neededBy.toISOString(),
        remindAt: dueAfter(act.now, reminderAfter(form.urgency, form.inVisit), this.settings.SITE_ZONE).toISOString(), expiresAt: expiresAt(act.now, neededBy).toISOString(),
        checks: ([
          { code: 'needed-by', ok: neededBy > act.now, values: {} },
          { code: 'partner', ok: partner.status === 'live' || partner.status === 'testing' || partner.status === 'connecting', values: { name: partner.name, status: partner.status } },
          { code: 'line', ok: line !== null, values: { label: line?.label ?? '' } },
          { code: 'number', ok: form.patient.identifier !== null, values: { issuer: partner.issuer ?? '' } },
          { code: 'approval', ok: !decision.outcome.approval, values: {} },
          { code: 'similar', ok: similar.length === 0, values: { n: String(similar.length) } },
        ] as RequestPreview['checks']),
        similar, last: await this.last(act, form.facilityId),
      };
    });
  }

  private async similar(act: Act, form: RequestForm): Promise<RequestPreview['similar']> {
    const rows = await act.query<{ id: string; number: number; wanted: RequestForm['wanted']; state: string; made_at: Date }>(
      `select id, number, wanted, state, made_at from request_out where facility_id = $1 and state not in ('cancelled', 'draft') and made_at > clock_timestamp() - interval '14 days'
         and ((patient_id is not null and patient_id = $2) or (lower(subject->>'family') = lower($3) and subject->>'birthDate' is not distinct from $4 and coalesce(subject->'identifier'->>'value', $5) is not distinct from coalesce($5, subject->'identifier'->>'value'))) order by made_at desc limit 5`,
      [form.facilityId, form.patientId, form.patient.family, form.patient.birthDate, form.patient.identifier?.value ?? null]);
    return rows.map((r) => ({ id: r.id, number: requestNumber(r.number), what: r.wanted.map(wantedLine).join(', '), state: r.state, at: r.made_at.toISOString() }));
  }

  private async last(act: Act, facilityId: string): Promise<RequestPreview['last']> {
    const rows = await act.query<{ number: number; wanted: RequestForm['wanted']; sent_at: Date; state_since: Date; needed_by: Date }>(
      `select number, wanted, sent_at, state_since, needed_by from request_out where facility_id = $1 and state = 'fulfilled' and sent_at is not null order by state_since desc limit 5`, [facilityId]);
    return rows.map((r) => ({
      number: requestNumber(r.number), what: r.wanted.map((w) => w.what).join(', '), at: r.sent_at.toISOString(), minutes: Math.round((r.state_since.getTime() - r.sent_at.getTime()) / 60_000), inTime: r.state_since <= r.needed_by,
    }));
  }

  private async letter(r: Parameters<typeof letterLines>[0] & Parameters<typeof forWhom>[1] & { number: number }): Promise<string> {
    const [house] = await this.acts.read<{ name: string }>('select name from facility where host order by made_at limit 1');
    return letterLines(r, house?.name ?? this.settings.SITE_NAME, await forWhom(queryable(this.acts), r), this.settings.SITE_ZONE, requestNumber(r.number)).join('\n');
  }

  /** Who to call: callers of the partner's cases who left a number. The directory has no telephone numbers of its own yet. */
  private async contacts(facilityId: string): Promise<RequestOutDetail['contacts']> {
    const rows = await this.acts.read<{ label: string; phone: string }>(
      `select distinct on (caller->>'phone') caller->>'name' as label, caller->>'phone' as phone from exchange_case where partner_id = $1 and coalesce(caller->>'phone', '') <> '' order by caller->>'phone', made_at desc limit 5`, [facilityId]);
    return rows;
  }
}
