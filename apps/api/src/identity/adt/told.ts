import { nameKey, scriptOf } from '@causeway/domain';
import { Hl7Problem, type Address, type Identifier, type Patient, type PersonName, type Phone, type Visit } from '@causeway/hl7v2';
import type { Issuers } from '../issuers';
import type { Encounter, StoredName } from '../local-patients';

/** What a PID tells, in the words of our tables. `undefined` is no news, `null` deletes. */
export interface Told {
  /** Our record number. */
  readonly mrn: string;
  readonly identifiers: readonly ToldIdentifier[];
  readonly names: readonly StoredName[] | undefined;
  readonly birthDate: string | null | undefined;
  readonly sex: string | null | undefined;
  readonly phone: string | null | undefined;
  readonly address: string | null | undefined;
  readonly deceased: string | null | undefined;
  /** A placeholder for somebody not identified yet. */
  readonly alias: boolean | undefined;
}

export interface ToldIdentifier {
  readonly value: string;
  readonly issuer: string;
  readonly oid: string | null;
  readonly type: string;
}

/** Numbers of accounts and visits do not name a person. */
const NOT_OF_PERSONS = new Set(['AN', 'VN', 'VS']);
const RECORD_NUMBER_TYPES = ['MR', 'PI', 'PT', null];
/** Bounds on what one message may tell of one person: more is a mistake or an attack. */
const MOST = { identifiers: 50, names: 20 };
const LONGEST = { identifier: 100, name: 200, phone: 60, address: 300 };
const UNUSABLE_PHONES = new Set(['NET', 'X.400']);

export function toldBy(patient: Patient, issuers: Issuers, assumedIssuer: string | null): Told {
  const identifiers = identifiersOf(patient.identifiers, issuers, assumedIssuer);
  return {
    mrn: recordNumber(patient.identifiers, issuers, assumedIssuer, 'PID', 3),
    identifiers,
    names: namesOf(patient),
    birthDate: patient.birthDate === undefined ? undefined : (patient.birthDate?.iso.slice(0, 10) ?? null),
    sex: patient.sex?.charAt(0).toUpperCase() ?? patient.sex,
    phone: patient.phones === undefined ? undefined : phoneOf(patient.phones ?? []),
    address: patient.addresses === undefined ? undefined : addressOf(patient.addresses ?? []),
    deceased: patient.died === false || patient.diedAt === null ? null : dayOf(patient.diedAt?.iso),
    alias: patient.identityUnknown ?? undefined,
  };
}

/** @throws Hl7Problem `missing-field` when no identifier is a record number of ours: without it nobody knows whom the message is about */
export function recordNumber(identifiers: readonly Identifier[], issuers: Issuers, assumedIssuer: string | null, segment: string, field: number): string {
  const ours = identifiers.filter((i) => issuers.host !== null && issuerOf(i, issuers, assumedIssuer) === issuers.host);
  const found = RECORD_NUMBER_TYPES.flatMap((type) => ours.filter((i) => i.type === type))[0] ?? ours.find((i) => !NOT_OF_PERSONS.has(i.type ?? ''));
  if (!found) throw new Hl7Problem('missing-field', `${segment}-${field} must hold a medical record number of this house, with its assigning authority.`, { segment, field });
  return checkedValue(found.value, segment, field);
}

/** @throws Hl7Problem `bad-value` for a number nobody gives out */
function checkedValue(value: string, segment: string, field: number): string {
  if (value.length > LONGEST.identifier) throw new Hl7Problem('bad-value', `An identifier may have at most ${LONGEST.identifier} characters.`, { segment, field });
  return value;
}

const issuerOf = (i: Identifier, issuers: Issuers, assumed: string | null): string | null =>
  (i.authority ? issuers.nameOf(i.authority.namespace, i.authority.universalId) : assumed);

/** Identifiers without an authority mean nothing outside their sender and are not kept. */
function identifiersOf(identifiers: readonly Identifier[], issuers: Issuers, assumed: string | null): ToldIdentifier[] {
  if (identifiers.length > MOST.identifiers) throw new Hl7Problem('too-many-parts', `A person may have at most ${MOST.identifiers} identifiers.`, { segment: 'PID', field: 3 });
  return identifiers.flatMap((i) => {
    const issuer = issuerOf(i, issuers, assumed);
    if (!issuer || NOT_OF_PERSONS.has(i.type ?? '')) return [];
    const [value, type] = [i.value, i.type ?? (issuer === issuers.host ? 'MR' : 'PI')].map((part) => checkedValue(part, 'PID', 3)) as [string, string];
    return [{ value, issuer: checkedValue(issuer, 'PID', 3), oid: i.authority?.universalId ?? null, type }];
  });
}

function namesOf(patient: Patient): StoredName[] | undefined {
  if (patient.names === undefined && patient.aliases === undefined) return undefined;
  return [...(patient.names ?? []).map((n) => nameOf(n, n.type ?? 'L')), ...(patient.aliases ?? []).map((n) => nameOf(n, 'A'))].slice(0, MOST.names);
}

function nameOf(n: PersonName, use: string): StoredName {
  const family = (n.family ?? '').slice(0, LONGEST.name);
  const given = [n.given, n.middle].filter(Boolean).join(' ').slice(0, LONGEST.name);
  return { family, given, suffix: n.suffix, former: false, use, representation: n.representation ?? (scriptOf(family + given) === 'latin' ? 'A' : 'I') };
}

export const foldedName = (n: { readonly family: string; readonly given: string }): string => nameKey(n.family, n.given);

function phoneOf(phones: readonly Phone[]): string | null {
  const spoken = phones.filter((p) => !UNUSABLE_PHONES.has(p.use ?? '') && p.equipment !== 'Internet' && p.equipment !== 'FX');
  return (spoken.find((p) => p.use === 'PRN' || p.equipment === 'CP') ?? spoken[0])?.number.slice(0, LONGEST.phone) ?? null;
}

function addressOf(addresses: readonly Address[]): string | null {
  const home = addresses.find((a) => a.type === 'H' || a.type === 'L' || a.type === null) ?? addresses[0];
  if (!home) return null;
  return [home.street, home.other, home.city, [home.state, home.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ').slice(0, LONGEST.address) || null;
}

const dayOf = (iso: string | undefined): string | undefined => (iso !== undefined && /^\d{4}-\d\d-\d\d/.test(iso) ? iso.slice(0, 10) : undefined);

/** HL7 table 0004 in the words of the fact `patient.encounterClass`. */
export function encounterClass(patientClass: string | null | undefined): 'emergency' | 'inpatient' | 'ambulatory' | 'none' {
  if (!patientClass || patientClass === 'N' || patientClass === 'U') return 'none';
  return patientClass === 'E' ? 'emergency' : patientClass === 'I' ? 'inpatient' : 'ambulatory';
}

export function encounterOf(visit: Visit, at: string | null): Encounter {
  const place = visit.location;
  return {
    class: encounterClass(visit.patientClass), number: visit.number?.value ?? null,
    location: place ? [place.pointOfCare, place.room, place.bed].filter(Boolean).join(' ') || null : null,
    since: visit.admittedAt?.iso ?? at, endedAt: visit.dischargedAt?.iso ?? null,
  };
}
