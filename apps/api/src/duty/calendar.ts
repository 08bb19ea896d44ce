import ical, { ICalCalendarMethod } from 'ical-generator';
import { duties } from '@causeway/access';
import { shiftsOf } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { notFound, Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import { digestOf } from '../platform/sign-in/digest';
import { newSecret } from '../platform/sign-in/secrets';
import { queryable } from '../exchange/queryable';
import { plannedRotas } from './rows';

const DAY = 86_400_000;
const [BEFORE, AHEAD] = [14 * DAY, 92 * DAY];
const LINKS_PER_PERSON = 20;

/** Calendars for other programs (RFC 5545): shifts with names of colleagues, nothing about patients. Who has the address reads it, so it is a secret and can be revoked. */
export class DutyCalendars {
  constructor(private readonly acts: Acts, private readonly site: string) {}

  /** Makes a secret address; only its digest is kept, so it is shown this once. */
  async make(caller: Caller, rotaId: string | null): Promise<{ id: string; path: string }> {
    const secret = newSecret();
    const id = newId();
    await this.acts.run(caller.actor, async (act) => {
      if (rotaId !== null && (await act.query('select 1 as known from rota where id = $1 and facility_id = any($2::uuid[])', [rotaId, caller.principal.facilities])).length === 0) throw notFound('rota');
      const [open] = await act.query<{ n: number }>('select count(*)::int as n from calendar_link where person_id = $1 and revoked_at is null', [caller.id]);
      if ((open?.n ?? 0) >= LINKS_PER_PERSON) throw new Refusal(409, 'too-many-links', 'You have twenty calendar addresses. Revoke those you do not use.');
      await act.query('insert into calendar_link (id, secret, person_id, rota_id) values ($1, $2, $3, $4)', [id, digestOf(secret), caller.id, rotaId]);
      act.audit({ action: 'duty.calendar-shared', object: { kind: 'calendar', id }, details: { rota: rotaId } });
    });
    return { id, path: `/api/v1/duty/calendar/${secret}.ics` };
  }

  async revoke(caller: Caller, id: string): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const rows = await act.query('update calendar_link set revoked_at = clock_timestamp() where id = $1 and person_id = $2 and revoked_at is null returning id', [id, caller.id]);
      if (rows.length === 0) throw notFound('calendar address');
      act.audit({ action: 'duty.calendar-revoked', object: { kind: 'calendar', id } });
    });
  }

  /** The calendar behind a secret; one that was revoked, and one whose person may not sign in any more, is not there. */
  async text(secret: string, now: Date): Promise<string> {
    const [link] = await this.acts.read<{ person_id: string; rota_id: string | null; name: string; facilities: string[] }>(
      `update calendar_link l set last_used_at = clock_timestamp() from person p where l.secret = $1 and l.revoked_at is null and p.id = l.person_id and p.disabled_at is null
       returning l.person_id, l.rota_id, p.name, p.facilities`, [digestOf(secret)]);
    if (!link) throw notFound('calendar');
    const within = { from: now.getTime() - BEFORE, to: now.getTime() + AHEAD };
    const planned = await plannedRotas(queryable(this.acts), within, { facilities: link.facilities, ...(link.rota_id ? { id: link.rota_id } : {}) });
    const names = new Map((await this.acts.read<{ id: string; name: string }>('select id, name from person')).map((p) => [p.id, p.name]));
    const calendar = ical({ name: link.rota_id ? (planned[0]?.row.name ?? 'Duty') : `Duty of ${link.name}`, prodId: { company: 'Causeway', product: 'duty' }, method: ICalCalendarMethod.PUBLISH, ttl: 3600 });
    for (const { row, rota } of planned) {
      const duty = duties[row.pool as keyof typeof duties].name;
      for (const shift of shiftsOf(rota, within)) {
        if (link.rota_id === null ? shift.person !== link.person_id : false) continue;
        calendar.createEvent({
          id: `${row.id}-${shift.from}@duty.causeway`, start: new Date(shift.from), end: new Date(shift.to), stamp: now, location: this.site,
          summary: link.rota_id === null ? row.name : `${row.name}: ${shift.person === null ? 'nobody' : (names.get(shift.person) ?? 'somebody who left')}`,
          description: `${duty}${row.service_line ? `, ${row.service_line}` : ''}${shift.layer === 'override' ? ', changed from the rotation' : ''}`,
        });
      }
    }
    return calendar.toString();
  }
}
