import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { abilities, type AbilityName, type AbilityRow, type ConditionLetter } from './abilities';
import { audienceOf, conditionOf, type Conditions, type Guarded } from './conditions';
import type { Principal } from './principal';
import type { Role } from './roles';

export type AppAbility = MongoAbility<[string, string | Guarded]>;
export type AppRule = RawRuleOf<AppAbility>;

const entries = Object.entries(abilities) as [AbilityName, AbilityRow][];

/** Splits `subject.verb`. */
export function partsOf(ability: AbilityName): { subject: string; verb: string } {
  const [subject = '', verb = ''] = ability.split('.');
  return { subject, verb };
}

/** Every grant of this principal's roles as a CASL rule. The api enforces these very rules and hands them to the console. */
export function rulesFor(who: Principal): AppRule[] {
  return [...entries.flatMap(([ability, row]) => who.roles.flatMap((role) => ruleOf(ability, role, row.grants[role], who))), ...emergencyRules(who)];
}

/** What emergency access opens, and nothing else. */
const EMERGENCY = ['exam.list', 'exam.view'] as const satisfies readonly AbilityName[];

/**
 * Emergency access: whose role may open exams of others in an emergency (letter B) sees that the opened ones exist, and opens them. Nothing else follows: no
 * download, no send, no act.
 */
function emergencyRules(who: Principal): AppRule[] {
  const { opened = [] } = who;
  if (who.kind !== 'person' || opened.length === 0 || !who.roles.some((role) => mayInEmergency(role))) return [];
  return EMERGENCY.map((ability) => {
    const { subject, verb } = partsOf(ability);
    return { action: verb, subject, reason: ability, conditions: { examId: { $in: [...opened] } } };
  });
}
const mayInEmergency = (role: Role): boolean => ((abilities['exam.view'] as AbilityRow).grants[role] ?? '').includes('B');

function ruleOf(ability: AbilityName, role: Role, letters: string | undefined, who: Principal): AppRule[] {
  if (letters === undefined) return [];
  if (letters === 'V') return clientRules(ability, abilities[ability], who);
  if (letters.includes('V') && !who.scopes?.includes(ability)) return [];
  const { subject, verb } = partsOf(ability);
  const conditions: Conditions = Object.assign({}, ...[...letters].map((l) => conditionOf(l as ConditionLetter, who, ability)), audienceOf(role, who, ability));
  const rule: AppRule = { action: verb, subject, reason: ability };
  return [Object.keys(conditions).length > 0 ? { ...rule, conditions } : rule];
}

/** Roles of people outside the house and of machines: an ability only they hold is not one a person of the house could lend. */
const OUTSIDE: readonly string[] = ['pu', 'pt', 'em', 'gw', 'ac'];

/**
 * A client may do what its token names, and of that at most what the person behind it may: the very rules of that person. What nobody of the house holds,
 * such as handing in bytes, is bound to the person's facilities.
 */
function clientRules(ability: AbilityName, row: AbilityRow, who: Principal): AppRule[] {
  if (!who.behind || !who.scopes?.includes(ability)) return [];
  const { behind } = who;
  if (Object.keys(row.grants).some((role) => !OUTSIDE.includes(role))) return behind.roles.flatMap((role) => (role === 'ac' ? [] : ruleOf(ability, role, row.grants[role], behind)));
  return ruleOf(ability, 'ac', 'F', behind);
}

/** The same ability in api and console. Objects say what they are in `kind`. */
export function abilityFrom(rules: readonly AppRule[]): AppAbility {
  return createMongoAbility<AppAbility>([...rules], { detectSubjectType: (object) => object.kind });
}

export const may = (ability: AppAbility, name: AbilityName, thing: Guarded): boolean => {
  const { subject, verb } = partsOf(name);
  return ability.can(verb, { ...thing, kind: subject });
};

/** True when some thing could be allowed: for menus, never for a decision about one thing. */
export const mayEver = (ability: AppAbility, name: AbilityName): boolean => {
  const { subject, verb } = partsOf(name);
  return ability.can(verb, subject);
};

export type Step = 'allowed' | 'reauthenticate' | 'give-duty-reason' | 'denied';

/** What stands between this session and an act on `thing`: nothing, a step the person can take now, or a refusal. */
export function stepFor(ability: AppAbility, name: AbilityName, thing: Guarded): Step {
  if (may(ability, name, thing)) return 'allowed';
  if (may(ability, name, { ...thing, reauthenticated: true })) return 'reauthenticate';
  if (may(ability, name, { ...thing, reauthenticated: true, onDuty: true })) return 'give-duty-reason';
  return 'denied';
}

/** Roles that hold an ability at all: what a refusal tells the reader to ask for. */
export const rolesHolding = (name: AbilityName): Role[] => Object.keys((abilities[name] as AbilityRow).grants) as Role[];
