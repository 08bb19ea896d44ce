import type { Role } from '@causeway/access';
import { HOUSE, houseKinds, serviceLines, type BallotMember, type PolicyKind } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { COMMITTEE_OF } from '../policies/committee-of';
import type { About } from './recipients';

/** Text of the notification policy that answers events of this kind of thing. */
export const noticeScope = (kind: string): string => (houseKinds.includes(kind) ? HOUSE : 'all');

/** Roles whose work a policy of each kind decides. */
const STAKEHOLDERS: Readonly<Record<PolicyKind, readonly Role[]>> = {
  match: ['pa', 'tr'], triage: ['pa', 'tr'], release: ['pa', 'tr'], overread: ['pa', 'rd', 'sl'], retention: ['pa', 'rm'], redisclosure: ['pa', 'fr', 'rm'], responsibility: ['pa', 'tr', 'sl', 'tn'], notification: ['pa', 'sl'],
};

/** Kinds of policies that decide the work of these roles: whoever has one is told when a version of it takes force. */
export const kindsDeciding = (held: readonly Role[]): PolicyKind[] => (Object.keys(STAKEHOLDERS) as PolicyKind[]).filter((kind) => STAKEHOLDERS[kind].some((role) => held.includes(role)));

/** The people a telling of the house means: null where it is no word of the house. What they did themselves nobody tells them. */
export async function houseRecipients(act: Act, who: string, about: About): Promise<string[] | null> {
  if (!houseKinds.includes(about.kind)) return null;
  switch (about.kind) {
    case 'policy': return ofPolicy(act, who, about.id);
    case 'ballot': return ofBallot(act, who, about.id);
    case 'hold': return who === 'records' ? withRoles(act, ['rm'], 'select facility_ids from hold where id = $1', about.id, `select case state when 'requested' then asked_by when 'active' then placed_by when 'release-asked' then release_asked_by end as id from hold where id = $1`) : null;
    case 'disposition': return ofDisposition(act, who, about.id);
    default: return ofEndpoint(act, who, about.id);
  }
}

async function ofPolicy(act: Act, who: string, id: string): Promise<string[] | null> {
  const [policy] = await act.query<{ kind: PolicyKind; scope: string; author_ids: string[] }>('select kind, scope, author_ids from policy_version where id = $1', [id]);
  if (!policy) return [];
  const committee = async (): Promise<string[]> => ids(await act.query(`select m.person_id as id from (${COMMITTEE_OF}) c join committee_member m on m.committee_id = c.id`, [policy.kind, policy.scope]));
  switch (who) {
    case 'authors': return policy.author_ids;
    case 'committee': return (await committee()).filter((person) => !policy.author_ids.includes(person));
    case 'stakeholders': {
      const line = (serviceLines as readonly string[]).includes(policy.scope) ? policy.scope : null;
      const staff = await act.query<{ id: string }>('select id from person where roles && $1::text[] and ($2::text is null or cardinality(service_lines) = 0 or $2 = any(service_lines))', [STAKEHOLDERS[policy.kind], line]);
      return [...policy.author_ids, ...await committee(), ...ids(staff)];
    }
    default: return null;
  }
}

/** Voters are those of the ballot who have neither voted nor stepped back; a vote that was handed over is asked of whoever has it. */
async function ofBallot(act: Act, who: string, id: string): Promise<string[] | null> {
  const [ballot] = await act.query<{ members: BallotMember[]; author_ids: string[] }>('select members, author_ids from ballot where id = $1', [id]);
  if (who === 'authors') return ballot?.author_ids ?? [];
  if (who !== 'voters') return null;
  const done = ids(await act.query('select person_id as id from ballot_vote where ballot_id = $1 union select person_id from ballot_recusal where ballot_id = $1', [id]));
  const handed = new Map((await act.query<{ person_id: string; delegate_id: string }>('select person_id, delegate_id from ballot_delegate where ballot_id = $1', [id])).map((d) => [d.person_id, d.delegate_id]));
  return (ballot?.members ?? []).filter((m) => !done.includes(m.personId)).map((m) => handed.get(m.personId) ?? m.personId);
}

async function ofDisposition(act: Act, who: string, id: string): Promise<string[] | null> {
  const where = 'select facility_ids from disposition where id = $1';
  if (who === 'reviewers') return withRoles(act, ['rm'], where, id, `select case state when 'proposed' then proposed_by end as id from disposition where id = $1`);
  return who === 'approvers' ? withRoles(act, ['rm', 'sl'], where, id, 'select reviewer_id as id from disposition where id = $1') : null;
}

async function ofEndpoint(act: Act, who: string, id: string): Promise<string[] | null> {
  if (who === 'system-administrators') return ids(await act.query(`select id from person where 'sa' = any(roles)`, []));
  if (who !== 'outreach') return null;
  const [line] = await act.query<{ owner_id: string | null; host: boolean }>('select f.owner_id, f.host from endpoint e join facility f on f.id = e.facility_id where e.id = $1', [id]);
  if (!line || line.host) return [];
  return line.owner_id ? [line.owner_id] : withRoles(act, ['ou'], 'select array[facility_id] as facility_ids from endpoint where id = $1', id);
}

/** People of these roles at a facility of the thing, but for whoever did the step that asks. */
async function withRoles(act: Act, roles: readonly Role[], where: string, id: string, but?: string): Promise<string[]> {
  const [thing] = await act.query<{ facility_ids: string[] | null }>(where, [id]);
  const [done] = but ? await act.query<{ id: string | null }>(but, [id]) : [];
  const rows = await act.query<{ id: string }>('select id from person where roles && $1::text[] and (cardinality($2::uuid[]) = 0 or facilities && $2::uuid[])', [roles, thing?.facility_ids ?? []]);
  return ids(rows).filter((person) => person !== done?.id);
}

const ids = (rows: readonly object[]): string[] => rows.map((row) => (row as { id: string }).id);
