import { ballotMachine, specialtiesTouched, type BallotMember } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made } from '../platform/acts/move';
import { Refusal } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { COMMITTEE_OF } from './committee-of';
import type { PolicyColumns } from './policy.row';

const DAY_MS = 86_400_000;
/** How soon a policy that two officers adopted must be ratified or not. */
const RATIFY_DAYS = 14;

export interface Committee { readonly id: string; readonly quorum_permille: number; readonly notice_days: number; readonly voting_days: number; readonly asks_specialties: boolean; readonly members: readonly (BallotMember & { readonly officer: boolean })[] }

/** The committee that votes on policies of this kind. @throws Refusal when there is none with members beside the authors. */
export async function committeeFor(act: Act, row: PolicyColumns): Promise<Committee> {
  const [found] = await act.query<Omit<Committee, 'members'>>(COMMITTEE_OF, [row.kind, row.scope]);
  const members = found ? await act.query<{ person_id: string; constituency: string; specialties: string[]; weight: number; officer: boolean }>(
    `select m.person_id, m.constituency, m.specialties, m.weight, m.officer from committee_member m join person p on p.id = m.person_id and p.disabled_at is null where m.committee_id = $1 order by m.person_id`, [found.id]) : [];
  if (!found || !members.some((m) => !row.author_ids.includes(m.person_id))) throw new Refusal(409, 'no-committee', `No committee with members beside the author votes on ${row.kind} policies. Name one first.`);
  return { ...found, members: members.map((m) => ({ personId: m.person_id, constituency: m.constituency, specialties: m.specialties, weight: m.weight, officer: m.officer })) };
}

/** Specialties a ballot on this text must hear, where its committee asks for that. */
export const specialtiesAsked = (row: Pick<PolicyColumns, 'text'>, committee: Pick<Committee, 'asks_specialties'>): string[] => (committee.asks_specialties ? specialtiesTouched(row.text) : []);

/** @throws Refusal when the proposal touches a specialty nobody of the committee speaks for: its ballot could never pass. */
export function refuseGaps(row: PolicyColumns, committee: Committee): void {
  const gaps = specialtiesAsked(row, committee).filter((name) => !committee.members.some((m) => m.specialties?.includes(name)));
  if (gaps.length > 0) throw new Refusal(409, 'specialty-missing', `No member speaks for ${gaps.join(', ')}, which this proposal touches. Name one in the committee first.`);
}

/** A day before its end a ballot asks once more whoever has not voted; a ballot shorter than that does not. */
export function remindOf(act: Act, ballot: string, closes: Date): void {
  const at = new Date(closes.getTime() - DAY_MS);
  if (at > act.now) act.wish({ kind: 'ballot.remind', key: `ballot.remind ${ballot}`, data: { id: ballot }, dueAt: at, restart: true });
}

export interface FrozenReplay { readonly id: string; readonly result: unknown; readonly sha256: Buffer; readonly done_at: Date }

/** The newest replay of the text as it is. */
export async function replayOf(act: Act, row: PolicyColumns): Promise<FrozenReplay | undefined> {
  const [replay] = await act.query<FrozenReplay>(
    `select id, result, sha256, done_at from policy_replay where policy_id = $1 and text_sha256 = $2 and state = 'done' order by done_at desc limit 1`, [row.id, row.sha256]);
  return replay;
}

/** Announces a ballot. It holds the members, their weights and the replay as they are now: later changes of either do not reach it. */
export async function announceBallot(act: Act, settings: Settings, calledBy: string, row: PolicyColumns, committee: Committee, replay: FrozenReplay, ratifies: boolean): Promise<string> {
  const ballot = newId(act.now.getTime());
  const opens = committee.notice_days === 0 ? act.now : dueAfter(act.now, { workingDays: committee.notice_days }, settings.SITE_ZONE);
  const usual = opens.getTime() + committee.voting_days * DAY_MS;
  const closes = new Date(ratifies ? Math.min(usual, act.now.getTime() + RATIFY_DAYS * DAY_MS) : usual);
  const members = committee.members.map(({ officer: _, ...member }) => member);
  // one that ratifies a policy adopted urgently asks only those who are there
  const asked = specialtiesAsked(row, committee).filter((name) => !ratifies || committee.members.some((m) => m.specialties?.includes(name)));
  await act.query(
    `insert into ballot (id, state, policy_id, committee_id, text_sha256, replay_id, replay, replay_sha256, members, author_ids, quorum_permille, called_by, opens_at, closes_at, ratifies, specialties)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16)`,
    [ballot, ballotMachine.initial, row.id, committee.id, row.sha256, replay.id, JSON.stringify(replay.result), replay.sha256, JSON.stringify(members), row.author_ids, committee.quorum_permille, calledBy, opens, closes, ratifies, asked]);
  made(act, 'ballot', ballot, { policy: row.id, number: row.number, members: members.length, replay: replay.sha256.toString('hex'), ratifies, specialties: asked }, { policyId: row.id });
  act.wish({ kind: 'ballot.open', key: `ballot.open ${ballot}`, data: { id: ballot }, dueAt: opens });
  remindOf(act, ballot, closes);
  act.wish({ kind: 'ballot.close', key: `ballot.close ${ballot}`, data: { id: ballot }, dueAt: closes });
  return ballot;
}
