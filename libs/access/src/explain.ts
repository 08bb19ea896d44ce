import { abilities, type AbilityName, type AbilityRow, type ConditionLetter } from './abilities';
import { lettersOf } from './condition-words';
import { audienceOf, conditionOf, type Guarded } from './conditions';
import type { Principal } from './principal';
import type { Role } from './roles';
import { abilityFrom, rolesHolding, rulesFor, stepFor, type Step } from './rules';

/** One letter of a grant, held against a thing and a moment. */
export interface ConditionCheck {
  readonly letter: ConditionLetter | 'audience';
  /** `unasked`: the letter asks nothing of the thing or the moment. */
  readonly outcome: 'held' | 'failed' | 'unasked';
  /** What the grant wants one of (F, L, C, O, T), or wants none of (S, 2). */
  readonly wanted: readonly string[];
  /** What the thing carries there; null where it says nothing, which never fits a wanted value. */
  readonly found: readonly string[] | null;
}

export interface GrantCheck {
  readonly role: Role;
  readonly letters: string;
  readonly held: boolean;
  readonly checks: readonly ConditionCheck[];
}

/** Why somebody may or may not do something to a thing: every grant of their roles with every condition. Empty grants: none of their roles has it. */
export interface Explanation {
  readonly ability: AbilityName;
  readonly step: Step;
  readonly grants: readonly GrantCheck[];
  /** Roles that have the ability at all. */
  readonly holders: readonly Role[];
}

/**
 * Explains a decision for a person. The answer is the rules' own (`stepFor`); the checks beneath take the very conditions the rules are made of, so that they cannot
 * tell another story. A client has what its token names, with the grants of the person behind it.
 */
export function explain(who: Principal, name: AbilityName, thing: Guarded): Explanation {
  const asks = who.kind === 'client' && who.behind ? who.behind : who;
  const grants = asks.roles.flatMap((role): GrantCheck[] => {
    const letters = (abilities[name] as AbilityRow).grants[role];
    if (letters === undefined) return [];
    if (letters.includes('B') && thing.examId !== undefined && asks.opened?.includes(thing.examId)) return [{ role, letters, held: true, checks: [{ letter: 'B', outcome: 'held', wanted: [], found: null }] }];
    const shown = audienceOf(role, asks, name);
    const checks = [...lettersOf(letters).map((letter) => checkOf(letter, name, asks, thing)), ...(shown ? [against('audience', shown, thing)] : [])];
    return [{ role, letters, held: checks.every((c) => c.outcome !== 'failed'), checks }];
  });
  return { ability: name, step: stepFor(abilityFrom(rulesFor(who)), name, thing), grants, holders: rolesHolding(name) };
}

function checkOf(letter: ConditionLetter, name: AbilityName, who: Principal, thing: Guarded): ConditionCheck {
  if (letter === 'V') return { letter, outcome: who.scopes?.includes(name) ? 'held' : 'failed', wanted: [name], found: who.scopes ?? null };
  const condition = conditionOf(letter, who, name);
  return condition === null ? { letter, outcome: 'unasked', wanted: [], found: null } : against(letter, condition, thing);
}

function against(letter: ConditionCheck['letter'], condition: Conditions, thing: Guarded): ConditionCheck {
  const [[field, test]] = Object.entries(condition) as [[keyof Guarded, Conditions[string]]];
  const value = thing[field] as string | boolean | readonly string[] | undefined;
  if (test === true) return { letter, outcome: value === true ? 'held' : 'failed', wanted: [], found: null };
  const found = value === undefined ? null : [value].flat().map(String);
  if ('$in' in test) return { letter, outcome: found?.some((v) => test.$in.includes(v)) ? 'held' : 'failed', wanted: test.$in, found };
  return { letter, outcome: found?.some((v) => test.$nin.includes(v)) ? 'failed' : 'held', wanted: test.$nin, found };
}
type Conditions = NonNullable<ReturnType<typeof conditionOf>>;
