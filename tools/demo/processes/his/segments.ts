// HL7 2.5.1 as the host's registration system writes it: messages of segments, fields escaped, times with their offset.
import { escape } from '@causeway/hl7v2';
import { dicomDate, dicomTime, type LocalPatient, offset, type PersonName, type Visit } from '../../world/index';

/** Who gives out numbers: namespace and OID, as HD in a component. */
export interface Issuer {
  readonly namespace: string;
  readonly oid: string;
}

export interface Writer {
  readonly zone: string;
  /** MSH-3 and MSH-4 of the sender, MSH-5 and MSH-6 of the receiver. */
  readonly from: readonly [string, string];
  readonly to: readonly [string, string];
  readonly host: Issuer;
  readonly issuerOf: (facility: string) => Issuer;
}

const join = (parts: readonly string[], separator: string): string => parts.join(separator).replace(new RegExp(`\\${separator}+$`), '');
const component = (...parts: readonly string[]): string => join(parts.map(escape), '^');
const numbered = (value: string, { namespace, oid }: Issuer, type: string): string => join([escape(value), '', '', join((oid ? [namespace, oid, 'ISO'] : [namespace]).map(escape), '&'), type], '^');
const segment = (name: string, ...fields: readonly string[]): string => join([name, ...fields], '|');

export const stamp = (at: Date, zone: string): string => `${dicomDate(at, zone)}${dicomTime(at, zone)}${offset(at, zone)}`;

/** XPN for each writing of a name: alphabetic, ideographic, phonetic (table 0465). */
function names(name: PersonName, type: string): string[] {
  const given = [name.given, name.middle ?? ''];
  const written = (family: string, parts: readonly string[], representation: string): string =>
    component(family, parts[0] ?? '', parts[1] ?? '', representation === 'A' ? (name.suffix ?? '') : '', '', '', type, representation);
  const { native } = name;
  return [
    written(name.family, given, 'A'),
    ...(native ? [written(native.family, [native.given], 'I')] : []),
    ...(native?.sound ? [written(native.sound.family, [native.sound.given], 'P')] : []),
  ];
}

/** What an A28 of the exchange tells of somebody who is to be registered, and what a registered patient has. */
export type Told = Pick<LocalPatient, 'mrn' | 'name' | 'otherNames' | 'birthDate' | 'sex' | 'outsideIds' | 'flags'> & {
  readonly address: LocalPatient['address'] | null;
  readonly phone: string;
};

export function pid(patient: Told, writer: Writer): string {
  const identifiers = [numbered(patient.mrn, writer.host, 'MR'), ...patient.outsideIds.map((id) => numbered(id.value, writer.issuerOf(id.facility), 'PI'))];
  const fields: Record<number, string> = {
    1: '1',
    3: identifiers.join('~'),
    5: [...names(patient.name, 'L'), ...patient.otherNames.flatMap((n) => names(n, 'A'))].join('~'),
    7: patient.birthDate ?? '',
    8: patient.sex,
    11: patient.address ? component(patient.address.street, '', patient.address.city, patient.address.state, patient.address.zip, '', 'H') : '',
    13: patient.phone === '' ? '' : component(patient.phone, 'PRN', 'PH'),
    30: patient.flags.includes('deceased') ? 'Y' : '',
    31: patient.flags.includes('trauma-alias') ? 'Y' : '',
  };
  return segment('PID', ...Array.from({ length: 31 }, (_, i) => fields[i + 1] ?? ''));
}

const CLASSES: Readonly<Record<Visit['class'], string>> = { emergency: 'E', inpatient: 'I', ambulatory: 'O' };

/** PV1 of a visit; `ended` for one that is over. */
export function pv1(visit: Visit, writer: Writer, ended: Date | null = null): string {
  const fields: Record<number, string> = {
    1: '1',
    2: CLASSES[visit.class],
    3: component(visit.location),
    19: numbered(visit.number, writer.host, 'VN'),
    44: stamp(visit.since, writer.zone),
    45: ended ? stamp(ended, writer.zone) : '',
  };
  return segment('PV1', ...Array.from({ length: 45 }, (_, i) => fields[i + 1] ?? ''));
}

export function mrg(subsumedMrn: string, subsumedName: PersonName, writer: Writer): string {
  return segment('MRG', numbered(subsumedMrn, writer.host, 'MR'), '', '', '', '', '', names(subsumedName, 'L').join('~'));
}

/** A whole ADT message; every segment ends with CR. */
export function adt(event: string, controlId: string, at: Date, writer: Writer, segments: readonly string[]): string {
  const now = stamp(at, writer.zone);
  const head = ['MSH', '^~\\&', ...writer.from.map(escape), ...writer.to.map(escape), now, '', `ADT^${event}`, controlId, 'P', '2.5.1', '', '', '', '', '', 'UNICODE UTF-8'].join('|');
  return [head, segment('EVN', event, now), ...segments].map((line) => `${line}\r`).join('');
}
