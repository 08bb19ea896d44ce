import type { ToldPatient } from '@causeway/contracts';
import { serviceLineOf, subspecialtyOf } from '@causeway/domain';
import { instantOf, readSchedule, type Hl7Time, type Message, type Patient } from '@causeway/hl7v2';
import { DateTime } from 'luxon';
import { hostId } from '../exchange/directory';
import { issuersOf, type Issuers } from '../identity/issuers';
import type { KnownSender } from '../messages/senders';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { followVisit } from './visit';

/** SIU^S12 to S17 and S26 of the scheduling system: an appointment is booked, moved or given up, and the review of the visit follows. */
export async function takeAppointment(act: Act, message: Message, from: KnownSender, settings: Settings): Promise<void> {
  const siu = readSchedule(message);
  const issuers = await issuersOf(act);
  const starts = when(siu.startsAt, settings.SITE_ZONE);
  const ends = siu.endsAt ? when(siu.endsAt, settings.SITE_ZONE) : null;
  const subject = toldIn(siu.patient, issuers);
  const patientId = await patientOf(act, siu.patient, issuers);
  const clinic = siu.location ? [siu.location.pointOfCare, siu.location.room].filter(Boolean).join(' ') : (siu.service?.text ?? '');
  const words = [clinic, siu.reason?.text, siu.reason?.code, siu.service?.text].filter(Boolean).join(' ');
  const line = serviceLineOf(subspecialtyOf({ modalities: [], bodyPart: null, description: words, ageYears: null }), 'radiology', words);
  const state = siu.action === 'cancel' || siu.action === 'no-show' ? 'cancelled' : 'booked';
  const provider = siu.provider ? [siu.provider.prefix, siu.provider.given, siu.provider.family].filter(Boolean).join(' ') : null;
  const [row] = await act.query<{ id: string }>(
    `insert into appointment (id, sender, placer, state, starts_at, ends_at, clinic, provider, reason, service_line, facility_ids, patient_id, subject) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (sender, placer) do update set state = excluded.state, starts_at = excluded.starts_at, ends_at = excluded.ends_at, clinic = excluded.clinic, provider = excluded.provider, reason = excluded.reason,
       patient_id = coalesce(excluded.patient_id, appointment.patient_id), subject = excluded.subject, version = appointment.version + 1 returning id`,
    [newId(act.now.getTime()), from.endpointId, siu.number.value, state, starts, ends, clinic, provider, siu.reason?.text ?? siu.service?.text ?? null, line, [await hostId(act)], patientId, subject]);
  if (!row) return;
  act.audit({ action: `appointment.${siu.action}`, object: { kind: 'appointment', id: row.id }, details: { event: siu.header.event, line } });
  act.emit({ event: `appointment.${siu.action}`, kind: 'appointment', id: row.id });
  await followVisit(act, row.id, settings);
}

/** A time without an offset is the site's. */
function when(time: Hl7Time, zone: string): Date {
  const exact = instantOf(time);
  return exact !== null ? new Date(exact) : DateTime.fromISO(time.iso, { zone }).toJSDate();
}

export function toldIn(patient: Patient, issuers: Issuers): ToldPatient {
  const name = patient.names?.[0];
  const id = patient.identifiers.flatMap((i) => {
    const issuer = i.authority ? issuers.nameOf(i.authority.namespace, i.authority.universalId) : null;
    return issuer ? [{ value: i.value, issuer }] : [];
  })[0];
  const sex = patient.sex?.charAt(0).toUpperCase();
  const birth = patient.birthDate?.iso.slice(0, 10) ?? '';
  return { family: name?.family ?? 'Unknown', given: [name?.given, name?.middle].filter(Boolean).join(' '), birthDate: /^\d{4}-\d\d-\d\d$/.test(birth) ? birth : null, sex: sex === 'F' || sex === 'M' ? sex : sex ? 'O' : null, identifier: id ?? null };
}

/** The local patient a message names by one of our own record numbers; null when it names none we know. */
export async function patientOf(act: Act, patient: Patient, issuers: Issuers): Promise<string | null> {
  const ours = patient.identifiers.filter((i) => i.authority && issuers.host !== null && issuers.nameOf(i.authority.namespace, i.authority.universalId) === issuers.host).map((i) => i.value);
  if (ours.length === 0) return null;
  const [row] = await act.query<{ id: string }>(
    `select coalesce(p.merged_into, p.id) as id from patient_identifier i join patient p on p.id = i.patient_id where i.issuer = $1 and i.value = any($2) and i.ended_at is null limit 1`, [issuers.host, ours]);
  return row?.id ?? null;
}
