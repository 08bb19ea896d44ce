import type { ChecklistId } from './checklist';
import type { ExamWords, ServiceLine } from './derive';

/** Departments of the house beside radiology: which exams are theirs, and what is done with those. Data of the house, kept as versions. */

export const departmentOrders = ['none', 'import', 'read'] as const;
export type DepartmentOrder = (typeof departmentOrders)[number];
export const departmentContents = ['radiology', 'cardiology', 'photograph', 'video', 'document', 'other'] as const;

/** What makes an exam theirs. Each list that is not empty must fit; a rule without any fits nothing. */
export interface IntakeRule {
  readonly name: string;
  /** DICOM modalities. */
  readonly modalities: readonly string[];
  /** Beginnings of words in body part or description, without accents and capitals. */
  readonly words: readonly string[];
  readonly contents: readonly string[];
}

export interface Department {
  readonly name: string;
  /** Whose people look at it and decide. */
  readonly serviceLine: ServiceLine;
  readonly rules: readonly IntakeRule[];
  /** The least that is checked; null where the policy alone says. */
  readonly checklist: ChecklistId | null;
  /** The order that is placed; null where the policy alone says. */
  readonly order: DepartmentOrder | null;
  /** Endpoint of an archive of its own: it stands in for the house's archive of the same purpose. */
  readonly archiveId: string | null;
}

export interface DepartmentMatch { readonly department: Department; readonly rule: IntakeRule }

const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** The first department, in the order of the house, one of whose rules fits; null when it is nobody's beside radiology. */
export function departmentOf(w: ExamWords, contentKind: string, departments: readonly Department[]): DepartmentMatch | null {
  const tokens = folded(`${w.bodyPart ?? ''} ${w.description ?? ''}`).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const fits = (r: IntakeRule): boolean =>
    r.modalities.length + r.words.length + r.contents.length > 0
    && (r.modalities.length === 0 || r.modalities.some((m) => w.modalities.includes(m)))
    && (r.words.length === 0 || r.words.some((word) => tokens.some((t) => t.startsWith(folded(word)))))
    && (r.contents.length === 0 || r.contents.includes(contentKind));
  for (const department of departments) {
    const rule = department.rules.find(fits);
    if (rule) return { department, rule };
  }
  return null;
}

/** From the shortest to the one that leaves nothing out. */
const STRICT: readonly ChecklistId[] = ['emergency', 'basic', 'restricted'];
/** What is checked: a department asks for more than the policy does, never for less. */
export const checklistWith = (policy: ChecklistId, department: Pick<Department, 'checklist'> | null): ChecklistId =>
  department?.checklist && STRICT.indexOf(department.checklist) > STRICT.indexOf(policy) ? department.checklist : policy;

/** The order that is placed: what policy wants read is read, whatever the department files. */
export const orderWith = (policy: DepartmentOrder, department: Pick<Department, 'order'> | null): DepartmentOrder => (policy === 'read' ? 'read' : (department?.order ?? policy));

export interface DepartmentFault { readonly pointer: string; readonly says: string }

/** What is wrong with a list of departments; empty when nothing is. */
export function departmentFaults(departments: readonly Department[]): DepartmentFault[] {
  const names = departments.map((d) => folded(d.name));
  return departments.flatMap((d, i) => [
    ...(names.indexOf(folded(d.name)) < i ? [{ pointer: `/departments/${i}/name`, says: `${d.name} stands in the list twice.` }] : []),
    ...(d.rules.length === 0 ? [{ pointer: `/departments/${i}/rules`, says: `Say which exams are those of ${d.name}: one rule at least.` }] : []),
    ...d.rules.flatMap((r, k) => [
      ...(r.modalities.length + r.words.length + r.contents.length === 0 ? [{ pointer: `/departments/${i}/rules/${k}`, says: `The rule "${r.name}" of ${d.name} says nothing of an exam: give a modality, a word or a kind of content.` }] : []),
      ...(d.rules.findIndex((o) => folded(o.name) === folded(r.name)) < k ? [{ pointer: `/departments/${i}/rules/${k}/name`, says: `${d.name} has two rules "${r.name}".` }] : []),
    ]),
  ]);
}

const rule = (name: string, of: Partial<IntakeRule>): IntakeRule => ({ name, modalities: [], words: [], contents: [], ...of });
const department = (name: string, serviceLine: ServiceLine, rules: readonly IntakeRule[], more: Partial<Department> = {}): Department => ({ name, serviceLine, rules, checklist: null, order: null, archiveId: null, ...more });

/** To begin with: who makes images beside radiology in most houses. */
export const departments1: readonly Department[] = [
  department('Cardiology', 'cardiology', [
    rule('echo', { modalities: ['US'], words: ['echo', 'heart', 'cardi', 'herz'] }), rule('catheter laboratory', { modalities: ['XA', 'IVUS', 'IVOCT'], words: ['cor', 'cardi', 'heart', 'ventric'] }), rule('waveforms', { modalities: ['ECG', 'HD'] }), rule('cardiology objects', { contents: ['cardiology'] }),
  ], { order: 'import' }),
  department('Ophthalmology', 'general', [rule('eye instruments', { modalities: ['OP', 'OPT', 'OPV', 'OPM', 'OAM', 'KER', 'LEN', 'AR', 'SRF', 'VA', 'IOL'] }), rule('eye photographs', { words: ['eye', 'retina', 'fundus', 'cornea'], contents: ['photograph'] })], { checklist: 'basic' }),
  department('Wound care', 'general', [rule('wounds', { words: ['wound', 'ulcer', 'pressure'], contents: ['photograph', 'video'] })], { checklist: 'basic', order: 'none' }),
  department('Ultrasound users', 'general', [rule('point of care', { modalities: ['US'], words: ['fast', 'pocus', 'bedside', 'point'] })], { order: 'none' }),
];

