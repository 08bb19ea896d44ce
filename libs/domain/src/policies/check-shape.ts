import { faultsOfText } from './check-text';
import type { Fault } from './fault';
import { hitPolicies, type PolicyText } from './policy-text';

const MAX_RULES = 100;
const ID = /^[a-z0-9][a-z0-9-]{0,39}$/;
const isObject = (v: unknown): v is Record<string, unknown> => v !== null && typeof v === 'object' && !Array.isArray(v);

/**
 * Everything that is wrong with what somebody wrote, whatever it is: first whether it has the form of a text at all, then what its rules say. Paths are JSON
 * pointers, so that an editor can show each fault at its cell. Empty means that it may become a version.
 */
export function faultsOfDraft(text: unknown): Fault[] {
  const faults: Fault[] = [];
  if (!isObject(text)) return [{ at: '', problem: 'A policy is an object with rules and a default.' }];
  if (typeof text['kind'] !== 'string' || !(text['kind'] in hitPolicies)) faults.push({ at: '/kind', problem: 'This kind of policy does not exist.' });
  if (typeof text['scope'] !== 'string' || !ID.test(text['scope'])) faults.push({ at: '/scope', problem: 'The scope is "all" or a service line.' });
  if (text['catalogue'] !== 1) faults.push({ at: '/catalogue', problem: 'The catalogue of facts is 1.' });
  others(text, ['kind', 'scope', 'catalogue', 'rules', 'default'], '', faults);
  if (!isObject(text['default'])) faults.push({ at: '/default', problem: 'A policy needs a default outcome with a reason code.' });
  else others(text['default'], ['then', 'because'], '/default', faults);
  if (!Array.isArray(text['rules'])) faults.push({ at: '/rules', problem: 'The rules are a list.' });
  else if (text['rules'].length > MAX_RULES) faults.push({ at: '/rules', problem: `A policy may have ${MAX_RULES} rules.` });
  else text['rules'].forEach((rule: unknown, i) => faultsOfRule(rule, `/rules/${i}`, faults));
  return faults.length > 0 ? faults : faultsOfText(text as unknown as PolicyText);
}

function faultsOfRule(rule: unknown, at: string, faults: Fault[]): void {
  if (!isObject(rule)) {
    faults.push({ at, problem: 'A rule is an object.' });
    return;
  }
  if (typeof rule['id'] !== 'string' || !ID.test(rule['id'])) faults.push({ at: `${at}/id`, problem: 'A rule is called by small letters, digits and hyphens, at most 40.' });
  if (typeof rule['because'] !== 'string') faults.push({ at: `${at}/because`, problem: 'A rule needs a reason code.' });
  if (rule['onUnknown'] !== undefined && rule['onUnknown'] !== 'fire') faults.push({ at: `${at}/onUnknown`, problem: 'On doubt a rule stays silent, or it says "fire".' });
  if (rule['cite'] !== undefined && (typeof rule['cite'] !== 'string' || rule['cite'].length > 300)) faults.push({ at: `${at}/cite`, problem: 'A citation is a text of at most 300 characters.' });
  if (rule['quota'] !== undefined && !isObject(rule['quota'])) faults.push({ at: `${at}/quota`, problem: 'A quota says per whom, how many, within what and in which order.' });
  else if (isObject(rule['quota'])) others(rule['quota'], ['per', 'max', 'window', 'orderBy'], `${at}/quota`, faults);
  others(rule, ['id', 'when', 'then', 'because', 'onUnknown', 'quota', 'cite'], at, faults);
  shapeOf(rule['when'], `${at}/when`, 1, faults);
}

const TEST_KEYS = ['fact', 'op', 'value', 'unit', 'at'];

function shapeOf(c: unknown, at: string, depth: number, faults: Fault[]): void {
  if (depth > 40) {
    faults.push({ at, problem: 'This is nested too deep.' });
    return;
  }
  if (!isObject(c)) {
    faults.push({ at, problem: 'A condition names a fact, or is a group of conditions.' });
    return;
  }
  const groups = ['all', 'any', 'not'].filter((name) => name in c);
  if ('fact' in c && groups.length === 0) {
    if (typeof c['fact'] !== 'string') faults.push({ at: `${at}/fact`, problem: 'Name a fact.' });
    if (typeof c['op'] !== 'string') faults.push({ at: `${at}/op`, problem: 'Say how the fact is tested.' });
    others(c, TEST_KEYS, at, faults);
    return;
  }
  const [name] = groups;
  if (groups.length !== 1 || name === undefined || Object.keys(c).length !== 1) {
    faults.push({ at, problem: 'A group is all, any or not, one of them.' });
    return;
  }
  if (name === 'not') shapeOf(c['not'], `${at}/not`, depth + 1, faults);
  else if (!Array.isArray(c[name])) faults.push({ at: `${at}/${name}`, problem: 'A group is a list of conditions.' });
  else (c[name] as unknown[]).forEach((member, i) => shapeOf(member, `${at}/${name}/${i}`, depth + 1, faults));
}

function others(thing: Record<string, unknown>, known: readonly string[], at: string, faults: Fault[]): void {
  for (const key of Object.keys(thing)) if (!known.includes(key)) faults.push({ at: `${at}/${key}`, problem: `"${key}" means nothing here.` });
}
