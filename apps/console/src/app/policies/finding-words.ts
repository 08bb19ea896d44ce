import { notGathered, type Finding, type PolicyText } from '@causeway/domain';
import { factWords, spoken, valueText } from '../core/why/decision-words';

export interface FindingLine { readonly key: string; readonly hue: 'good' | 'attn' | 'stop'; readonly words: string; readonly example: string }

const numberOf = (text: PolicyText, id: string): string => (id === 'default' ? 'the default' : `rule ${text.rules.findIndex((r) => r.id === id) + 1}`);
const exampleOf = ({ example }: Finding): string => (example === null ? '' : Object.entries(example).map(([name, value]) => `${factWords(name)}: ${value === null ? 'not known' : spoken(valueText(value, undefined))}`).join(', '));

/** What is odd about a table, in sentences; what is as it should be is said too. */
export function findingLines(text: PolicyText, findings: readonly Finding[]): readonly FindingLine[] {
  const lines = findings.map((f, i): FindingLine => {
    const rule = numberOf(text, f.rule);
    const by = f.kind === 'not-gathered' ? '' : f.by.map((id) => numberOf(text, id)).join(', ');
    const example = exampleOf(f);
    const key = `${f.kind} ${f.rule} ${i}`;
    switch (f.kind) {
      case 'never-fires': return { key, hue: 'stop', words: `${upper(rule)} can never fire`, example };
      case 'shadowed': return { key, hue: 'stop', words: `${upper(rule)} never decides: ${by} takes its exams`, example };
      case 'overlap': return { key, hue: 'attn', words: `${upper(by)} and ${rule} overlap: the earlier one decides`, example };
      case 'gap': return { key, hue: 'attn', words: 'Some exams fit no rule: the default decides', example };
      case 'not-gathered': return { key, hue: 'attn', words: `${upper(rule)} asks for ${f.by.map(factWords).join(', ').toLowerCase()}, which is not gathered here: it never holds on it`, example: f.by.flatMap((fact) => (notGathered as Readonly<Record<string, string>>)[fact] ?? []).join('; ') };
      case 'not-searched': return { key, hue: 'attn', words: `${upper(rule)} was too much to look through`, example };
    }
  });
  const has = (...kinds: Finding['kind'][]): boolean => findings.some((f) => kinds.includes(f.kind));
  const good: FindingLine[] = [];
  if (!has('gap')) good.push({ key: 'no-gap', hue: 'good', words: 'No gaps', example: '' });
  if (!has('shadowed', 'never-fires')) good.push({ key: 'no-shadow', hue: 'good', words: 'No shadowed rule', example: '' });
  return [...good, ...lines];
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
