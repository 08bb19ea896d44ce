import type { ReportText } from '@causeway/contracts';
import { needsCall, type ReadKind } from '@causeway/domain';
import { gradeWords } from '../overread-words';

export const emptyText: ReportText = { comparison: '', adequacy: null, findings: '', impression: '', recommendation: '', grade: null, call: null };

/** Texts are compared as they are stored: keys in any order, the comparison without blanks around it. */
export const keyOfText = (text: ReportText | null): string => {
  const t = text ?? emptyText;
  return JSON.stringify([t.comparison.trim(), t.adequacy, t.findings, t.impression, t.recommendation, t.grade, t.call && [t.call.person, t.call.how, t.call.at, t.call.readBack]]);
};

/** A field of the form, by the JSON pointer the api uses for it. */
export type FieldFaults = Readonly<Record<string, string>>;

/** What stands between this text and a signature. The api asks for the same; asking here spares the way and the password. */
export function faultsBeforeSigning(text: ReportText, kind: ReadKind): FieldFaults {
  const faults: Record<string, string> = {};
  if (text.adequacy === null) faults['/text/adequacy'] = 'Say whether the images are adequate for the question.';
  if (text.impression.trim() === '') faults['/text/impression'] = 'A report needs an impression.';
  if (kind === 'over-read' && text.grade === null) faults['/text/grade'] = 'Say how this compares with the outside report.';
  if (kind === 'primary' ? text.call !== null : text.grade !== null && needsCall(text.grade)) {
    const { call } = text;
    if (!call?.person.trim()) faults['/text/call/person'] = 'Who?';
    if (!call?.how.trim()) faults['/text/call/how'] = 'How?';
    if (!call?.at) faults['/text/call/at'] = 'When?';
    if (!call?.readBack) faults['/text/call/readBack'] = 'They must repeat it.';
  }
  return faults;
}

const sections = [['Comparison', 'comparison'], ['Findings', 'findings'], ['Impression', 'impression'], ['Recommendation', 'recommendation']] as const;

/** A report's parts with their headings; empty ones are left out. */
export const sectionsOf = (text: ReportText): readonly { readonly heading: string; readonly text: string }[] =>
  sections.map(([heading, key]) => ({ heading, text: text[key].trim() })).filter((s) => s.text !== '');

/** As plain text, for the clipboard. */
export function plainText(text: ReportText): string {
  const parts = sectionsOf(text).map((s) => `${s.heading.toUpperCase()}\n${s.text}`);
  if (text.grade !== null) parts.push(`AGAINST THE OUTSIDE REPORT\n${gradeWords[text.grade].word}`);
  if (text.call !== null) parts.push(`TOLD\n${[text.call.person, text.call.how].filter(Boolean).join(', ')}${text.call.readBack ? ', read back' : ''}`);
  return parts.join('\n\n');
}
