/** The parameters of a search (PS3.18 8.3.4). What is not understood is refused: a filter that is passed over shows what nobody asked for. */
import { Refusal } from '../../platform/acts/refusal';
import { examOf } from '../retrieve/target';
import { attributeAt, knownAt, tagPath, type Attribute, type SearchLevel } from './attributes';

export interface Match {
  readonly attribute: Attribute;
  readonly value: string;
}

export interface SearchQuery {
  readonly matches: readonly Match[];
  /** Attributes asked for besides the usual ones; `all` for everything there is. */
  readonly include: 'all' | readonly Attribute[];
  readonly limit: number;
  readonly offset: number;
  readonly exam: string | undefined;
  /** Literal matching was done in place of what was asked. */
  readonly fuzzyAsked: boolean;
}

export const MOST_RESULTS = 2000;
const MOST_OFFSET = 1_000_000;
const MOST_PARAMETERS = 60;
const MOST_INCLUDES = 200;
const LONGEST_VALUE = 4096;
const NOT_ATTRIBUTES = new Set(['includefield', 'limit', 'offset', 'fuzzymatching', 'emptyvaluematching', 'multiplevaluematching', 'exam', 'accept']);

type Query = Readonly<Record<string, unknown>>;

const textsOf = (value: unknown): string[] => [value].flat().map((one) => String(one ?? ''));
const bad = (code: string, how: string): Refusal => new Refusal(400, code, how);

function count(query: Query, name: 'limit' | 'offset', otherwise: number, most: number): number {
  const value = query[name];
  if (value === undefined || value === '') return otherwise;
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) throw bad(name, `The parameter ${name} is a whole number from 0.`);
  if (Number(value) > most && name === 'offset') throw bad(name, `The parameter offset goes up to ${most}: narrow the search.`);
  return Math.min(Number(value), most);
}

function attributeOf(text: string, level: SearchLevel): Attribute {
  const path = tagPath(text);
  const attribute = path === null ? null : attributeAt(path);
  if (!attribute) throw bad('attribute', 'A parameter is not an attribute that can be searched by here. Give keywords or tags of attributes of patient, study, series or instance.');
  if (!knownAt(level, attribute.level)) throw bad('attribute-level', `A parameter is an attribute of a ${attribute.level}. Search ${attribute.level === 'series' ? 'series' : 'instances'} by it.`);
  return attribute;
}

function matchesOf(query: Query, level: SearchLevel): Match[] {
  return Object.keys(query).filter((key) => !NOT_ATTRIBUTES.has(key.toLowerCase())).flatMap((key) => {
    const attribute = attributeOf(key, level);
    return textsOf(query[key]).map((value) => {
      if (value.length > LONGEST_VALUE) throw bad('value', 'A value to match is too long.');
      return { attribute, value };
    });
  });
}

/** Attributes not kept here are passed over, as PS3.18 8.3.4.3 has it. */
function includesOf(query: Query, level: SearchLevel): SearchQuery['include'] {
  const texts = textsOf(query['includefield'] ?? []).flatMap((text) => text.split(',')).map((text) => text.trim()).filter(Boolean);
  if (texts.includes('all')) return 'all';
  if (texts.length > MOST_INCLUDES) throw bad('includefield', `At most ${MOST_INCLUDES} attributes can be asked for. All there are: includefield=all.`);
  return texts.flatMap((text) => {
    const path = tagPath(text);
    const attribute = path === null ? null : attributeAt(path);
    return attribute && knownAt(level, attribute.level) ? [attribute] : [];
  });
}

export function searchQuery(query: Query, level: SearchLevel): SearchQuery {
  if (Object.keys(query).length > MOST_PARAMETERS) throw bad('parameters', 'There are too many parameters.');
  const matches = matchesOf(query, level);
  const asked = matches.map((match) => match.attribute);
  const include = includesOf(query, level);
  return {
    matches: matches.filter((match) => match.value !== ''),
    include: include === 'all' ? 'all' : [...asked, ...include],
    limit: count(query, 'limit', MOST_RESULTS, MOST_RESULTS),
    offset: count(query, 'offset', 0, MOST_OFFSET),
    exam: examOf(query['exam']),
    fuzzyAsked: query['fuzzymatching'] === 'true',
  };
}
