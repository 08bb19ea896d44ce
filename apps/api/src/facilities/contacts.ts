import type { LogActivity, SaveContact } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { facilityChanged, lockPartner, logActivity } from './facility.row';

/** People of a partner by kind, who of ours talks to them, and what was talked about. */
export class FacilityContacts {
  constructor(private readonly acts: Acts) {}

  save(caller: Caller, id: string, contactId: string | null, body: SaveContact): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      await writeContact(act, id, contactId, body, false);
      await facilityChanged(act, id, 'contact-saved', { kind: body.kind, made: contactId === null });
      await logActivity(act, id, { kind: 'stage', words: '', facts: { contact: body.kind } });
    });
  }

  /** The row stays for what was talked about with them. */
  end(caller: Caller, id: string, contactId: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const [row] = await act.query<{ kind: string }>('update facility_contact set ended_at = clock_timestamp() where id = $1 and facility_id = $2 and ended_at is null returning kind', [contactId, id]);
      if (!row) throw notFound('contact');
      await facilityChanged(act, id, 'contact-ended', { kind: row.kind });
    });
  }

  log(caller: Caller, id: string, body: LogActivity): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      if (body.contactId) {
        const [contact] = await act.query('select 1 as there from facility_contact where id = $1 and facility_id = $2', [body.contactId, id]);
        if (!contact) throw new Refusal(422, 'contact', 'Choose a contact of this facility.', { errors: [{ pointer: '/contactId', detail: 'a contact of this facility' }] });
      }
      await logActivity(act, id, { kind: body.kind, words: body.words, contactId: body.contactId });
      await facilityChanged(act, id, 'activity-logged', { kind: body.kind });
    });
  }
}

/** A phone or an address is needed: a name nobody can reach is no contact. */
export async function writeContact(act: Act, facilityId: string, contactId: string | null, c: SaveContact, byLink: boolean): Promise<void> {
  if (c.phone === '' && c.email === '') throw new Refusal(422, 'reach', 'Give a phone number or a mail address.', { errors: [{ pointer: '/phone', detail: 'a number or an address' }] });
  const department = c.department ? await departmentOf(act, facilityId, c.department) : null;
  if (contactId === null) {
    await act.query('insert into facility_contact (id, facility_id, department_id, kind, name, title, phone, email, counterpart_id, every_days, by_link) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)',
      [newId(), facilityId, department, c.kind, c.name, c.title, c.phone, c.email, c.counterpartId, c.everyDays, byLink]);
    return;
  }
  const rows = await act.query('update facility_contact set department_id = $3, kind = $4, name = $5, title = $6, phone = $7, email = $8, counterpart_id = $9, every_days = $10 where id = $1 and facility_id = $2 and ended_at is null returning id',
    [contactId, facilityId, department, c.kind, c.name, c.title, c.phone, c.email, c.counterpartId, c.everyDays]);
  if (rows.length === 0) throw notFound('contact');
}

async function departmentOf(act: Act, facilityId: string, name: string): Promise<string | null> {
  const [row] = await act.query<{ id: string }>('insert into facility_department (id, facility_id, name) values ($1, $2, $3) on conflict (facility_id, name) do update set name = excluded.name returning id', [newId(), facilityId, name]);
  return row?.id ?? null;
}
