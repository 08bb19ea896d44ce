import type { MoveOffer, RecallView, RegistrationView } from '@causeway/contracts';
import { recallMachine, registrationMachine, type RecallMove, type RegistrationMove } from '@causeway/domain';
import type { AbilityName } from '@causeway/access';
import { nameView } from '../exams/names';
import { guardedOf, inboundRowColumns, type InboundColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { dueOf } from './due';
import type { RecallColumns } from './recall';
import type { RegistrationColumns } from './registration.row';
import { registrationSight } from './sight';

type Sight = Pick<InboundColumns, 'facility_ids' | 'service_line' | 'care_team'>;
const SIGHT = 'x.facility_ids, x.service_line, x.care_team';

const RECALL_OFFERS: readonly (readonly [RecallMove, AbilityName])[] = [['ask', 'inbound.recall'], ['confirm', 'inbound.recall'], ['waive', 'recall.waive']];
const REGISTRATION_OFFERS: readonly (readonly [RegistrationMove, AbilityName])[] = [['complete', 'registration.complete'], ['decline', 'registration.complete'], ['cancel', 'registration.ask']];

/** Requests and recall targets of the exams a person may see. */
export class IdentityLists {
  constructor(private readonly acts: Acts) {}

  /** Open requests, the longest waiting first; with an id, that one whatever its state. */
  async registrations(caller: Caller, id: string | null = null): Promise<RegistrationView[]> {
    const b = new Binder();
    const sight = rowSql(registrationSight(caller), inboundRowColumns, b.bind);
    const which = id ? `r.id = ${b.bind(id)}` : `r.state in ('asked', 'sent')`;
    const rows = await this.acts.read<RegistrationColumns & Sight & { due_at: Date | null; now: Date }>(
      `select r.*, ${SIGHT}, ${dueOf(`'registration.overdue ' || r.id`)} as due_at, clock_timestamp() as now from registration r join inbound x on x.id = r.exam_id where ${sight} and ${which} order by r.made_at limit 500`, b.values);
    return rows.map((r) => ({
      id: r.id, examId: r.exam_id, version: r.version, state: r.state, name: nameView(r.demographics.personName), birthDate: r.demographics.birthDate, sex: r.demographics.sex,
      outsideId: r.demographics.outsideId ? { value: r.demographics.outsideId.value, issuer: r.demographics.outsideId.issuer ?? 'unknown issuer' } : null,
      clock: {
        state: r.due_at ? 'running' : 'none', startedAt: r.made_at.toISOString(), dueAt: r.due_at?.toISOString() ?? null, holder: registrationMachine.table.states[r.state].holder, holderName: r.owner,
        segments: [{ holder: 'registration', seconds: Math.max(0, Math.round((r.now.getTime() - r.made_at.getTime()) / 1000)) }],
      },
      moves: offers(REGISTRATION_OFFERS, (move) => registrationMachine.answer(r.state, move), caller, guardedOf(r)),
    }));
  }

  /** Targets of one exam's recalls, or all that still wait for an answer. */
  async recalls(caller: Caller, examId: string | null, id: string | null = null): Promise<RecallView[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
    const which = id ? `r.id = ${b.bind(id)}` : examId ? `r.exam_id = ${b.bind(examId)}` : `r.state in ('listed', 'asked', 'failed')`;
    const rows = await this.acts.read<RecallColumns & Sight>(`select r.*, ${SIGHT} from recall r join inbound x on x.id = r.exam_id where ${sight} and ${which} order by r.made_at, r.id limit 500`, b.values);
    return rows.map((r) => ({
      id: r.id, examId: r.exam_id, kind: r.kind, label: r.label, state: r.state, version: r.version, channel: r.channel, proof: r.proof, dueAt: r.state === 'asked' ? (r.due_at?.toISOString() ?? null) : null,
      moves: offers(RECALL_OFFERS, (move) => recallMachine.answer(r.state, move), caller, { ...guardedOf(r), earlierActors: r.waived_by }),
    }));
  }
}

function offers<M extends string>(rows: readonly (readonly [M, AbilityName])[], answer: (move: M) => string, caller: Caller, thing: Parameters<Caller['offer']>[2]): MoveOffer[] {
  return rows.flatMap(([move, ability]) => (answer(move) === 'legal' && caller.offer(move, ability, thing)) || []);
}
