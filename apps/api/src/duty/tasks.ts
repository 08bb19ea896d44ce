import type { OwnedTask, PersonRef, TaskPage, TaskQuery } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { markBehind, placeBehind, placeSql } from '../platform/http/newest-first';
import type { OwnershipRow } from './ownership';

const PAGE = 100;
type Row = OwnershipRow & { place: string; holder: boolean };
/** Of the house's own people, what is at their facilities and, where it has a line, of their lines; whoever plans or leads nothing by line sees all lines. */
const SEEN = `o.facility_ids && $1::uuid[] and (o.service_line is null or cardinality($2::text[]) = 0 or o.service_line = any($2))`;

/** Every open task with the one hand it is in: an owner, a pool or an escalation. Ids and people of the house, nothing of patients. */
export class Tasks {
  constructor(private readonly acts: Acts) {}

  async page(query: z.output<typeof TaskQuery>, caller: Caller): Promise<TaskPage> {
    const after = placeBehind(query.cursor);
    const see = [caller.principal.facilities, caller.principal.serviceLines];
    const mine = query.view === 'mine';
    const rows = await this.acts.read<Row>(
      `select o.*, ${placeSql('o.since')} from ownership o where ${SEEN} and (not $3 or ($4::uuid = any(o.people) and o.by = 'owner')) and ($5 in ('all', 'mine') or o.by = $5) and ($6::timestamptz is null or (o.since, o.item_id) < ($6, $7::uuid))
       order by o.since desc, o.item_id desc limit ${PAGE + 1}`, [...see, mine, caller.id, query.view, after?.[0] ?? null, after?.[1] ?? null]);
    const [counts] = await this.acts.read<TaskPage['counts']>(
      `select count(*) filter (where o.by = 'owner')::int as owner, count(*) filter (where o.by = 'pool')::int as pool, count(*) filter (where o.by = 'escalation')::int as escalation, count(*) filter (where o.by = 'owner' and $3::uuid = any(o.people))::int as mine
       from ownership o where ${SEEN}`, [...see, caller.id]);
    const shown = rows.slice(0, PAGE);
    const names = new Map((await this.acts.read<PersonRef>('select id, name, initials, title from person where id = any($1::uuid[])', [[...new Set(shown.flatMap((r) => r.people))]])).map((p) => [p.id, p]));
    const last = shown.at(-1);
    return {
      rows: shown.map((r): OwnedTask => ({
        kind: r.item_kind, id: r.item_id, by: r.by, role: r.role, people: r.people.flatMap((id) => names.get(id) ?? []), gap: r.gap, because: r.because, hours: r.hours, serviceLine: r.service_line, since: r.since.toISOString(),
        mayOffer: (r.item_kind === 'inbound' || r.item_kind === 'overread') && r.by === 'owner'
          && caller.may('handover.offer', { facilityIds: r.facility_ids, ...(r.service_line ? { serviceLine: r.service_line } : {}), owners: r.people }),
      })),
      counts: counts ?? { owner: 0, pool: 0, escalation: 0, mine: 0 }, next: rows.length > PAGE && last ? markBehind({ place: last.place, id: last.item_id }) : null,
    };
  }
}
