import { identityChanges, type LocaliseRequest, type LocalText } from '@causeway/dicom';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { asciiOf } from './ascii';

type Reader = Pick<Act, 'query'> | Pick<Acts, 'read'>;
const ask = <T extends object>(db: Reader, sql: string, parameters: readonly unknown[]): Promise<T[]> => ('query' in db ? db.query<T>(sql, [...parameters]) : db.read<T>(sql, [...parameters]));

interface IdentityRow {
  mrn: string; birth_date: string | null; sex: string | null; host: string; host_issuer: string | null; host_oid: string | null;
  source_name: string | null; source_issuer: string | null; source_oid: string | null; accession: string | null; accession_issuer: string | null;
}
interface NameRow { representation: string; family: string; given: string }

const SQL = `
  select p.mrn, p.birth_date::text, p.sex, h.name as host, h.issuer as host_issuer, h.issuer_oid as host_oid, f.name as source_name, f.issuer as source_issuer, f.issuer_oid as source_oid,
    o.accession, o.issuer as accession_issuer
  from exam e join match m on m.exam_id = e.id and m.state in ('matched', 'overridden') join patient p on p.id = m.patient_id
    cross join lateral (select * from facility where host order by made_at limit 1) h
    left join facility f on f.id = e.source_facility_id
    left join lateral (select accession, issuer from import_order i where i.exam_id = e.id and i.patient_id = m.patient_id and i.state <> 'cancelled' order by i.at desc limit 1) o on true
  where e.id = $1`;

const text = (value: string, ascii = asciiOf(value, 'UNKNOWN')): LocalText => ({ text: value, ascii });
/** Short Strings (PS3.5 6.2) hold 16 characters. */
const SHORT = 16;

/**
 * What a copy of this exam says instead of the sender's words: the confirmed local patient, the order it was imported under and where it came
 * from. Null when nobody has confirmed whose exam it is. `at` is written into each copy, so that copies made again are the same bytes.
 */
export async function localIdentity(db: Reader, examId: string, at: Date, system: string): Promise<LocaliseRequest | null> {
  const [row] = await ask<IdentityRow>(db, SQL, [examId]);
  if (!row) return null;
  const names = await ask<NameRow>(db, `select n.representation, n.family, n.given from patient_name n join match m on m.patient_id = n.patient_id and m.state in ('matched', 'overridden')
    where m.exam_id = $1 order by (n.use = 'L') desc, n.id`, [examId]);
  const issuer = row.host_issuer ?? row.host;
  const accession = row.accession ? text(row.accession.slice(0, SHORT)) : null;
  const outside = row.source_issuer ?? row.source_name;
  return {
    changes: identityChanges({
      patientName: nameText(names, row.mrn), patientId: text(row.mrn), issuerOfPatientId: text(issuer),
      ...(row.host_oid ? { issuerOfPatientIdEntity: { universalId: row.host_oid, universalIdType: 'ISO' } } : {}),
      patientBirthDate: (row.birth_date ?? '').replaceAll('-', ''), patientSex: row.sex && ['M', 'F', 'O'].includes(row.sex) ? row.sex : '',
      ...(accession ? { accessionNumber: accession, requestedProcedureId: accession } : {}),
      ...(accession && row.host_oid && row.accession_issuer === row.host_issuer ? { issuerOfAccessionNumber: { universalId: row.host_oid, universalIdType: 'ISO' } } : {}),
      instanceOriginStatus: 'IMPORTED',
    }),
    keepOutsidePatientId: {
      ...(outside ? { issuer: text(outside) } : {}),
      ...(row.source_oid ? { issuerEntity: { universalId: row.source_oid, universalIdType: 'ISO' } } : {}),
    },
    modification: { source: text(row.source_name ?? 'Unknown source'), modifyingSystem: text(system), at, reason: 'COERCE' },
  };
}

/** A Person Name (PS3.5 6.2): alphabetic, ideographic, phonetic, as far as the house knows them. */
function nameText(names: readonly NameRow[], mrn: string): LocalText {
  const group = (representation: string): string => {
    const name = names.find((n) => n.representation === representation);
    return name ? `${name.family}^${name.given}`.replace(/\^$/, '') : '';
  };
  const [alphabetic, ideographic, phonetic] = [group('A'), group('I'), group('P')];
  const whole = [alphabetic || ideographic, ideographic, phonetic].join('=').replace(/=+$/, '');
  return { text: whole || `MRN ${mrn}`, ascii: asciiOf(alphabetic, `MRN ${mrn}`) };
}
