import type { ContactPlan, ContactView } from '@causeway/contracts';
import { addDays, contactKinds, type ContactKind } from '@causeway/domain';
import { personRef } from '../exchange/directory';
import type { Acts } from '../platform/acts/acts';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { facilitySight } from './facility.row';

interface Row {
  id: string; facility_id: string; facility: string; state: string; kind: ContactKind; name: string; title: string; phone: string; email: string; department: string | null; counterpart_id: string | null; c_name: string | null; c_initials: string | null; c_title: string | null;
  every_days: number | null; by_link: boolean; made_at: Date; last_at: Date | null;
}

/** People of partners, with the day of the last talk and of the next. `where` speaks of the facility `f` and the contact `c`. */
export async function contactsWhere(acts: Pick<Acts, 'read'>, zone: string, where: string, values: readonly unknown[]): Promise<(ContactView & { readonly facilityId: string; readonly facility: string; readonly state: string })[]> {
  const rows = await acts.read<Row>(
    `select c.*, f.name as facility, f.state, d.name as department, p.name as c_name, p.initials as c_initials, p.title as c_title, (select max(a.at) from facility_activity a where a.contact_id = c.id) as last_at
     from facility_contact c join facility f on f.id = c.facility_id left join facility_department d on d.id = c.department_id left join person p on p.id = c.counterpart_id
     where c.ended_at is null and ${where} order by f.name, array_position($${values.length + 1}::text[], c.kind), c.name`, [...values, ORDER]);
  return rows.map((c) => {
    const lastOn = c.last_at ? dayIn(c.last_at, zone) : null;
    return {
      id: c.id, facilityId: c.facility_id, facility: c.facility, state: c.state, kind: c.kind, name: c.name, title: c.title, phone: c.phone, email: c.email, department: c.department, counterpart: personRef(c.counterpart_id, c.c_name, c.c_initials, c.c_title), everyDays: c.every_days, byLink: c.by_link, lastOn,
      dueOn: c.every_days === null ? null : addDays(lastOn ?? dayIn(c.made_at, zone), c.every_days),
    };
  });
}

const ORDER: readonly ContactKind[] = contactKinds;
/** Kinds between which people of both houses talk beside the daily work. */
const PLANNED = ['clinical', 'administrative'] as const satisfies readonly ContactKind[];

/** Who should talk to whom, over all partners somebody works with: the most overdue first, and partners where nobody is planned. */
export class ContactPlans {
  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async plan(caller: Caller): Promise<ContactPlan> {
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const [b, g] = [new Binder(), new Binder()];
    const open = `not f.host and f.state <> 'retired'`;
    const [contacts, gaps] = await Promise.all([
      contactsWhere(this.acts, this.settings.SITE_ZONE, `${open} and ${facilitySight(caller, b.bind)}`, b.values),
      this.acts.read<{ facilityId: string; facility: string; kind: (typeof PLANNED)[number] }>(
        `select f.id as "facilityId", f.name as facility, k.kind from facility f cross join unnest(${g.bind(PLANNED)}::text[]) k(kind)
         where ${open} and ${facilitySight(caller, g.bind)} and not exists (select 1 from facility_contact c where c.facility_id = f.id and c.kind = k.kind and c.ended_at is null and c.counterpart_id is not null and c.every_days is not null) order by f.name, k.kind desc`, g.values),
    ]);
    const may = (facilityId: string): boolean => caller.may('facility.develop', { facilityIds: [facilityId] });
    const rows = contacts.map((c) => ({ ...c, stale: c.dueOn !== null && c.dueOn < today, mayLog: may(c.facilityId) }));
    return { today, rows: rows.sort((x, y) => (x.dueOn ?? '9999').localeCompare(y.dueOn ?? '9999')), gaps: gaps.map((gap) => ({ ...gap, mayPlan: may(gap.facilityId) })) };
  }
}
