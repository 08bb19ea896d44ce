import type { ReportText } from '@causeway/contracts';
import type { Grade, ReadKind } from '@causeway/domain';

export interface ReportRow {
  id: string; kind: 'report' | 'addendum'; read_kind: ReadKind; text: ReportText; addendum: string | null; grade: Grade | null; signed_at: Date; author: string; author_id: string; overread_id: string; exam_id: string;
  study_uid: string; accession: string | null; patient_id: string | null; state: string; description: string | null; question: string | null; case_id: string | null; their_accession: string | null;
}

/** How each kind of read is called where it is filed and sent. */
export const reportNames: Readonly<Record<ReadKind, { readonly title: string; readonly source: string; readonly order: string; readonly procedure: string; readonly about: string }>> = {
  'over-read': { title: 'Over-read', source: 'Over-read', order: 'OVR', procedure: 'OVERREAD', about: 'Over-read of outside exam' },
  primary: { title: 'Diagnostic imaging report', source: 'Primary read', order: 'RPT', procedure: 'READ', about: 'Primary interpretation' },
};

const SECTIONS = [['Comparison', 'comparison'], ['Findings', 'findings'], ['Impression', 'impression'], ['Recommendation', 'recommendation']] as const;

/** What a report's text is made of. */
type Said = Pick<ReportRow, 'read_kind' | 'text' | 'addendum' | 'grade' | 'author' | 'description' | 'question'>;

/** The parts of a report with their headings. A primary report stands alone, so it says itself what was read and what was asked. */
export function sectionsOf(r: Said): { heading: string; text: string }[] {
  const first = r.read_kind === 'primary' ? [{ heading: 'Exam', text: r.description ?? '' }, { heading: 'Clinical question', text: r.question ?? '' }] : [];
  const parts = [...first, ...SECTIONS.map(([heading, key]) => ({ heading, text: r.text[key] }))].filter((s) => s.text.trim() !== '');
  return [...parts, ...(r.addendum ? [{ heading: 'Addendum', text: r.addendum }] : [])];
}

export function textOf(r: Said): string {
  const parts = sectionsOf({ ...r, addendum: null }).map((s) => `${s.heading.toUpperCase()}:\n${s.text.trim()}`);
  const call = r.text.call ? `COMMUNICATION:\nTold ${r.text.call.person} (${r.text.call.how})${r.text.call.readBack ? ', read back' : ''}.` : '';
  const title = r.read_kind === 'primary' ? reportNames.primary.title.toUpperCase() : '';
  const grade = r.grade === null ? '' : `Difference from the outside report: ${r.grade}`;
  return [title, ...parts, call, r.addendum ? `ADDENDUM:\n${r.addendum}` : '', grade, `Signed by ${r.author}`].filter(Boolean).join('\n\n');
}
