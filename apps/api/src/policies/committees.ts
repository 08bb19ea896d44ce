import type { CommitteeMemberView, CommitteesView, CommitteeView, MeasuredGoal, SaveCommittee } from '@causeway/contracts';
import { charterTemplates, serviceLines } from '@causeway/domain';
import { personRef } from '../exchange/directory';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { mandatesOf } from './mandates';

interface CommitteeRow {
  id: string; version: number; name: string; charter: string; goals: string; kinds: CommitteeView['kinds']; quorum_permille: number; notice_days: number; voting_days: number; scope: string; terms: string; reports_to: string;
  parent_id: string | null; meets: CommitteeView['meets']; template: string | null; asks_specialties: boolean; specialties: string[];
}
interface MemberRow { committee_id: string; person_id: string; constituency: CommitteeMemberView['constituency']; specialty: string; specialties: string[]; weight: number; officer: boolean; name: string; initials: string; title: string }

/** Who votes, for what they are there, to whom they report and by which rules. Ballots keep the members they were called with. */
export class Committees {
  constructor(private readonly acts: Acts) {}

  async all(caller: Caller): Promise<CommitteesView> {
    const rows = await this.acts.read<CommitteeRow>('select * from committee order by scope <> \'all\', made_at');
    const members = await this.acts.read<MemberRow>('select m.*, p.name, p.initials, p.title from committee_member m join person p on p.id = m.person_id order by m.constituency, p.name');
    const goals = await this.acts.read<MeasuredGoal & { committee_id: string }>(`select committee_id, words, measure, days, target, by_on::text as "byOn" from committee_goal order by place`);
    const mandates = await mandatesOf((sql, p) => this.acts.read(sql, p));
    const mayChange = caller.may('policy.chair', {});
    const people = mayChange ? await this.acts.read<{ id: string; name: string; initials: string; title: string }>(`select id, name, initials, title from person where roles && array['gm', 'gc'] and disabled_at is null order by name`) : [];
    return {
      mayChange, people: people.flatMap((p) => personRef(p.id, p.name, p.initials, p.title) ?? []), templates: mayChange ? charterTemplates : [],
      committees: rows.map((c) => {
        const own = members.filter((m) => m.committee_id === c.id);
        return {
          id: c.id, version: c.version, name: c.name, charter: c.charter, goals: c.goals, kinds: c.kinds, quorumPermille: c.quorum_permille, noticeDays: c.notice_days, votingDays: c.voting_days,
          members: own.map((m) => ({ person: { id: m.person_id, name: m.name, initials: m.initials, title: m.title }, constituency: m.constituency, specialty: m.specialty, specialties: m.specialties, weight: m.weight, officer: m.officer })),
          measured: goals.filter((g) => g.committee_id === c.id).map(({ committee_id: _, ...g }) => g),
          scope: c.scope, terms: c.terms, reportsTo: c.reports_to, parentId: c.parent_id, meets: c.meets, template: c.template, asksSpecialties: c.asks_specialties, specialties: c.specialties,
          gaps: c.specialties.filter((name) => !own.some((m) => m.specialties.includes(name))), mandates: mandates.filter((m) => m.committeeId === c.id).map(({ committeeId: _, ...m }) => m),
        };
      }),
    };
  }

  save(caller: Caller, id: string | null, body: SaveCommittee): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      caller.require('policy.chair', {}, 'policy.read');
      await refuseFaults(act, id, body);
      return saveCommittee(act, id, body);
    });
  }
}

