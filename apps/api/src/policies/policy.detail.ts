import type { AbilityName } from '@causeway/access';
import type { MoveOffer, OwnedBy, PolicyBoard, PolicyCommentView, PolicyDetail } from '@causeway/contracts';
import { columnOf, faultsOfDraft, policyMachine, policyTemplates, testsIn, type PolicyKind, type PolicyMove, type PolicyText } from '@causeway/domain';
import { personRef } from '../exchange/directory';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { specialtiesAsked } from './announce';
import { arbitrationsOf } from './arbitration.view';
import { ballotView } from './ballot-view';
import { mayChair } from './chair';
import { COMMITTEE_OF } from './committee-of';
import { askedFor } from './urgent';
import { LISTED, policyGuarded, policyRow, UNFINISHED, type ListedPolicy, type PolicyColumns } from './policy.row';
import { findingsOf, REPLAY_SQL, replayView, type Named } from './replay/replays';
import type { ReplayRow } from './replay/run';

const ABILITY: Readonly<Partial<Record<PolicyMove, AbilityName>>> = {
  edit: 'policy.draft', submit: 'policy.draft', rebase: 'policy.draft', withdraw: 'policy.draft', 'send-back': 'policy.review', 'call-vote': 'policy.chair', schedule: 'policy.chair',
  'adopt-urgently': 'policy.chair',
};
/** From this share of the last 90 days on the editor says that a fact is often not known. */
const OFTEN_PERMILLE = 50;

/** One version with everything a person needs to judge it. */
export class PolicyDetails {
  constructor(private readonly acts: Acts) {}

  async board(caller: Caller): Promise<PolicyBoard> {
    const open = await this.acts.read<ListedPolicy>(`${LISTED} where v.state in ${UNFINISHED} order by v.kind, v.scope, v.number desc`);
    const waiting = await this.acts.read<{ policy_id: string }>(
      `select distinct b.policy_id from ballot b cross join jsonb_array_elements(b.members) m
       where b.state = 'open' and b.closes_at > clock_timestamp() and not exists (select 1 from ballot_vote v where v.ballot_id = b.id and v.person_id = (m->>'personId')::uuid)
         and not exists (select 1 from ballot_recusal r where r.ballot_id = b.id and r.person_id = (m->>'personId')::uuid)
         and coalesce((select d.delegate_id from ballot_delegate d where d.ballot_id = b.id and d.person_id = (m->>'personId')::uuid), (m->>'personId')::uuid) = $1`, [caller.id]);
    return {
      open: open.map(policyRow), mayDraft: caller.may('policy.draft', {}), waiting: waiting.map((w) => w.policy_id),
      templates: (Object.keys(policyTemplates) as PolicyKind[]).flatMap((kind) => policyTemplates[kind].map((t) => ({ kind, id: t.id, title: t.title, about: t.about ?? '' }))),
    };
  }

  async detail(id: string, caller: Caller): Promise<PolicyDetail> {
    const [row] = await this.acts.read<ListedPolicy & Pick<PolicyColumns, 'text' | 'sha256'>>(`${LISTED.replace('select ', 'select v.text, v.sha256, ')} where v.id = $1`, [id]);
    if (!row) throw notFound('policy');
    const [base] = row.base_id ? await this.acts.read<PolicyColumns>('select * from policy_version where id = $1', [row.base_id]) : [];
    const others = await this.acts.read<ListedPolicy>(`${LISTED} where v.kind = $1 and v.scope = $2 and v.id <> $3 order by v.number desc limit 200`, [row.kind, row.scope, id]);
    const [replay] = await this.acts.read<ReplayRow & Named>(`${REPLAY_SQL} where r.policy_id = $1 order by r.asked_at desc limit 1`, [id]);
    const [ballot] = await this.acts.read<{ id: string }>('select id from ballot where policy_id = $1 order by made_at desc limit 1', [id]);
    const [committee] = await this.acts.read<{ id: string; name: string; asks_specialties: boolean }>(COMMITTEE_OF, [row.kind, row.scope]);
    const [owner] = await this.acts.read<OwnedBy>(`select owned_by as part, person from owned_thing where kind = 'policy' and subject_id = $1`, [id]);
    const [editor] = row.edited_by ? await this.acts.read<{ name: string }>('select name from person where id = $1', [row.edited_by]) : [];
    const asked = row.state === 'in-review' ? await askedFor({ query: (sql, p) => this.acts.read(sql, p) }, id) : null;
    const unfinished = (o: ListedPolicy): boolean => UNFINISHED.includes(`'${o.state}'`);
    return {
      ...policyRow(row), version: row.version, purpose: row.purpose, text: row.text, sha256: row.sha256.toString('hex'), reason: row.reason, askedUrgently: asked ? { by: asked.name, reason: asked.reason } : null,
      edited: row.edited_at ? { by: editor?.name ?? '', at: row.edited_at.toISOString() } : null,
      base: base ? { id: base.id, number: base.number, text: base.text, inForce: base.state === 'in-force' } : null,
      faults: faultsOfDraft(row.text), findings: findingsOf(row.text), oftenUnknown: await this.oftenUnknown(row.text), comments: await this.comments(id),
      replay: replay ? replayView(replay, caller) : null, ballot: ballot ? await ballotView(this.acts, ballot.id, caller) : null,
      beside: others.filter(unfinished).map(policyRow), history: others.map(policyRow), committee: committee?.name ?? null, specialties: committee?.asks_specialties ? await this.specialties(row, committee) : null,
      owner: owner ?? null, arbitrations: await arbitrationsOf(this.acts, row, caller), moves: movesOf(row, caller, await mayChair((sql, p) => this.acts.read(sql, p), caller, row)),
    };
  }

