import { canonicalJson, namesOfPersonName, type Person, type PersonIdentifier } from '@causeway/domain';
import { isoDate } from '../inbound/facts';
import type { Act } from '../platform/acts/act';
import { sha256 } from '../platform/acts/acts';
import type { Issuers } from './issuers';

/** Values of an exam's header as the ledger keeps them. */
type Head = Readonly<Record<string, unknown>>;

/** The identity an exam came with. */
export interface SentIdentity {
  readonly person: Person;
  readonly examId: string;
  readonly studyUid: string;
  readonly personName: string;
  /** The outside identifier as sent, with the issuer the files or their source name. */
  readonly identifier: { readonly value: string; readonly issuer: string | null } | null;
  readonly accession: { readonly value: string; readonly issuer: string | null } | null;
  /** The files carry an identifier of our own issuer. */
  readonly carriesOurNumber: boolean;
  /** Changes when anything a match rests on changes. */
  readonly fingerprint: Buffer;
}

export interface SentRow { id: string; study_uid: string; head: Head; source_issuer: string | null; parcel_patients: number | null; findings: string[] | null }

/** Other names read of one header. */
const MOST_NAMES = 20;

export const SENT_SQL = `select e.id, e.study_uid, e.head, f.issuer as source_issuer, x.parcel_patients, x.findings
  from exam e left join facility f on f.id = e.source_facility_id left join inbound x on x.id = e.id`;

export async function sentIdentity(act: Act, examId: string, issuers: Issuers): Promise<SentIdentity> {
  const [row] = await act.query<SentRow>(`${SENT_SQL} where e.id = $1`, [examId]);
  if (!row) throw new Error('An identity was asked of an exam that is not there');
  return identityIn(row, issuers);
}

/** Reads the identity out of a header. An identifier without issuer is taken for one of the source's, if the source is known. */
export function identityIn(row: SentRow, issuers: Issuers): SentIdentity {
  const text = (name: string): string => String(row.head[name] ?? '').trim();
  const all = identifiersIn(row, issuers);
  const first = all[0] ?? null;
  const own = all.filter((i) => i.issuer !== null && i.issuer === issuers.host);
  const named = (i: { issuer: string | null }): boolean => i.issuer !== null && i.issuer !== issuers.host;
  const accession = text('accessionNumber');
  const person: Person = {
    names: [...namesOfPersonName(text('patientName')), ...text('otherPatientNames').split('\\').slice(0, MOST_NAMES).flatMap((name) => namesOfPersonName(name, true))],
    birthDate: isoDate(text('patientBirthDate')),
    sex: text('patientSex').toUpperCase() || null,
    identifiers: all.filter(named).map((i): PersonIdentifier => ({ value: i.value, issuer: i.issuer ?? '' })),
    recordNumbers: own.map((i) => i.value),
    phones: text('patientTelephoneNumbers').split('\\').filter(Boolean),
    addresses: [text('patientAddress').replaceAll('^', ' ')].filter(Boolean),
  };
  const findings = (row.findings ?? []).filter((f) => f === 'other-person' || f === 'conflict');
  return {
    person, examId: row.id, studyUid: row.study_uid, personName: text('patientName'), identifier: first,
    accession: accession ? { value: accession, issuer: issuers.nameOf(text('issuerOfAccessionLocalId'), text('issuerOfAccessionUniversalId')) } : null,
    carriesOurNumber: own.length > 0,
    fingerprint: sha256(canonicalJson({ person, accession, people: row.parcel_patients ?? 1, findings } as never)),
  };
}

function identifiersIn(row: SentRow, issuers: Issuers): { value: string; issuer: string | null }[] {
  const one = (from: Head, oid: unknown, fallback: string | null): { value: string; issuer: string | null }[] => {
    const value = String(from['patientId'] ?? '').trim();
    const namespace = String(from['issuerOfPatientId'] ?? '').trim();
    return value ? [{ value, issuer: issuers.nameOf(namespace, String(oid ?? '').trim()) ?? fallback }] : [];
  };
  const others = Array.isArray(row.head['otherPatientIds']) ? (row.head['otherPatientIds'] as Head[]) : [];
  return [...one(row.head, row.head['issuerOfPatientIdUniversalId'], row.source_issuer), ...others.flatMap((other) => one(other, other['universalId'], null))];
}
