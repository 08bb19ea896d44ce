import { catalogue1 } from './catalogue-1';
import { isTest, type Condition, type Operator, type Test } from './condition';
import type { FactRow, FactType } from './fact-row';
import type { PolicyText } from './policy-text';

export interface Fault {
  /** JSON pointer into the policy text. */
  readonly at: string;
  readonly problem: string;
}

const OPERATORS: Readonly<Record<FactType, readonly Operator[]>> = {
  bool: ['eq'],
  code: ['eq', 'in'],
  id: ['eq', 'in'],
  text: ['contains', 'startsWith'],
  int: ['eq', 'lt', 'lte', 'gt', 'gte', 'between'],
  codes: ['hasAny', 'hasAll', 'hasNone', 'isEmpty'],
  date: ['before', 'after', 'olderThan', 'withinLast', 'youngerThan'],
  instant: ['before', 'after', 'olderThan', 'withinLast'],
};
const MAX_DEPTH = 8;
const MAX_NODES = 200;

/** Everything that makes a text unfit to become a version: unknown facts, operators that do not fit, empty groups, repeated ids. */
export function faultsOfText(text: PolicyText): Fault[] {
  const faults: Fault[] = [];
  const ids = new Set<string>();
  if (!text.default?.then || !text.default.because) faults.push({ at: '/default', problem: 'A policy needs a default outcome with a reason code.' });
  text.rules.forEach((rule, i) => {
    const at = `/rules/${i}`;
    if (ids.has(rule.id)) faults.push({ at: `${at}/id`, problem: `Two rules are called "${rule.id}".` });
    ids.add(rule.id);
    if (!/^[a-z0-9-]+$/.test(rule.because)) faults.push({ at: `${at}/because`, problem: 'A reason code has small letters, digits and hyphens.' });
    const count = { nodes: 0 };
    walk(rule.when, `${at}/when`, text.kind, 1, count, faults);
    if (count.nodes > MAX_NODES) faults.push({ at: `${at}/when`, problem: `A condition may have ${MAX_NODES} parts, this one has ${count.nodes}.` });
  });
  return faults;
}

function walk(c: Condition, at: string, kind: string, depth: number, count: { nodes: number }, faults: Fault[]): void {
  count.nodes++;
  if (depth > MAX_DEPTH) {
    faults.push({ at, problem: `Conditions may be nested ${MAX_DEPTH} deep.` });
    return;
  }
  if (isTest(c)) {
    faults.push(...faultsOfTest(c, kind).map((problem) => ({ at, problem })));
    return;
  }
  if ('not' in c) {
    walk(c.not, `${at}/not`, kind, depth + 1, count, faults);
    return;
  }
  const [name, members] = 'all' in c ? ['all', c.all] as const : ['any', c.any] as const;
  if (members.length === 0 || members.length > 50) faults.push({ at: `${at}/${name}`, problem: 'A group holds 1 to 50 conditions.' });
  members.forEach((m, i) => walk(m, `${at}/${name}/${i}`, kind, depth + 1, count, faults));
}

function faultsOfTest(t: Test, kind: string): string[] {
  const fact: FactRow | undefined = (catalogue1 as Readonly<Record<string, FactRow>>)[t.fact];
  if (!fact) return [`"${t.fact}" is not a fact of the catalogue.`];
  const faults: string[] = [];
  if (!fact.usedBy.includes(kind)) faults.push(`"${t.fact}" is not a fact of ${kind} policies.`);
  if (t.op !== 'known' && t.op !== 'unknown' && !OPERATORS[fact.type].includes(t.op)) faults.push(`"${t.op}" does not fit ${t.fact}, which is of type ${fact.type}.`);
  if (fact.values && t.value !== undefined) {
    const strange = [t.value].flat().filter((v) => !fact.values?.includes(String(v)));
    if (strange.length > 0) faults.push(`${t.fact} has no value ${strange.join(', ')}.`);
  }
  if (['olderThan', 'withinLast', 'youngerThan'].includes(t.op) && !(Number.isInteger(t.value) && t.unit)) faults.push(`"${t.op}" needs a whole number and a unit.`);
  return faults;
}