  private async comments(id: string): Promise<PolicyCommentView[]> {
    const rows = await this.acts.read<{ id: string; person_id: string; kind: PolicyCommentView['kind']; rule_id: string | null; body: string; at: Date; name: string; initials: string; title: string }>(
      'select c.*, p.name, p.initials, p.title from policy_comment c join person p on p.id = c.person_id where policy_id = $1 order by at', [id]);
    return rows.map((c) => ({ id: c.id, person: personRef(c.person_id, c.name, c.initials, c.title) ?? { id: c.person_id, name: c.name, initials: '', title: '' }, kind: c.kind, ruleId: c.rule_id, text: c.body, at: c.at.toISOString() }));
  }

  private async specialties(row: Pick<PolicyColumns, 'text'>, committee: { readonly id: string; readonly asks_specialties: boolean }): Promise<PolicyDetail['specialties']> {
    const touched = faultsOfDraft(row.text).length > 0 ? [] : specialtiesAsked(row, committee);
    const members = await this.acts.read<{ specialties: string[] }>('select m.specialties from committee_member m join person p on p.id = m.person_id and p.disabled_at is null where m.committee_id = $1', [committee.id]);
    return { touched, missing: touched.filter((name) => !members.some((m) => m.specialties.includes(name))) };
  }

  /** Facts the rules ask for and that were often not known: such rules decide less than they seem to. */
  private async oftenUnknown(text: PolicyText): Promise<PolicyDetail['oftenUnknown']> {
    if (faultsOfDraft(text).length > 0) return [];
    const facts = [...new Set(text.rules.flatMap((r) => testsIn(r.when)).filter((t) => t.op !== 'known' && t.op !== 'unknown').map((t) => t.fact))];
    if (facts.length === 0) return [];
    const counts = facts.map((fact, i) => `count(*) filter (where ${columnOf(fact)} is null)::int as n${i}`);
    const [row] = await this.acts.read<Record<string, number>>(`select count(*)::int as rows, ${counts.join(', ')} from (select * from policy_facts where kind = $1 and today > current_date - 90 order by no desc limit 20000) f`, [text.kind]);
    const rows = row?.['rows'] ?? 0;
    if (rows === 0) return [];
    return facts.map((fact, i) => ({ fact, permille: Math.round(((row?.[`n${i}`] ?? 0) * 1000) / rows) })).filter((f) => f.permille > OFTEN_PERMILLE);
  }
}

/** Buttons of a version: what the table allows from here and this person may do. */
function movesOf(row: Pick<PolicyColumns, 'state' | 'scope' | 'author_ids'>, caller: Caller, chairs: boolean): MoveOffer[] {
  const offers = policyMachine.legalMoves(row.state).flatMap((move) => {
    const ability = ABILITY[move];
    if (!ability || (ability === 'policy.chair' && !chairs)) return [];
    if (move === 'withdraw' && !row.author_ids.includes(caller.id) && !caller.principal.roles.includes('gc')) return [];
    return caller.offer(move, ability, policyGuarded(row)) ?? [];
  });
  const ended = ['rejected', 'withdrawn'].includes(row.state);
  const more = [
    ...(!ended && (row.author_ids.includes(caller.id) || caller.may('policy.review', {})) ? ['say'] : []),
    ...(['draft', 'in-review'].includes(row.state) && (row.author_ids.includes(caller.id) || caller.may('policy.review', {}) || caller.may('policy.draft', policyGuarded(row))) ? ['replay'] : []),
    ...(caller.may('policy.draft', policyGuarded({ ...row, author_ids: [] })) ? ['draft'] : []),
  ];
  return [...offers, ...more.map((move): MoveOffer => ({ move, needs: 'nothing' }))];
}
