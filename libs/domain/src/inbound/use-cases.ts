/** The situations in which images are exchanged, as the mission lists them: who is in a hurry and what kind of images they need. */

export type UseCaseId = `U${number}`;
export type ImageNeed = 'yes' | 'no' | 'maybe' | 'all' | 'configurable';

export interface UseCase {
  readonly id: UseCaseId;
  /** Short enough for a line of a list. */
  readonly name: string;
  readonly group: string;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly images: { readonly radiology: ImageNeed; readonly cardiology: ImageNeed; readonly photograph: ImageNeed; readonly video: ImageNeed; readonly other: ImageNeed };
}

type Row = readonly [id: UseCaseId, name: string, group: string, urgency: UseCase['urgency'], images: string];

const NEEDS: Readonly<Record<string, ImageNeed>> = { y: 'yes', n: 'no', m: 'maybe', a: 'all', c: 'configurable' };

const [REMOTE, NORMAL, ELSEWHERE, OPINION, TEAM, HOME, CLINICIAN] = [
  'Telemedicine', 'Normal care', 'Care at another facility', 'Second opinion or referral', 'Treating together', 'Home and self care', 'Clinician on the move',
] as const;

/** Letters of `images`: radiology, cardiology, photograph, live video, other imaging. */
const ROWS: readonly Row[] = [
  ['U1', 'Tele-burn', REMOTE, 'high', 'nnymn'],
  ['U2', 'Stroke alert', REMOTE, 'high', 'ynnyn'],
  ['U3', 'Real-time consult', REMOTE, 'high', 'yyyma'],
  ['U4', 'Store-and-forward consult', REMOTE, 'medium', 'yyyna'],
  ['U5', 'Primary interpretation', REMOTE, 'high', 'yynna'],
  ['U6', 'Remote ICU', REMOTE, 'high', 'yynya'],
  ['U7', 'Comparison with earlier exams', NORMAL, 'high', 'yyyna'],
  ['U8', 'Patient reads own record', NORMAL, 'high', 'yyyna'],
  ['U9', 'Emergency transfer', ELSEWHERE, 'high', 'yyyna'],
  ['U10', 'Emergency consult', ELSEWHERE, 'high', 'yyyyy'],
  ['U11', 'Continuity of care', ELSEWHERE, 'medium', 'yyyna'],
  ['U12', 'Patient out of town', ELSEWHERE, 'high', 'ccccc'],
  ['U13', 'Patient moves', ELSEWHERE, 'low', 'yyyna'],
  ['U14', 'Imaged out of network', ELSEWHERE, 'medium', 'yyyya'],
  ['U15', 'Medical home and specialty care', ELSEWHERE, 'medium', 'yyyya'],
  ['U16', 'Service not offered here', ELSEWHERE, 'medium', 'yyynn'],
  ['U17', 'Donor organ evaluation', ELSEWHERE, 'high', 'yyynn'],
  ['U18', 'Second opinion, patient travels', OPINION, 'medium', 'yyyna'],
  ['U19', 'Second opinion of a specialist', OPINION, 'high', 'yyyma'],
  ['U20', 'Second opinion of a surgeon', OPINION, 'high', 'yyyma'],
  ['U21', 'Second opinion asked by patient', OPINION, 'medium', 'yyyna'],
  ['U22', 'Three-way care', OPINION, 'medium', 'yynnn'],
  ['U23', 'Ad hoc second opinion', OPINION, 'medium', 'ynnnn'],
  ['U24', 'Tumor board', TEAM, 'medium', 'yyyya'],
  ['U25', 'Patient uploads a photo', HOME, 'medium', 'nnyyn'],
  ['U26', 'On-call specialist, slow line', CLINICIAN, 'high', 'yynnn'],
  ['U27', 'Trauma team away from home', CLINICIAN, 'high', 'ynynn'],
];

const need = (letters: string, at: number): ImageNeed => NEEDS[letters[at] ?? ''] ?? 'no';

export const useCases: readonly UseCase[] = ROWS.map(([id, name, group, urgency, images]) => ({
  id, name, group, urgency,
  images: { radiology: need(images, 0), cardiology: need(images, 1), photograph: need(images, 2), video: need(images, 3), other: need(images, 4) },
}));

const byId = new Map<string, UseCase>(useCases.map((useCase) => [useCase.id, useCase]));

export const useCaseOf = (id: string | null): UseCase | null => (id === null ? null : (byId.get(id) ?? null));
