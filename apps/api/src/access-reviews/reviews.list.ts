import type { Role } from '@causeway/access';
import type { AccessReviewDetail, AccessReviewItem, AccessReviewRow } from '@causeway/contracts';
import { stringify } from 'csv-stringify/sync';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';

interface Row { id: string; name: string; due_on: string; started_at: Date; starter: string; closed_at: Date | null; total: number; decided: number; revoked: number; mine: number; late: boolean }
interface ItemRow {
  id: string; version: number; person_id: string; name: string; initials: string; title: string; username: string; disabled_at: Date | null; roles_now: Role[]; roles: Role[]; last_sign_in: Date | null; tokens: number;
  reviewer_id: string | null; reviewer: string | null; decision: 'confirmed' | 'revoked' | null; revoked: Role[]; note: string; decider: string | null; decided_at: Date | null;
}

/** The person an item waits for: the lead who is asked, or any administrator; $1 the caller, $2 whether they administer. */
const MINE = `i.decision is null and i.person_id <> $1 and (i.reviewer_id = $1 or (i.reviewer_id is null and $2))`;
const SEEN = `exists (select 1 from access_review_item i where i.review_id = r.id and i.reviewer_id = $1)`;

/** Access reviews as leads, administrators and auditors see them: accounts and roles, nothing of patients. */
export class AccessReviewList {
  constructor(private readonly acts: Acts, private readonly zone: string) {}

  async all(caller: Caller): Promise<AccessReviewRow[]> {
    return (await this.rows(caller, null)).map(rowOf);
  }

  async one(id: string, caller: Caller): Promise<AccessReviewDetail> {
    const [row] = await this.rows(caller, id);
    if (!row) throw notFound('access review');
    const items = await this.acts.read<ItemRow>(
      `select i.*, p.name, p.initials, p.title, p.username, p.disabled_at, p.roles as roles_now, l.name as reviewer, d.name as decider,
         (select max(s.made_at) from session s where s.person_id = p.id) as last_sign_in, (select count(*)::int from api_token t where t.person_id = p.id and t.revoked_at is null and t.ends_at > clock_timestamp()) as tokens
       from access_review_item i join person p on p.id = i.person_id left join person l on l.id = i.reviewer_id left join person d on d.id = i.decided_by
       where i.review_id = $1 and ($3 or i.reviewer_id = $2) order by (i.decision is not null), lower(p.name), i.id`, [id, caller.id, seesAll(caller)]);
    return { ...rowOf(row), items: items.map((i) => itemOf(i, row.late, caller)) };
  }

  /** What an inspector asks for: each person, what they held, who decided what and when. */
  async evidence(id: string, caller: Caller): Promise<string> {
    const { name, dueOn, startedBy, items } = await this.one(id, caller);
    const safe = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
    return stringify(items.map((i) => [name, dueOn, startedBy, i.person.name, i.username, i.rolesThen.join(' '), i.reviewer ?? 'system administrators', i.decision?.what ?? (i.late ? 'late' : 'waiting'), i.decision?.revoked.join(' ') ?? '', i.decision?.note ?? '',
      i.decision?.by ?? '', i.decision?.at ?? ''].map(safe)), { header: true, bom: true, columns: ['review', 'due on', 'started by', 'person', 'user name', 'roles', 'asked', 'decision', 'revoked', 'note', 'decided by', 'decided at'] });
  }

  private rows(caller: Caller, id: string | null): Promise<Row[]> {
    return this.acts.read<Row>(
      `select r.id, r.name, r.due_on::text, r.started_at, r.closed_at, s.name as starter, r.closed_at is null and (clock_timestamp() at time zone $4)::date > r.due_on as late,
         count(i.id)::int as total, count(i.decision)::int as decided, (count(*) filter (where i.decision = 'revoked'))::int as revoked, (count(*) filter (where ${MINE}))::int as mine
       from access_review r join person s on s.id = r.started_by join access_review_item i on i.review_id = r.id and ($3 or i.reviewer_id = $1) where ($5::uuid is null or r.id = $5) and ($3 or ${SEEN})
       group by r.id, s.name order by r.started_at desc limit 200`, [caller.id, caller.may('people.manage', { reauthenticated: true }), seesAll(caller), this.zone, id]);
  }
}

/** Administrators and auditors see all of it, a lead their own people. */
const seesAll = (caller: Caller): boolean => caller.may('people.review', {});

const rowOf = (r: Row): AccessReviewRow => ({
  id: r.id, name: r.name, dueOn: r.due_on, startedAt: r.started_at.toISOString(), startedBy: r.starter, total: r.total, decided: r.decided, revoked: r.revoked, mine: r.mine, state: r.closed_at ? 'closed' : r.late ? 'late' : 'open',
});

function itemOf(i: ItemRow, late: boolean, caller: Caller): AccessReviewItem {
  const may = i.decision === null && i.person_id !== caller.id && (i.reviewer_id === caller.id || caller.may('people.manage', { reauthenticated: true, earlierActors: [i.person_id] }));
  const needs = caller.session.reauthenticated ? 'nothing' as const : 'reauthenticate' as const;
  return {
    id: i.id, version: i.version, person: { id: i.person_id, name: i.name, initials: i.initials, title: i.title }, username: i.username, disabled: i.disabled_at !== null, roles: i.roles_now, rolesThen: i.roles, lastSignIn: i.last_sign_in?.toISOString() ?? null,
    tokens: i.tokens, reviewer: i.reviewer, late: late && i.decision === null, moves: may ? [{ move: 'decide', needs }] : [],
    decision: i.decision && i.decided_at ? { what: i.decision, revoked: i.revoked, note: i.note, by: i.decider ?? '', at: i.decided_at.toISOString() } : null,
  };
}
