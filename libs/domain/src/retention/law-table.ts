import type { Condition } from '../policies/condition';
import type { PolicyText, Rule, Outcomes } from '../policies/policy-text';

/** What the law of one jurisdiction asks of a hospital's records, as far as a date can be told from it. */
export interface LawRow {
  /** ISO 3166-2 code. */
  readonly jurisdiction: string;
  /** Years after the last treatment; where that is not known, after the exam came to us. */
  readonly years: number;
  /** Records of somebody under this age are a minor's. */
  readonly majority: number;
  /** Birthday until which a minor's record is kept; absent where minors have no rule of their own. */
  readonly minorUntil?: number;
  readonly cite: string;
}

const row = (jurisdiction: string, years: number, minorUntil: number | null, cite: string, majority = 18): LawRow =>
  ({ jurisdiction: `US-${jurisdiction}`, years, majority, ...(minorUntil === null ? {} : { minorUntil }), cite });

/** Hospital records, longest reading of each. To be confirmed by counsel of the house, and changed like any other policy: by a new version. */
export const lawRows: readonly LawRow[] = [
  row('AK', 7, 21, 'Alaska Stat. 18.20.085'),
  row('AR', 10, 20, '016.24 Ark. Code R. 007, 14'),
  row('AZ', 6, 21, 'Ariz. Rev. Stat. 12-2297'),
  row('CA', 7, 19, 'Cal. Code Regs. tit. 22, 70751(c)'),
  row('CO', 10, 28, '6 Colo. Code Regs. 1011-1, ch. IV'),
  row('CT', 10, null, 'Conn. Agencies Regs. 19-13-D3(d)(6)'),
  row('DC', 10, null, 'D.C. Mun. Regs. tit. 22-B, 2216'),
  row('FL', 7, null, 'Florida General Records Schedule GS4'),
  row('GA', 5, 23, 'Ga. Comp. R. & Regs. 111-8-40-.18'),
  row('HI', 7, 25, 'Haw. Rev. Stat. 622-58'),
  row('IL', 10, null, '210 Ill. Comp. Stat. 85/6.17'),
  row('IN', 7, null, 'Ind. Code 16-39-7-1'),
  row('KS', 10, 19, 'Kan. Admin. Regs. 28-34-9a'),
  row('KY', 5, 21, '902 Ky. Admin. Regs. 20:016'),
  row('LA', 10, null, 'La. Rev. Stat. 40:2144'),
  row('MA', 20, null, 'Mass. Gen. Laws ch. 111, 70'),
  row('MD', 5, 21, 'Md. Code, Health-Gen. 4-403'),
  row('ME', 7, 24, '10-144 Code Me. R. ch. 112'),
  row('MI', 7, null, 'Mich. Comp. Laws 333.20175'),
  row('MO', 10, 23, 'Mo. Code Regs. tit. 19, 30-20'),
  row('MT', 10, 28, 'Mont. Admin. R. 37.106.402'),
  row('NC', 11, 30, '10A N.C. Admin. Code 13B .3903'),
  row('ND', 10, 21, 'N.D. Admin. Code 33-07-01.1-20'),
  row('NE', 10, 22, '175 Neb. Admin. Code 9-006.07', 19),
  row('NH', 7, 19, 'N.H. Code Admin. R. He-P 802'),
  row('NJ', 10, 23, 'N.J. Stat. 26:8-5'),
  row('NV', 5, 23, 'Nev. Rev. Stat. 629.051'),
  row('NY', 6, 21, '10 N.Y. Comp. Codes R. & Regs. 405.10(a)(4)'),
  row('OK', 5, 21, 'Okla. Admin. Code 310:667-19-14'),
  row('OR', 10, null, 'Or. Admin. R. 333-505-0050'),
  row('PA', 7, 25, '28 Pa. Code 115.23'),
  row('RI', 5, 23, '14-090-007 R.I. Code R. 27.10'),
  row('SC', 10, 19, 'S.C. Code Regs. 61-16'),
  row('SD', 10, 20, 'S.D. Admin. R. 44:04:09:08'),
  row('TN', 10, 19, 'Tenn. Code 68-11-305'),
  row('TX', 10, 20, 'Tex. Health & Safety Code 241.103'),
  row('UT', 7, 22, 'Utah Admin. Code R432-100'),
  row('VA', 5, 23, '12 Va. Admin. Code 5-410-370'),
  row('VT', 10, null, 'Vt. Stat. tit. 18, 1905'),
  row('WA', 10, 21, 'Wash. Rev. Code 70.41.190'),
  row('WI', 5, null, 'Wis. Admin. Code DHS 124.14'),
];

