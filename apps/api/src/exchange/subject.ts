import type { PatientTold, ToldPatient } from '@causeway/contracts';
import { namesOfPersonName, type Person } from '@causeway/domain';
import { nameView } from '../exams/names';
import type { Issuers } from '../identity/issuers';
import { loadPatients, localName, personOf } from '../identity/local-patients';
import type { Act } from '../platform/acts/act';
import { Refusal } from '../platform/acts/refusal';

/** A told patient as the matcher compares people. Their number counts under the issuer it was told with; one of ours as a record number. */
export function personTold(subject: ToldPatient, issuers: Pick<Issuers, 'host'>): Person {
  const own = subject.identifier !== null && subject.identifier.issuer === issuers.host;
  return {
    names: namesOfPersonName(`${subject.family}^${subject.given}`), birthDate: subject.birthDate, sex: subject.sex,
    identifiers: subject.identifier && !own ? [subject.identifier] : [], recordNumbers: subject.identifier && own ? [subject.identifier.value] : [], phones: [], addresses: [],
  };
}

/** The same, with what the local record adds when somebody said who it is. */
export async function personAsked(act: Act, subject: ToldPatient, patientId: string | null, issuers: Issuers): Promise<Person> {
  const told = personTold(subject, issuers);
  const [local] = patientId ? await loadPatients((sql, p) => act.query(sql, p), [patientId]) : [];
  if (!local) return told;
  const known = personOf(local, issuers);
  return {
    ...told, names: [...told.names, ...known.names], birthDate: told.birthDate ?? known.birthDate, sex: told.sex ?? known.sex,
    identifiers: [...told.identifiers, ...known.identifiers], recordNumbers: [...told.recordNumbers, ...known.recordNumbers],
  };
}

export const toldView = (subject: ToldPatient, mrn: string | null): PatientTold => ({
  name: nameView(`${subject.family}^${subject.given}`), birthDate: subject.birthDate, sex: subject.sex, mrn, outsideId: subject.identifier,
});

/** A patient of ours in the words of somebody who tells of them. */
export async function toldOf(act: Act, patientId: string): Promise<ToldPatient> {
  const [local] = await loadPatients((sql, p) => act.query(sql, p), [patientId]);
  if (!local) throw new Refusal(409, 'no-such-patient', 'This patient was merged or is not registered any more. Look them up again.');
  const name = localName(local);
  const sex = local.sex === 'F' || local.sex === 'M' ? local.sex : local.sex === null ? null : 'O';
  return { family: name.family || name.text, given: name.given, birthDate: /^\d{4}-\d\d-\d\d$/.test(local.birth_date ?? '') ? local.birth_date : null, sex, identifier: null };
}
