// An exam as the demo world knows it: what was made where, how it will arrive, what was written about it, and who it really is.
import { type Grade } from '@causeway/domain';
import { type CharacterSet } from '../dicom/charset';
import { type Syntax } from '../dicom/write';
import { type PersonName } from '../people/name';
import { type SentPatient } from '../people/patient';
import { type Door } from '../places/facility';
import { type ProcedureKey, type ServiceLine } from '../places/site';
import { type SeriesPlan } from './phantom';

/** What an exam is in the world to show. An exam may have several. */
export const scenarios = [
  'exact-match',
  'known-identifier',
  'near-name',
  'maiden-name',
  'own-writing-only',
  'no-candidate',
  'missing-birth-date',
  'wrong-birth-date',
  'twin',
  'jr-sr',
  'same-name-same-day',
  'recycled-identifier',
  'merged-patient',
  'trauma-alias',
  'unidentified',
  'boomerang',
  'boomerang-complete',
  'two-patients-on-disc',
  'missing-images',
  'late-images',
  'two-doors',
  'conflicting-sop-uid',
  'wrong-patient-later',
  'burned-in-name',
  'orientation-flaw',
  'no-report',
  'report-first',
  'corrected-report',
  'report-as-pdf-object',
  'report-as-sr',
  'stat-stroke',
  'stat-trauma',
  'emergency-consult',
  'second-opinion',
  'clinic',
  'tumor-board',
  'continuity',
  'burn',
  'paediatric',
  'organ-donor',
  'restricted',
  'old-exam',
  'unusual-syntax',
  'no-issuer',
  'local-prior',
  'overread-agrees',
  'overread-minor',
  'overread-major',
  'overread-critical',
] as const;
export type Scenario = (typeof scenarios)[number];

export interface Sections {
  readonly question: string;
  readonly technique: string;
  readonly comparison: string;
  readonly findings: string;
  readonly impression: readonly string[];
}

export interface OutsideReport {
  readonly author: PersonName;
  readonly signedAt: Date;
  readonly status: 'P' | 'F' | 'C';
  readonly sections: Sections;
  readonly sentAs: readonly ('oru' | 'pdf' | 'sr')[];
  /** When it reaches us. */
  readonly arrivesAt: Date;
}

/** What a reader here would write, for the demo to sign or to show. */
export interface LocalRead {
  readonly reader: string;
  readonly comparison: string;
  readonly adequacy: 'yes' | 'with-limits' | 'no';
  readonly findings: string;
  readonly impression: string;
  readonly recommendation: string;
  readonly grade: Grade;
}

/** One parcel of an exam: which part of it comes through which door, when. */
export interface Delivery {
  readonly door: Door;
  /** AE title the sender calls from. */
  readonly callingAeTitle: string;
  readonly at: Date;
  /** Share of the exam's objects in sending order, 0 to 1: [0, 1] is all of it. */
  readonly part: readonly [number, number];
  /** Exams with the same parcel name come together: one disc, one upload. */
  readonly parcel: string;
}

export interface DemoExam {
  readonly key: string;
  readonly scenarios: readonly Scenario[];
  /** Facility key of the maker. */
  readonly facility: string;
  readonly procedure: ProcedureKey;
  readonly patient: SentPatient;
  /** The local patient it truly belongs to, or null. A test of matching, never sent. */
  readonly truth: string | null;
  /** What its UIDs are made from; an exam that repeats another has the other's. */
  readonly uidRoot: string;
  readonly studyUid: string;
  readonly accession: string;
  readonly studyId: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly bodyPart: string;
  /** SNOMED CT code and meaning of the body part. */
  readonly region: readonly [string, string];
  readonly studyAt: Date;
  readonly referrer: PersonName;
  readonly series: readonly SeriesPlan[];
  /** Objects all series have together. */
  readonly images: number;
  readonly charset: CharacterSet | null;
  readonly syntax: Syntax;
  readonly subspecialty: string;
  readonly serviceLine: ServiceLine;
  readonly urgency: 'high' | 'medium' | 'low';
  /** U1 to U27, when the exam belongs to a case. */
  readonly useCase: string | null;
  readonly purpose: 'treatment' | 'second-opinion' | 'comparison' | 'planning' | 'patient-access';
  /** What the clinician asked, and who: a staff user name. */
  readonly question: string | null;
  readonly requester: string | null;
  readonly wantsRead: boolean;
  readonly deliveries: readonly Delivery[];
  readonly report: OutsideReport | null;
  /** A later version of the report, when it was corrected. */
  readonly correctedReport: OutsideReport | null;
  readonly read: LocalRead | null;
  /** Seed of the anatomy: the same for all exams of one person. */
  readonly anatomy: number;
  /** Age in years at the exam, for the anatomy; never written for people without a birth date. */
  readonly age: number;
  /** Key of the exam whose objects this one repeats: with other bytes (a conflict), or as they are (ours coming back). */
  readonly repeats: { readonly exam: string; readonly how: 'conflict' | 'own' } | null;
}
