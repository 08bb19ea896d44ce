/** The compound data types used in patient, visit, order and report segments (HL7 2.5.1 chapter 2.A). Shared by readers and writers. */
import { type Repetition } from '../parse/segment';

/** HD: who gives out identifiers, or an application or facility. At least one of namespace and universal id is there. */
export interface Authority {
  readonly namespace: string | null;
  readonly universalId: string | null;
  /** `ISO` for an OID. */
  readonly universalIdType: string | null;
}

/** CX. Without an authority the value means nothing outside the sender: never match on it alone. */
export interface Identifier {
  readonly value: string;
  readonly authority: Authority | null;
  /** Table 0203: MR, PI, AN, VN, SS ... */
  readonly type: string | null;
}

/** EI: number of an order or a document, with who gave it. */
export interface EntityId {
  readonly value: string;
  readonly authority: Authority | null;
}

/** CE / CWE. */
export interface Code {
  readonly code: string | null;
  readonly text: string | null;
  readonly system: string | null;
}

/** XPN. One person may have several: by type (table 0200: L legal, A alias, M maiden ...) and by script (0465: A, I, P). */
export interface PersonName {
  readonly family: string | null;
  readonly given: string | null;
  readonly middle: string | null;
  readonly suffix: string | null;
  readonly prefix: string | null;
  readonly type: string | null;
  /** A alphabetic, I ideographic, P phonetic; null when the sender does not say. */
  readonly representation: string | null;
}

/** XAD. */
export interface Address {
  readonly street: string | null;
  readonly other: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  readonly country: string | null;
  /** Table 0190: H home, M mailing, B business ... */
  readonly type: string | null;
}

/** XTN: the number as one text, and what it is for. */
export interface Phone {
  readonly number: string;
  /** Table 0201: PRN home, WPN work, NET e-mail ... */
  readonly use: string | null;
  /** Table 0202: PH, FX, CP, Internet ... */
  readonly equipment: string | null;
}

/** XCN, CNN: a person of staff. */
export interface StaffName {
  readonly id: string | null;
  readonly family: string | null;
  readonly given: string | null;
  readonly middle: string | null;
  readonly suffix: string | null;
  readonly prefix: string | null;
  readonly authority: Authority | null;
}

/** PL. */
export interface PersonLocation {
  readonly pointOfCare: string | null;
  readonly room: string | null;
  readonly bed: string | null;
  readonly facility: string | null;
}

function authority(namespace: string | null, universalId: string | null, universalIdType: string | null): Authority | null {
  return namespace === null && universalId === null ? null : { namespace, universalId, universalIdType };
}

/** HD as a field of its own: `NS^1.2.3^ISO`. */
export function readAuthorityField(from: Repetition): Authority | null {
  return authority(from.string(1), from.string(2), from.string(3));
}

/** HD as a component: `NS&1.2.3&ISO`. */
export function readAuthority(from: Repetition, component: number): Authority | null {
  return authority(from.string(component, 1), from.string(component, 2), from.string(component, 3));
}

/** @returns null when there is no identifier value */
export function readIdentifier(from: Repetition): Identifier | null {
  const value = from.string(1);
  return value === null ? null : { value, authority: readAuthority(from, 4), type: from.string(5) };
}

export function readEntityId(from: Repetition): EntityId | null {
  const value = from.string(1);
  return value === null ? null : { value, authority: authority(from.string(2), from.string(3), from.string(4)) };
}

export function readCode(from: Repetition): Code | null {
  const code = { code: from.string(1), text: from.string(2), system: from.string(3) };
  return code.code === null && code.text === null ? null : code;
}

/** @returns null when neither family nor given name is there, as in the `^^^^^^S` of PIX answers */
export function readPersonName(from: Repetition): PersonName | null {
  const name = {
    family: from.string(1),
    given: from.string(2),
    middle: from.string(3),
    suffix: from.string(4),
    prefix: from.string(5),
    type: from.string(7),
    representation: from.string(8),
  };
  return name.family === null && name.given === null ? null : name;
}

export function readAddress(from: Repetition): Address | null {
  const address = {
    street: from.string(1),
    other: from.string(2),
    city: from.string(3),
    state: from.string(4),
    postalCode: from.string(5),
    country: from.string(6),
    type: from.string(7),
  };
  const { street, other, city, state, postalCode, country } = address;
  return [street, other, city, state, postalCode, country].every((part) => part === null) ? null : address;
}

/** XTN-1 up to 2.3, XTN-12 since 2.7, the parts 5 to 8 between; e-mail in 4. */
export function readPhone(from: Repetition): Phone | null {
  const country = from.string(5);
  const parts = [country === null ? null : `+${country.replace(/^\+/, '')}`, from.string(6), from.string(7)].filter((part) => part !== null);
  const extension = from.string(8);
  const composed = parts.length === 0 ? null : parts.join(' ') + (extension === null ? '' : ` x${extension}`);
  const number = from.string(1) ?? from.string(12) ?? from.string(4) ?? composed;
  return number === null ? null : { number, use: from.string(2), equipment: from.string(3) };
}

export function readStaffName(from: Repetition): StaffName | null {
  const name = {
    id: from.string(1),
    family: from.string(2),
    given: from.string(3),
    middle: from.string(4),
    suffix: from.string(5),
    prefix: from.string(6),
    authority: readAuthority(from, 9),
  };
  return name.id === null && name.family === null ? null : name;
}

/** NDL as in OBR-32: the person is in component 1, one subcomponent per part (CNN). */
export function readStaffComponent(from: Repetition): StaffName | null {
  const part = (n: number): string | null => from.string(1, n);
  const name = { id: part(1), family: part(2), given: part(3), middle: part(4), suffix: part(5), prefix: part(6) };
  return name.id === null && name.family === null ? null : { ...name, authority: authority(part(9), part(10), part(11)) };
}

export function readLocation(from: Repetition): PersonLocation | null {
  const location = { pointOfCare: from.string(1), room: from.string(2), bed: from.string(3), facility: from.string(4) };
  return Object.values(location).every((part) => part === null) ? null : location;
}
