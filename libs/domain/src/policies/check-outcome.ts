import { catalogue1 } from './catalogue-1';
import type { Fault } from './fault';
import type { FactRow } from './fact-row';
import { outcomeShapes, tellingChannels, type PolicyOutcomeField } from './outcome-shapes';
import type { PolicyKind } from './policy-text';

const WORD = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** Everything that is wrong with an outcome of this kind: missing and unknown fields, values that do not exist. `at` is the JSON pointer of the outcome. */
export function faultsOfOutcome(kind: PolicyKind, outcome: unknown, at: string): Fault[] {
  if (outcome === null || typeof outcome !== 'object' || Array.isArray(outcome)) return [{ at, problem: 'Say what the outcome is.' }];
  const given = outcome as Readonly<Record<string, unknown>>;
  const shape: Readonly<Record<string, PolicyOutcomeField>> = outcomeShapes[kind];
  const faults: Fault[] = Object.keys(given).filter((name) => !(name in shape)).map((name) => ({ at: `${at}/${name}`, problem: `An outcome of ${kind} has no "${name}".` }));
  for (const [name, field] of Object.entries(shape)) {
    const value = given[name];
    if (value === undefined) {
      if (!field.optional) faults.push({ at: `${at}/${name}`, problem: `Say what ${name} is.` });
      continue;
    }
    const problem = problemOf(field, value);
    if (problem) faults.push({ at: `${at}/${name}`, problem: `${name}: ${problem}` });
  }
  return faults;
}

function problemOf(field: PolicyOutcomeField, value: unknown): string | null {
  switch (field.is) {
    case 'one': return field.of.includes(value as string) ? null : `one of ${field.of.join(', ')}.`;
    case 'some': {
      const list = Array.isArray(value) ? value : [];
      return list.length > 0 && new Set(list).size === list.length && list.every((v) => field.of.includes(v as string)) ? null : `at least one of ${field.of.join(', ')}, each once.`;
    }
    case 'yes-no': return typeof value === 'boolean' ? null : 'yes or no.';
    case 'word': return isWord(value) ? null : 'small letters, digits and hyphens.';
    case 'words': return Array.isArray(value) && value.length <= 10 && value.every(isWord) ? null : 'up to ten words of small letters, digits and hyphens.';
    case 'keep': return problemOfKeep(value);
    case 'tell': return problemOfTellings(value);
  }
}

const isWord = (value: unknown): boolean => typeof value === 'string' && WORD.test(value);

function problemOfKeep(value: unknown): string | null {
  if (value === 'forever') return null;
  const { from, n, unit } = (value ?? {}) as { from?: unknown; n?: unknown; unit?: unknown };
  const fact = typeof from === 'string' ? (catalogue1 as Readonly<Record<string, FactRow>>)[from] : undefined;
  if (!fact || !['date', 'instant'].includes(fact.type) || !fact.usedBy.includes('retention')) return 'count from a date of the exam or patient, or keep forever.';
  if (!Number.isInteger(n) || (n as number) < 0 || (n as number) > 1000) return 'a whole number from 0 to 1000.';
  return ['days', 'months', 'years'].includes(unit as string) ? null : 'days, months or years.';
}

function problemOfTellings(value: unknown): string | null {
  if (!Array.isArray(value) || value.length > 20) return 'a list of at most twenty people to tell.';
  for (const telling of value as readonly Record<string, unknown>[]) {
    if (!isWord(telling?.['who'])) return 'say who is told.';
    if (!(tellingChannels as readonly unknown[]).includes(telling['channel'])) return `the channel is one of ${tellingChannels.join(', ')}.`;
    if (Object.entries(telling).some(([k, v]) => !['who', 'channel', 'ack', 'urgent'].includes(k) || (['ack', 'urgent'].includes(k) && typeof v !== 'boolean'))) return 'only who, channel, ack and urgent.';
  }
  return null;
}
