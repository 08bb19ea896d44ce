import type { Role } from '@causeway/access';
import type { DecideAccess, StartAccessReview } from '@causeway/contracts';
import type * as z from 'zod/mini';
import { DateTime } from 'luxon';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { tell } from '../notices/tell';
import { People } from '../people/people.service';
import { lockedPerson } from '../people/person.row';
import type { Settings } from '../platform/settings/settings';

interface ItemColumns { id: string; review_id: string; version: number; person_id: string; reviewer_id: string | null; decision: string | null; due_on: string }

/** Whose roles are asked about: everybody who may sign in; of section leads the one who shares the most service lines, of nobody's people the administrators. */
const ITEMS = `
  insert into access_review_item (id, review_id, person_id, roles, reviewer_id)
  select gen_random_uuid(), $1, p.id, p.roles, lead.id from person p
    left join lateral (select l.id from person l where l.disabled_at is null and 'sl' = any(l.roles) and l.id <> p.id and not p.roles && '{sl,sa,au}' and l.facilities && p.facilities and l.service_lines && p.service_lines
      order by (select count(*) from unnest(l.service_lines) s where s = any(p.service_lines)) desc, cardinality(l.service_lines), l.id limit 1) lead on true
  where p.disabled_at is null and (cardinality($2::text[]) = 0 or p.roles && $2) returning reviewer_id`;

