import type { NameForm, Person } from '@causeway/domain';
import type { NameView } from '@causeway/contracts';
import { nameView } from '../exams/names';
import type { Issuers } from './issuers';

export interface StoredName extends NameForm {
  readonly use: string;
  readonly representation: string;
}

export interface Encounter {
  readonly class: string;
  readonly number: string | null;
  readonly location: string | null;
  readonly since: string | null;
  readonly endedAt: string | null;
}

/** A local patient as our ADT feed told them, with all names and active identifiers. */
export interface LocalPatient {
  readonly id: string;
  readonly mrn: string;
  readonly birth_date: string | null;
  readonly sex: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly encounter: Encounter | null;
  readonly last_visit: string | null;
  readonly names: readonly StoredName[];
  readonly identifiers: readonly { readonly value: string; readonly issuer: string; readonly type: string }[];
}

type Query = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;

const COLUMNS = `p.id, p.mrn, p.birth_date, p.sex, p.phone, p.address, p.encounter, p.last_visit::text,
  coalesce((select jsonb_agg(jsonb_build_object('family', n.family, 'given', n.given, 'suffix', n.suffix, 'former', n.former, 'use', n.use, 'representation', n.representation)
    order by n.former, (n.use = 'L') desc, n.id) from patient_name n where n.patient_id = p.id), '[]') as names,
  coalesce((select jsonb_agg(jsonb_build_object('value', i.value, 'issuer', i.issuer, 'type', i.type) order by i.id)
    from patient_identifier i where i.patient_id = p.id and i.ended_at is null), '[]') as identifiers`;

/** Those of the ids that still are patients of their own. */
export const loadPatients = (query: Query, ids: readonly string[]): Promise<LocalPatient[]> =>
  (ids.length === 0 ? Promise.resolve([]) : query<LocalPatient>(`select ${COLUMNS} from patient p where p.id = any($1::uuid[]) and p.merged_into is null`, [ids]));

export function personOf(patient: LocalPatient, issuers: Pick<Issuers, 'host'>): Person {
  const own = patient.identifiers.filter((i) => i.issuer === issuers.host).map((i) => i.value);
  return {
    names: patient.names,
    birthDate: patient.birth_date,
    sex: patient.sex,
    identifiers: patient.identifiers.filter((i) => i.issuer !== issuers.host),
    recordNumbers: [...new Set([patient.mrn, ...own])],
    phones: patient.phone ? [patient.phone] : [],
    addresses: patient.address ? [patient.address] : [],
  };
}

const LATIN_FORM = 'A';

/** The legal name, Latin letters first, then its own writing. */
export function localName(patient: Pick<LocalPatient, 'names'>): NameView {
  const told = patient.names.filter((n) => !n.former);
  const form = (wanted: (n: StoredName) => boolean): string => {
    const name = told.find(wanted);
    return name ? `${name.family}^${name.given}` : '';
  };
  const latin = form((n) => n.representation === LATIN_FORM);
  const own = form((n) => n.representation === 'I');
  return nameView(own ? `${latin}=${own}` : latin || form(() => true));
}
