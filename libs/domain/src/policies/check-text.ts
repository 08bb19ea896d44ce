import { catalogue1 } from './catalogue-1';
import { faultsOfOutcome } from './check-outcome';
import { problemOfValue } from './check-value';
import { isTest, type Condition, type Operator, type Test } from './condition';
import type { FactRow, FactType } from './fact-row';
import type { Fault } from './fault';
import type { PolicyText, Quota } from './policy-text';

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
const REASON = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** Everything that makes a text unfit to become a version: unknown facts, operators that do not fit, empty groups, repeated ids. */
export function faultsOfText(text: PolicyText): Fault[] {
  const faults: Fault[] = [];
  const ids = new Set<string>();
  if (!text.default?.then || !text.default.because) faults.push({ at: '/default', problem: 'A policy needs a default outcome with a reason code.' });
  else {
    faults.push(...faultsOfOutcome(text.kind, text.default.then, '/default/then'));
    if (!REASON.test(text.default.because)) faults.push({ at: '/default/because', problem: 'A reason code has small letters, digits and hyphens.' });
  }
  text.rules.forEach((rule, i) => {
    const at = `/rules/${i}`;
    if (ids.has(rule.id)) faults.push({ at: `${at}/id`, problem: `Two rules are called "${rule.id}".` });
    ids.add(rule.id);
    if (rule.id === 'default') faults.push({ at: `${at}/id`, problem: 'Only the default is called "default".' });
    if (!REASON.test(rule.because)) faults.push({ at: `${at}/because`, problem: 'A reason code has small letters, digits and hyphens.' });
    const count = { nodes: 0 };
    walk(rule.when, `${at}/when`, text.kind, 1, count, faults);
    if (count.nodes > MAX_NODES) faults.push({ at: `${at}/when`, problem: `A condition may have ${MAX_NODES} parts, this one has ${count.nodes}.` });
    faults.push(...faultsOfOutcome(text.kind, rule.then, `${at}/then`));
    if (rule.quota) faults.push(...faultsOfQuota(rule.quota, text.kind, `${at}/quota`));
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
  if (faults.length === 0) {
    const problem = problemOfValue(t, fact);
    if (problem) faults.push(problem);
  }
  return faults;
}

const PER = ['patient', 'source.facility', 'requester'];
const WINDOWS = ['ever', 'calendarYear', 'case', 'day'];
const ORDERED: readonly FactType[] = ['int', 'date', 'instant'];

function faultsOfQuota(quota: Quota, kind: string, at: string): Fault[] {
  const faults: Fault[] = [];
  const order = (catalogue1 as Readonly<Record<string, FactRow>>)[quota.orderBy];
  if (kind === 'retention' || kind === 'notification') faults.push({ at, problem: `A quota has no meaning for ${kind}: all its rules are asked.` });
  if (!PER.includes(quota.per)) faults.push({ at: `${at}/per`, problem: `A quota counts per ${PER.join(', ')}.` });
  if (!WINDOWS.includes(quota.window)) faults.push({ at: `${at}/window`, problem: `A quota counts within ${WINDOWS.join(', ')}.` });
  if (!Number.isInteger(quota.max) || quota.max < 1 || quota.max > 10_000) faults.push({ at: `${at}/max`, problem: 'A quota gives 1 to 10,000 places.' });
  if (!order?.usedBy.includes(kind) || !ORDERED.includes(order.type)) faults.push({ at: `${at}/orderBy`, problem: 'Places are given in the order of a number or a date of this kind.' });
  return faults;
}