/** Access reviews: section leads and administrators look at the roles of each person by a day, and confirm them or take some away. What is taken away is gone at once. */
export class AccessReviews {
  private readonly people: People;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.people = new People(acts);
  }

  start(caller: Caller, body: z.output<typeof StartAccessReview>): Promise<string> {
    caller.require('people.manage', {}, 'people.manage');
    const ends = DateTime.fromISO(body.dueOn, { zone: this.settings.SITE_ZONE }).endOf('day');
    return this.acts.run(caller.actor, async (act) => {
      if (ends.toJSDate() < act.now) throw new Refusal(422, 'fields', 'The day is over. Choose one that is still to come.', { errors: [{ pointer: '/dueOn', detail: 'a day to come' }] });
      const id = newId(act.now.getTime());
      await act.query('insert into access_review (id, name, due_on, started_by) values ($1, $2, $3, $4)', [id, body.name, body.dueOn, caller.id]);
      const items = await act.query<{ reviewer_id: string | null }>(ITEMS, [id, body.roles]);
      if (items.length === 0) throw new Refusal(422, 'nobody', 'Nobody holds one of these roles. Choose others.', { errors: [{ pointer: '/roles', detail: 'held by somebody' }] });
      act.audit({ action: 'access-review.started', object: { kind: 'access-review', id }, to: 'open', details: { people: items.length, dueOn: body.dueOn, roles: body.roles } });
      act.emit({ event: 'access-review.started', kind: 'access-review', id });
      act.wish({ kind: 'access-review.due', key: `access-review.due ${id}`, data: { id }, dueAt: ends.toJSDate() });
      await this.ask(act, id, 'access-review.asked', 'you-review-this', caller.id);
      return id;
    });
  }

  decide(caller: Caller, reviewId: string, itemId: string, body: z.output<typeof DecideAccess>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [item] = await act.query<ItemColumns>('select i.*, r.due_on::text from access_review_item i join access_review r on r.id = i.review_id where i.id = $1 and i.review_id = $2 for update of i', [itemId, reviewId]);
      if (!item) throw notFound('access review');
      mayDecide(caller, item);
      if (item.version !== body.version) throw changedMeanwhile();
      if (item.decision) throw new Refusal(409, 'decided', 'This is decided already.');
      const person = await lockedPerson(act, { id: item.person_id });
      if (!same(person.roles, body.seen)) throw changedMeanwhile();
      const strange = body.revoke.filter((role) => !person.roles.includes(role));
      if (strange.length > 0) throw new Refusal(422, 'fields', 'They do not hold this role.', { errors: [{ pointer: '/revoke', detail: 'roles they hold' }] });
      if (body.revoke.length > 0 && body.note.length < 3) throw new Refusal(422, 'fields', 'Say why.', { errors: [{ pointer: '/note', detail: 'At least three characters.' }] });
      if (body.revoke.length > 0) await this.take(act, person, body.revoke, body.note);
      const what = body.revoke.length > 0 ? 'revoked' : 'confirmed';
      await act.query('update access_review_item set decision = $2, revoked = $3, note = $4, decided_by = $5, decided_at = clock_timestamp(), version = version + 1 where id = $1', [item.id, what, body.revoke, body.note, caller.id]);
      act.audit({ action: 'access-review.decided', object: { kind: 'person', id: item.person_id }, to: what, reason: body.note || null, details: { review: reviewId, roles: body.seen, revoked: body.revoke } });
      const [left] = await act.query('select 1 as open from access_review_item where review_id = $1 and decision is null limit 1', [reviewId]);
      if (!left) await this.close(act, reviewId);
      act.emit({ event: 'access-review.decided', kind: 'access-review', id: reviewId });
    });
  }

  /** The last day is over: who has not answered is asked again. */
  async due(id: string): Promise<void> {
    await this.acts.run(system('access review'), async (act) => {
      const [open] = await act.query('select 1 as open from access_review where id = $1 and closed_at is null', [id]);
      if (open) await this.ask(act, id, 'access-review.late', 'review-overdue', null);
    });
  }

  /** Without any role there is nothing left to sign in for. */
  private take(act: Act, person: Awaited<ReturnType<typeof lockedPerson>>, revoke: readonly Role[], reason: string): Promise<void> {
    const kept = person.roles.filter((role) => !revoke.includes(role));
    if (kept.length === 0) return this.people.setDisabled(act, person, true, reason);
    return this.people.setRights(act, person, { name: person.name, title: person.title, roles: kept, facilities: person.facilities, serviceLines: person.service_lines, subspecialties: person.subspecialties }, reason);
  }

  private async close(act: Act, id: string): Promise<void> {
    await act.query('update access_review set closed_at = clock_timestamp() where id = $1', [id]);
    act.audit({ action: 'access-review.closed', object: { kind: 'access-review', id }, from: 'open', to: 'closed' });
    act.unwish(`access-review.due ${id}`);
  }

  /** One notice for each person who is asked: leads for theirs, all administrators for what is nobody's. */
  private async ask(act: Act, id: string, event: string, because: string, but: string | null): Promise<void> {
    const who = await act.query<{ id: string; role: string }>(
      `select p.id, case when 'sa' = any(p.roles) then 'system-administrator' else 'section-lead' end as role from person p where p.disabled_at is null and p.id is distinct from $2::uuid
         and exists (select 1 from access_review_item i where i.review_id = $1 and i.decision is null and i.person_id <> p.id and (i.reviewer_id = p.id or (i.reviewer_id is null and 'sa' = any(p.roles)))) order by p.id`, [id, but]);
    for (const p of who) {
      await tell(act, { personId: p.id, role: p.role, event, because, about: { kind: 'access-review', id, examId: null }, channel: 'mail', urgent: false, ack: false, key: `${event} ${id} ${p.id}`, decisionId: null, data: {} }, this.settings);
    }
  }
}

/** The lead who is asked, or an administrator; nobody decides about themselves. With the password typed: it counts as a signature. */
function mayDecide(caller: Caller, item: ItemColumns): void {
  if (item.person_id === caller.id) throw new Refusal(403, 'own-account', 'Nobody reviews their own roles. Somebody else will.');
  if (item.reviewer_id === caller.id && caller.may('people.review', { serviceLine: caller.principal.serviceLines[0] ?? '' })) {
    if (!caller.session.reauthenticated) throw new Refusal(403, 'reauthenticate', 'Type your password again to do this: it counts as a signature.');
    return;
  }
  caller.require('people.manage', { earlierActors: [item.person_id] }, 'people.review');
}

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
