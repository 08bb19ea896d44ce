// The registration desk: takes requests to register somebody, and answers after a human pause with the number it gave out.
import { parseMessage, readAdt, type Patient } from '@causeway/hl7v2';
import { type Told, type Writer } from './segments';

/** A person to be registered, as a request told of them. */
export interface Request {
  readonly told: Omit<Told, 'mrn'>;
  readonly dueAt: string;
}

export interface RegistrarMemory {
  nextMrn: number;
  waiting: Request[];
}

export const FIRST_MRN = 46_000_101;

/** Reads a request; null for another message. Outside identifiers keep the namespace they came with. */
export function requestIn(bytes: Uint8Array, writer: Writer): Omit<Told, 'mrn'> | null {
  const message = readAdt(parseMessage(bytes));
  const patient = message.patients[0]?.patient;
  if (message.event !== 'A28' || !patient) return null;
  return {
    name: nameOf(patient),
    otherNames: [],
    birthDate: patient.birthDate?.iso.replaceAll('-', '').slice(0, 8) ?? null,
    sex: (patient.sex as Told['sex']) ?? 'U',
    outsideIds: patient.identifiers.flatMap((i) => (i.authority?.namespace && i.authority.namespace !== writer.host.namespace ? [{ facility: i.authority.namespace, value: i.value }] : [])),
    flags: [],
    address: null,
    phone: patient.phones?.[0]?.number ?? '',
  };
}

function nameOf(patient: Patient): Told['name'] {
  const all = patient.names ?? [];
  const latin = all.find((n) => n.representation !== 'I') ?? all[0];
  const native = all.find((n) => n.representation === 'I' && n !== latin);
  return {
    family: latin?.family ?? '',
    given: latin?.given ?? '',
    ...(latin?.middle ? { middle: latin.middle } : {}),
    ...(latin?.suffix ? { suffix: latin.suffix } : {}),
    ...(native ? { native: { family: native.family ?? '', given: native.given ?? '', lang: 'und' } } : {}),
  };
}

/** Requests that are due, taken out of the memory and given their numbers. `held` names outside identifiers nobody gets to today. */
export function registeredBy(memory: RegistrarMemory, now: Date, held: (facility: string, value: string) => boolean): Told[] {
  const ready = memory.waiting.filter((r) => new Date(r.dueAt) <= now && !r.told.outsideIds.some((id) => held(id.facility, id.value)));
  memory.waiting = memory.waiting.filter((r) => !ready.includes(r));
  return ready.map(({ told }) => ({ ...told, mrn: String(memory.nextMrn++) }));
}