async function refuseFaults(act: Act, id: string | null, body: SaveCommittee): Promise<void> {
  const people = body.members.map((m) => m.personId);
  if (new Set(people).size !== people.length) throw new Refusal(422, 'members', 'Somebody is named twice.', { errors: [{ pointer: '/members', detail: 'each person once' }] });
  const known = await act.query<{ id: string }>(`select id from person where id = any($1::uuid[]) and roles && array['gm', 'gc']`, [people]);
  if (known.length !== people.length) throw new Refusal(422, 'members', 'Members need the role of a governance member or chair.', { errors: [{ pointer: '/members', detail: 'not a governance member' }] });
  if (body.scope !== 'all' && !(serviceLines as readonly string[]).includes(body.scope)) throw new Refusal(422, 'scope', 'A committee is for the house or for one of its service lines.', { errors: [{ pointer: '/scope', detail: 'no service line' }] });
  const [taken] = await act.query<{ name: string; kinds: string[] }>('select name, kinds from committee where kinds && $1::text[] and scope = $2 and id is distinct from $3', [body.kinds, body.scope, id]);
  if (taken) throw new Refusal(409, 'kinds', `${taken.name} votes on ${body.kinds.filter((k) => taken.kinds.includes(k)).join(', ')} already. A kind has one committee${body.scope === 'all' ? '' : ' in a service line'}.`);
  const held = id === null ? [] : await act.query<{ kind: string }>('select kind from policy_mandate where committee_id = $1 and ended_at is null and until_at > clock_timestamp() and (kind <> all($2::text[]) or scope <> $3)', [id, body.kinds, body.scope]);
  if (held.length > 0) throw new Refusal(409, 'mandate', `The house has handed it ${held.map((h) => h.kind).join(', ')}. End that first.`, { errors: [{ pointer: '/kinds', detail: 'handed to it' }] });
  if (body.parentId !== null && (await above(act, body.parentId)).includes(id ?? '')) throw new Refusal(422, 'parent', 'A committee does not report to one below it, or to itself.', { errors: [{ pointer: '/parentId', detail: 'reports in a circle' }] });
}

/** The committee of this id and all it reports to. */
async function above(act: Act, id: string): Promise<string[]> {
  const rows = await act.query<{ id: string }>(
    `with recursive up as (select id, parent_id from committee where id = $1 union select c.id, c.parent_id from committee c join up on c.id = up.parent_id) select id from up`, [id]);
  if (rows.length === 0) throw new Refusal(422, 'parent', 'The committee it should report to is not there.', { errors: [{ pointer: '/parentId', detail: 'no such committee' }] });
  return rows.map((r) => r.id);
}

/** Writes a committee and its members. With an id it must be the version the person saw. */
export async function saveCommittee(act: Act, id: string | null, body: SaveCommittee, demo = false): Promise<string> {
  const own = id ?? newId(act.now.getTime());
  const values = [own, body.name, body.charter, body.goals, body.kinds, body.quorumPermille, body.noticeDays, body.votingDays, body.scope, body.terms, body.reportsTo, body.parentId, body.meets, body.template, body.asksSpecialties, body.specialties];
  if (id === null) {
    await act.query(
      `insert into committee (id, name, charter, goals, kinds, quorum_permille, notice_days, voting_days, scope, terms, reports_to, parent_id, meets, template, asks_specialties, specialties, demo)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`, [...values, demo]);
  } else {
    const [row] = await act.query<{ version: number }>('select version from committee where id = $1 for update', [id]);
    if (!row) throw notFound('committee');
    if (row.version !== body.version) throw changedMeanwhile();
    await act.query(
      `update committee set version = version + 1, name = $2, charter = $3, goals = $4, kinds = $5, quorum_permille = $6, notice_days = $7, voting_days = $8, scope = $9, terms = $10, reports_to = $11, parent_id = $12, meets = $13,
         template = $14, asks_specialties = $15, specialties = $16 where id = $1`, values);
    await act.query('delete from committee_member where committee_id = $1', [id]);
  }
  for (const m of body.members) {
    await act.query('insert into committee_member (committee_id, person_id, constituency, specialty, weight, officer, specialties) values ($1, $2, $3, $4, $5, $6, $7)', [own, m.personId, m.constituency, m.specialty, m.weight, m.officer, m.specialties]);
  }
  if (body.measured) await saveGoals(act, own, body.measured);
  act.audit({
    action: 'committee.saved', object: { kind: 'committee', id: own },
    details: {
      ...(body.measured ? { goals: body.measured.map((g) => `${g.measure} ${g.target}${g.byOn ? ` by ${g.byOn}` : ''}`) } : {}),
      kinds: body.kinds, scope: body.scope, parent: body.parentId, template: body.template, asksSpecialties: body.asksSpecialties, members: body.members.map((m) => [m.personId, m.constituency, m.weight, ...m.specialties].join(' ')), quorumPermille: body.quorumPermille,
    },
  });
  act.emit({ event: 'committee.saved', kind: 'committee', id: own });
  return own;
}

async function saveGoals(act: Act, committeeId: string, goals: readonly MeasuredGoal[]): Promise<void> {
  await act.query('delete from committee_goal where committee_id = $1', [committeeId]);
  for (const [place, g] of goals.entries()) {
    await act.query('insert into committee_goal (id, committee_id, place, words, measure, days, target, by_on) values ($1, $2, $3, $4, $5, $6, $7, $8)', [newId(act.now.getTime()), committeeId, place, g.words, g.measure, g.days, g.target, g.byOn]);
  }
}
