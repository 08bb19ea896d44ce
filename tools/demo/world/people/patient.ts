// A local patient as registration knows them, and a patient as a partner sends them.
import { type PersonName } from './name';

export type Sex = 'F' | 'M' | 'O' | 'U';
export type PatientFlag = 'vip' | 'employee' | 'restricted' | 'part2' | 'donor' | 'recipient' | 'trauma-alias' | 'deceased';

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
}

export interface Visit {
  readonly number: string;
  readonly class: 'emergency' | 'inpatient' | 'ambulatory';
  readonly location: string;
  readonly since: Date;
}

export interface LocalPatient {
  readonly key: string;
  /** Medical record number, without blanks; issued by the host. */
  readonly mrn: string;
  readonly name: PersonName;
  /** Earlier or other names registration has. */
  readonly otherNames: readonly PersonName[];
  /** YYYYMMDD; null when registration does not know it. */
  readonly birthDate: string | null;
  readonly sex: Sex;
  readonly address: Address;
  readonly phone: string;
  /** Identifiers at partners confirmed in earlier exchanges: facility key and value. */
  readonly outsideIds: readonly { readonly facility: string; readonly value: string }[];
  readonly flags: readonly PatientFlag[];
  readonly visit: Visit | null;
  /** Last visit before this one, for retention. */
  readonly lastVisit: Date | null;
  readonly lastMammogram: Date | null;
  /** Keys of people registration could take for this one, and why. */
  readonly lookalikes: readonly { readonly key: string; readonly why: 'twin' | 'same-name-same-day' | 'recycled-identifier' | 'jr-sr' }[];
}

/** Two records of one person: the feed sends A40 for them. */
export interface Merge {
  readonly survivor: string;
  /** Number of the record that goes away; it was sent as a patient before. */
  readonly subsumedMrn: string;
  readonly subsumedName: PersonName;
  readonly at: Date;
}

export interface SentPatient {
  readonly name: PersonName;
  /** Does the sender write the native groups of the name? */
  readonly native: boolean;
  readonly id: string;
  /** Namespace and OID of the id, when the sender says so. */
  readonly issuer: { readonly namespace: string; readonly oid: string } | null;
  readonly birthDate: string | null;
  readonly sex: Sex;
  readonly address: Address | null;
  readonly phone: string | null;
  readonly birthName: string | null;
}