/** States without a row of their own: there the federal conditions alone hold. */
const OTHERS = ['AL', 'DE', 'IA', 'ID', 'MN', 'MS', 'NM', 'OH', 'WV', 'WY'].map((s) => `US-${s}`);

type RetentionRule = Rule<Outcomes['retention']>;
/** A second copy of an exam of our own is not the record: that is in the archive it was made in. */
const notOurOwn: Condition = { not: { fact: 'exam.isOwn', op: 'eq', value: 'all-instances' } };

function rulesOf(law: LawRow): RetentionRule[] {
  const id = law.jurisdiction.toLowerCase();
  const here: Condition = { fact: 'law.jurisdiction', op: 'eq', value: law.jurisdiction };
  const adult: RetentionRule[] = [
    { id, when: { all: [here, notOurOwn] }, then: { keep: { from: 'exam.receivedAt', n: law.years, unit: 'years' } }, because: 'state-law', onUnknown: 'fire', cite: law.cite },
    {
      id: `${id}-visit`, when: { all: [here, notOurOwn, { fact: 'patient.lastVisit', op: 'known' }] }, then: { keep: { from: 'patient.lastVisit', n: law.years, unit: 'years' } },
      because: 'state-law-last-visit', onUnknown: 'fire', cite: law.cite,
    },
  ];
  if (law.minorUntil === undefined) return adult;
  return [...adult, {
    id: `${id}-minor`, when: { all: [here, notOurOwn, { fact: 'patient.birthDate', op: 'youngerThan', value: law.majority, unit: 'years', at: 'exam.studyDate' }] },
    then: { keep: { from: 'patient.birthDate', n: law.minorUntil, unit: 'years' } }, because: 'state-law-minor', onUnknown: 'fire', cite: law.cite,
  }];
}

const inUnitedStates: Condition = { any: [{ fact: 'law.jurisdiction', op: 'in', value: lawRows.map((r) => r.jurisdiction) }, { fact: 'law.jurisdiction', op: 'in', value: OTHERS }] };
const federal: readonly RetentionRule[] = [
  {
    id: 'us-radiology', when: { all: [inUnitedStates, notOurOwn] }, then: { keep: { from: 'exam.receivedAt', n: 5, unit: 'years' } }, because: 'federal-conditions',
    onUnknown: 'fire', cite: '42 CFR 482.26(d)(2)',
  },
  {
    id: 'us-mammography', when: { all: [inUnitedStates, notOurOwn, { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }] }, then: { keep: { from: 'exam.studyDate', n: 10, unit: 'years' } },
    because: 'mammography', onUnknown: 'fire', cite: '21 CFR 900.12(c)(4)(i)',
  },
  {
    id: 'us-mammography-later',
    when: { all: [inUnitedStates, notOurOwn, { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }, { fact: 'patient.lastMammogram', op: 'known' }] },
    then: { keep: { from: 'patient.lastMammogram', n: 5, unit: 'years' } }, because: 'mammography-later-visit', cite: '21 CFR 900.12(c)(4)(i)',
  },
];

/**
 * The law as a layer of retention, beside the policies of the house: scope `law`, one rule per clause, each with its citation. A jurisdiction nobody told us
 * fires every rule, so that the longest holds.
 */
export const lawTable1: PolicyText<'retention'> = {
  kind: 'retention',
  scope: 'law',
  catalogue: 1,
  rules: [...federal, ...lawRows.flatMap(rulesOf)],
  default: { then: { keep: { from: 'exam.receivedAt', n: 0, unit: 'days' } }, because: 'no-law-known' },
};
