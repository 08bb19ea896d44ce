import type { OpinionCandidate } from '@causeway/contracts';
import { personTold } from '../exchange/subject';
import { issuersOf } from '../identity/issuers';
import { loadPatients, localName } from '../identity/local-patients';
import { Scales } from '../identity/weigh';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { toldIn, type Asked } from './opinion.row';

/** No exam has this id: what is weighed is a person who told of themselves. */
const NO_EXAM = '00000000-0000-0000-0000-000000000000';

/** Local patients who may be the one somebody told of, by the same search and the same weights as for an exam. */
export async function candidatesFor(act: Act, asked: Asked, settings: Settings): Promise<OpinionCandidate[]> {
  const issuers = await issuersOf(act);
  const told = toldIn(asked);
  const person = { ...personTold(told, issuers), phones: [asked.phone] };
  const scales = await Scales.for(act, { person, examId: NO_EXAM, studyUid: '', personName: `${told.family}^${told.given}`, identifier: null, accession: null, carriesOurNumber: false, fingerprint: Buffer.alloc(0) }, issuers, settings);
  const found = await scales.candidates();
  const patients = new Map((await loadPatients((sql, p) => act.query(sql, p), found.map((c) => c.patientId))).map((p) => [p.id, p]));
  return found.flatMap((c) => {
    const p = patients.get(c.patientId);
    if (!p) return [];
    const elements = (answer: string): string[] => c.rows.filter((r) => r.answer === answer).map((r) => r.element);
    return [{ patientId: p.id, name: localName(p), birthDate: p.birth_date, sex: p.sex, mrn: p.mrn, score: c.score, agrees: elements('agrees'), differs: [...elements('close'), ...elements('differs')], lookalike: c.lookalike.length > 0 }];
  });
}
