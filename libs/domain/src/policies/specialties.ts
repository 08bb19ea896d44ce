import { serviceLineOf, serviceLines, subspecialties, type Subspecialty } from '../inbound/derive';
import { testsIn } from './analysis/search';
import type { Outcomes, PolicyKind, PolicyText } from './policy-text';

/** Imaging-intensive specialties people of a committee speak for: radiology, emergency medicine, and the service lines of the house. */
export const imagingSpecialties: readonly string[] = ['radiology', 'emergency', ...serviceLines.filter((line) => line !== 'general')];

/** Kinds that decide what radiology does or keeps, whatever their rules say. */
const RADIOLOGY: ReadonlySet<PolicyKind> = new Set(['release', 'overread']);

/** Specialties whose work a proposal changes, by what its rules and answers name; in the order of `imagingSpecialties`. */
export function specialtiesTouched(text: PolicyText): string[] {
  const found = new Set<string>(RADIOLOGY.has(text.kind) ? ['radiology'] : []);
  found.add(text.scope);
  for (const { fact, value } of text.rules.flatMap((r) => testsIn(r.when))) {
    const words = [value].flat().map(String);
    if (fact === 'case.serviceLine') words.forEach((line) => found.add(line));
    if (fact === 'exam.subspecialty') words.forEach((name) => found.add(lineOf(name)));
    if (fact === 'exam.modalities' && words.includes('MG')) found.add('breast');
    if (fact === 'patient.encounterClass' && words.includes('emergency')) found.add('emergency');
  }
  for (const then of [...text.rules.map((r) => r.then), text.default.then]) {
    const { queue, subspecialty } = then as Partial<Outcomes['triage'] & Outcomes['overread']>;
    if (queue) found.add(queue);
    if (subspecialty) found.add(lineOf(subspecialty));
  }
  return imagingSpecialties.filter((name) => found.has(name));
}

const lineOf = (name: string): string => ((subspecialties as readonly string[]).includes(name) ? serviceLineOf(name as Subspecialty, 'radiology', null) : name);
