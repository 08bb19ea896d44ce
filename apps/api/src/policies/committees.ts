import type { CommitteeMemberView, CommitteesView, MeasuredGoal, SaveCommittee } from '@causeway/contracts';
import { personRef } from '../exchange/directory';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';

interface CommitteeRow { id: string; version: number; name: string; charter: string; goals: string; kinds: CommitteesView['committees'][number]['kinds']; quorum_permille: number; notice_days: number; voting_days: number }
interface MemberRow { committee_id: string; person_id: string; constituency: CommitteeMemberView['constituency']; specialty: string; weight: number; officer: boolean; name: string; initials: string; title: string }

/** Who votes, for what they are there, and by which rules. Ballots keep the members they were called with. */
export class Committees {
  constructor(private readonly acts: Acts) {}

  async all(caller: Caller): Promise<CommitteesView> {
    const rows = await this.acts.read<CommitteeRow>('select * from committee order by made_at');
    const members = await this.acts.read<MemberRow>('select m.*, p.name, p.initials, p.title from committee_member m join person p on p.id = m.person_id order by m.constituency, p.name');
    const goals = await this.acts.read<MeasuredGoal & { committee_id: string }>(`select committee_id, words, measure, days, target, by_on::text as "byOn" from committee_goal order by place`);
    const mayChange = caller.may('policy.chair', {});
    const people = mayChange ? await this.acts.read<{ id: string; name: string; initials: string; title: string }>(`select id, name, initials, title from person where roles && array['gm', 'gc'] and disabled_at is null order by name`) : [];
    return {
      mayChange, people: people.flatMap((p) => personRef(p.id, p.name, p.initials, p.title) ?? []),
      committees: rows.map((c) => ({
        id: c.id, version: c.version, name: c.name, charter: c.charter, goals: c.goals, kinds: c.kinds, quorumPermille: c.quorum_permille, noticeDays: c.notice_days, votingDays: c.voting_days,
        measured: goals.filter((g) => g.committee_id === c.id).map(({ committee_id: _, ...g }) => g),
        members: members.filter((m) => m.committee_id === c.id).map((m) => ({ person: { id: m.person_id, name: m.name, initials: m.initials, title: m.title }, constituency: m.constituency, specialty: m.specialty, weight: m.weight, officer: m.officer })),
      })),
    };
  }

  save(caller: Caller, id: string | null, body: SaveCommittee): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      caller.require('policy.chair', {}, 'policy.read');
      const people = body.members.map((m) => m.personId);
      if (new Set(people).size !== people.length) throw new Refusal(422, 'members', 'Somebody is named twice.', { errors: [{ pointer: '/members', detail: 'each person once' }] });
      const known = await act.query<{ id: string }>(`select id from person where id = any($1::uuid[]) and roles && array['gm', 'gc']`, [people]);
      if (known.length !== people.length) throw new Refusal(422, 'members', 'Members need the role of a governance member or chair.', { errors: [{ pointer: '/members', detail: 'not a governance member' }] });
      const [taken] = await act.query<{ name: string; kinds: string[] }>('select name, kinds from committee where kinds && $1::text[] and id is distinct from $2', [body.kinds, id]);
      if (taken) throw new Refusal(409, 'kinds', `${taken.name} votes on ${body.kinds.filter((k) => taken.kinds.includes(k)).join(', ')} already. A kind has one committee.`);
      return saveCommittee(act, id, body);
    });
  }
}

/** Writes a committee and its members. With an id it must be the version the person saw. */
export async function saveCommittee(act: Act, id: string | null, body: Omit<SaveCommittee, 'version'> & { readonly version?: number }, demo = false): Promise<string> {
  const own = id ?? newId(act.now.getTime());
  const values = [own, body.name, body.charter, body.goals, body.kinds, body.quorumPermille, body.noticeDays, body.votingDays];
  if (id === null) await act.query('insert into committee (id, name, charter, goals, kinds, quorum_permille, notice_days, voting_days, demo) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [...values, demo]);
  else {
    const [row] = await act.query<{ version: number }>('select version from committee where id = $1 for update', [id]);
    if (!row) throw notFound('committee');
    if (row.version !== body.version) throw changedMeanwhile();
    await act.query('update committee set version = version + 1, name = $2, charter = $3, goals = $4, kinds = $5, quorum_permille = $6, notice_days = $7, voting_days = $8 where id = $1', values);
    await act.query('delete from committee_member where committee_id = $1', [id]);
  }
  for (const m of body.members) {
    await act.query('insert into committee_member (committee_id, person_id, constituency, specialty, weight, officer) values ($1, $2, $3, $4, $5, $6)', [own, m.personId, m.constituency, m.specialty, m.weight, m.officer]);
  }
  if (body.measured) await saveGoals(act, own, body.measured);
  act.audit({ action: 'committee.saved', object: { kind: 'committee', id: own }, details: { ...(body.measured ? { goals: body.measured.map((g) => `${g.measure} ${g.target}${g.byOn ? ` by ${g.byOn}` : ''}`) } : {}), kinds: body.kinds, members: body.members.map((m) => `${m.personId} ${m.constituency} ${m.weight}`), quorumPermille: body.quorumPermille } });
  act.emit({ event: 'committee.saved', kind: 'committee', id: own });
  return own;
}

async function saveGoals(act: Act, committeeId: string, goals: readonly MeasuredGoal[]): Promise<void> {
  await act.query('delete from committee_goal where committee_id = $1', [committeeId]);
  for (const [place, g] of goals.entries()) {
    await act.query('insert into committee_goal (id, committee_id, place, words, measure, days, target, by_on) values ($1, $2, $3, $4, $5, $6, $7, $8)', [newId(act.now.getTime()), committeeId, place, g.words, g.measure, g.days, g.target, g.byOn]);
  }
}
