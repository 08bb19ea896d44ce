import { type Condition, isTest, type Operator, type Test } from '@causeway/domain';
import { factWords, reasonWords, spoken } from '../core/why/decision-words';

// A rule of a policy as a sentence.

const OPERATORS: Readonly<Record<Operator, string>> = {
  known: 'is known', unknown: 'is not known', eq: 'is', in: 'is one of', lt: 'is under', lte: 'is at most', gt: 'is over', gte: 'is at least', between: 'is between', contains: 'contains',
  startsWith: 'starts with', hasAny: 'has any of', hasAll: 'has all of', hasNone: 'has none of', isEmpty: 'is empty', before: 'is before', after: 'is after', olderThan: 'is older than',
  withinLast: 'is within the last', youngerThan: 'is younger than',
};

const valueWords = (value: Test['value']): string => {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return spoken(value);
  return typeof value === 'number' ? String(value) : (value as readonly (string | number)[]).map((v) => spoken(String(v))).join(', ');
};

export const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function testWords(test: Test): string {
  const fact = lowerFirst(factWords(test.fact));
  if (test.op === 'eq' && typeof test.value === 'boolean') return `${fact}: ${test.value ? 'yes' : 'no'}`;
  return [fact, OPERATORS[test.op], valueWords(test.value), test.unit ?? ''].filter((part) => part !== '').join(' ');
}

/** A test without its fact, for a cell that is headed by it: "is one of CT, MR". */
export const testValueWords = (test: Test): string =>
  test.op === 'eq' ? valueWords(test.value) : [OPERATORS[test.op], valueWords(test.value), test.unit ?? ''].filter((part) => part !== '').join(' ');

export const operatorWords = (op: Operator): string => OPERATORS[op];

/** "case urgency is high and exam age is under 24". Nested groups stand in brackets. */
export function conditionWords(condition: Condition, nested = false): string {
  if (isTest(condition)) return testWords(condition);
  if ('not' in condition) return `not (${conditionWords(condition.not)})`;
  const [members, joint] = 'all' in condition ? [condition.all, ' and '] : [condition.any, ' or '];
  const text = members.map((member) => conditionWords(member, true)).join(joint);
  return nested && members.length > 1 ? `(${text})` : text;
}

/** What a rule answers, as pairs to read: "Check" "person". */
export function outcomeWords(outcome: object): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(outcome).map(([name, value]) => ({ name: factWords(name), value: shown(value) }));
}

interface Told { readonly who: string; readonly channel: string; readonly ack?: boolean; readonly urgent?: boolean }

/** "requester in app, urgently, who must answer". */
const toldWords = ({ who, channel, ack, urgent }: Told): string => `${spoken(who)} ${channel === 'in-app' ? 'in the console' : `by ${spoken(channel)}`}${urgent ? ', urgently' : ''}${ack ? ', who must answer' : ''}`;

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(shown).join(typeof value[0] === 'object' ? '; ' : ', ');
  if (typeof value === 'object' && value !== null && 'who' in value) return toldWords(value as Told);
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([k, v]) => (v === true ? spoken(k) : `${spoken(k)} ${shown(v)}`)).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return spoken(String(value));
}

export { reasonWords };

/** An outcome as one line: "read formal, due 4h". */
export const outcomeLine = (outcome: object): string => outcomeWords(outcome).map((o) => `${lowerFirst(o.name)} ${o.value}`).join(', ') || 'nothing';
