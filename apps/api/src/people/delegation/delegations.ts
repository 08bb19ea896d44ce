import { abilities, type AbilityRow, type Role } from '@causeway/access';
import { LONGEST_DELEGATION_DAYS, type Delegate, type DelegationsView, type DelegationView } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Acts } from '../../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import { tell } from '../../notices/tell';
import type { Settings } from '../../platform/settings/settings';
import { personRef, type PersonColumns } from '../people.service';

interface Row { id: string; version: number; giver_id: string; receiver_id: string; from_at: Date; until_at: Date; scope: 'everything' | 'seeing'; note: string; ended_at: Date | null; giver: PersonColumns; receiver: PersonColumns; now: Date }

/** Roles of people of the house with patients of their own (letter C): only among them something can be handed over. */
const ROLES = [...new Set((Object.values(abilities) as AbilityRow[]).flatMap(({ grants }) => (Object.entries(grants) as [Role, string][]).flatMap(([role, letters]) => (letters.includes('C') ? [role] : []))))];
const COLUMNS = `d.*, to_jsonb(g) as giver, to_jsonb(r) as receiver, clock_timestamp() as now`;
const FROM = `from delegation d join lateral (select id, name, initials, title from person where id = d.giver_id) g on true join lateral (select id, name, initials, title from person where id = d.receiver_id) r on true`;
const COLLEAGUES = `from person p where p.id <> $1 and p.disabled_at is null and p.roles && $2::text[] and p.facilities && $3::uuid[]`;
const SHOWN_DAYS = 30;

/** What people hand to colleagues for a time: their patients, never their roles. */
export class Delegations {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async mine(caller: Caller): Promise<DelegationsView> {
    const rows = await this.acts.read<Row>(`select ${COLUMNS} ${FROM} where (d.giver_id = $1 or d.receiver_id = $1) and coalesce(d.ended_at, d.until_at) > clock_timestamp() - make_interval(days => ${SHOWN_DAYS}) order by d.from_at desc, d.id`, [caller.id]);
    const colleagues = mayDelegate(caller) ? await this.acts.read<PersonColumns>(`select p.id, p.name, p.initials, p.title ${COLLEAGUES} order by lower(p.name), p.id limit 500`, [caller.id, ROLES, caller.principal.facilities]) : [];
    return { given: rows.filter((r) => r.giver_id === caller.id).map(viewOf), received: rows.filter((r) => r.receiver_id === caller.id).map(viewOf), colleagues: colleagues.map(personRef) };
  }

  give(caller: Caller, body: z.output<typeof Delegate>): Promise<void> {
    if (!mayDelegate(caller)) throw new Refusal(403, 'not-allowed', 'Your roles have no patients of their own to hand over.');
    if (!caller.session.reauthenticated) throw new Refusal(403, 'reauthenticate', 'Type your password again to do this: it counts as a signature.');
    const [from, until] = [new Date(body.from), new Date(body.until)];
    return this.acts.run(caller.actor, async (act) => {
      const at = (pointer: string, detail: string): Refusal => new Refusal(422, 'fields', 'Some fields need another value.', { errors: [{ pointer, detail }] });
      if (until <= from || until <= act.now) throw at('/until', 'The end is after the beginning, and still to come.');
      if (until.getTime() - from.getTime() > LONGEST_DELEGATION_DAYS * 86_400_000) throw at('/until', `At most ${LONGEST_DELEGATION_DAYS} days.`);
      const [fits] = await act.query(`select 1 as fits ${COLLEAGUES} and p.id = $4`, [caller.id, ROLES, caller.principal.facilities, body.receiverId]);
      if (!fits) throw at('/receiverId', 'A colleague of your facility with patients of their own.');
      const [same] = await act.query('select 1 as there from delegation where giver_id = $1 and receiver_id = $2 and ended_at is null and from_at < $4 and until_at > $3', [caller.id, body.receiverId, from, until]);
      if (same) throw new Refusal(409, 'delegated-already', 'They act for you in some of this time already. End that first.');
      const id = newId(act.now.getTime());
      await act.query('insert into delegation (id, giver_id, receiver_id, from_at, until_at, scope, note) values ($1, $2, $3, $4, $5, $6, $7)', [id, caller.id, body.receiverId, from, until, body.scope, body.note]);
      act.audit({ action: 'delegation.given', object: { kind: 'delegation', id }, reason: body.note || null, details: { to: body.receiverId, from: body.from, until: body.until, scope: body.scope } });
      act.emit({ event: 'delegation.given', kind: 'delegation', id, data: { giver: caller.id, receiver: body.receiverId } });
      await tell(act, { personId: body.receiverId, role: 'delegate', event: 'delegation.given', because: 'acts-for-you', about: { kind: 'delegation', id, examId: null }, channel: 'mail', urgent: false, ack: false, key: `delegation ${id}`, decisionId: null, data: {} }, this.settings);
    });
  }

  /** By either of the two; it counts from the next request. */
  end(caller: Caller, id: string, version: number): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [row] = await act.query<Pick<Row, 'version' | 'giver_id' | 'receiver_id' | 'until_at' | 'ended_at'>>('select * from delegation where id = $1 and $2 in (giver_id, receiver_id) for update', [id, caller.id]);
      if (!row) throw notFound('delegation');
      if (row.version !== version) throw changedMeanwhile();
      if (row.ended_at || row.until_at <= act.now) throw new Refusal(409, 'over', 'This is over already.');
      await act.query('update delegation set ended_at = clock_timestamp(), version = version + 1 where id = $1', [id]);
      act.audit({ action: 'delegation.ended', object: { kind: 'delegation', id }, details: { by: row.giver_id === caller.id ? 'giver' : 'receiver' } });
      act.emit({ event: 'delegation.ended', kind: 'delegation', id, data: { giver: row.giver_id, receiver: row.receiver_id } });
    });
  }
}

const mayDelegate = (caller: Caller): boolean => caller.principal.kind === 'person' && caller.principal.roles.some((role) => ROLES.includes(role) && role !== 'ac');

const viewOf = (r: Row): DelegationView => ({
  id: r.id, version: r.version, giver: personRef(r.giver), receiver: personRef(r.receiver), from: r.from_at.toISOString(), until: r.until_at.toISOString(), scope: r.scope, note: r.note,
  state: r.ended_at || r.until_at <= r.now ? 'over' : r.from_at > r.now ? 'to-come' : 'on',
});
