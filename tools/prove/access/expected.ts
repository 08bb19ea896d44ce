// What ought to be allowed, read from the specification and reckoned here: nothing of the product's own access code is used.
import fs from 'node:fs';
import path from 'node:path';
import { workspaceRoot } from '../../product/workspace';

interface Grant { readonly role: string; readonly conditions: readonly string[] }
const spec = JSON.parse(fs.readFileSync(path.join(workspaceRoot(), 'docs/domain/abilities.json'), 'utf8')) as { roles: Record<string, string>; abilities: { ability: string; grants: Grant[] }[]; audience: { roles: string[]; abilities: string[] } };
const grantsOf = new Map(spec.abilities.map(({ ability, grants }) => [ability, grants]));

/** Roles of links, devices, gateways and clients. */
export const MACHINES: readonly string[] = ['pt', 'em', 'gw', 'ac'];
export const personRoles: readonly string[] = Object.keys(spec.roles).filter((role) => !MACHINES.includes(role));
export const isAbility = (name: string): boolean => grantsOf.has(name);

/** What the rules look at on a thing. */
export interface Facts {
  readonly facilities: readonly string[];
  readonly line: string | null;
  readonly careTeam: readonly string[];
  /** Whom the release policy shows an exam; null for what is no exam, or is shown to everyone. */
  readonly audience: readonly string[] | null;
  readonly owners: readonly string[];
  readonly earlier: readonly string[];
}

/** Who asks: a person, or a client with what its token names and the person behind it. */
export interface Asker {
  readonly id: string;
  readonly roles: readonly string[];
  readonly facilities: readonly string[];
  readonly lines: readonly string[];
  readonly scopes: readonly string[] | null;
}
/** What of the moment counts. `any`: lists and pages leave the moment out. */
export type Moment = { readonly passwordTyped: boolean } | 'any';

const meets = (some: readonly string[], others: readonly string[]): boolean => some.some((one) => others.includes(one));

function holds(letter: string, who: Asker, thing: Facts, moment: Moment): boolean {
  switch (letter) {
    case 'F': return meets(thing.facilities, who.facilities);
    case 'L': return thing.line !== null && who.lines.includes(thing.line);
    case 'C': return thing.careTeam.includes(who.id);
    case 'O': return thing.owners.includes(who.id);
    case 'S':
    case '2': return !thing.earlier.includes(who.id);
    case 'R': return moment === 'any' || moment.passwordTyped;
    // no rota is planned in this house: everybody counts as on duty
    case 'D': return true;
    case 'B':
    case 'M': return true;
    case 'T': return false;
    default: throw new Error(`The specification has a condition this proof does not know: ${letter}`);
  }
}

const grants = (ability: string): readonly Grant[] => {
  const found = grantsOf.get(ability);
  if (!found) throw new Error(`The specification has no ability ${ability}.`);
  return found;
};

/** A client has what its token names, with the grants of the person behind it; what nobody of the house holds, for that person's facilities. */
function grantsFor(ability: string, who: Asker): readonly Grant[] {
  const all = grants(ability);
  if (who.scopes === null) return all.filter((g) => who.roles.includes(g.role));
  if (!who.scopes.includes(ability) || !all.some((g) => g.role === 'ac')) return [];
  const ofHouse = all.filter((g) => !MACHINES.includes(g.role) && g.role !== 'pu');
  return ofHouse.length > 0 ? all.filter((g) => who.roles.includes(g.role)) : [{ role: 'ac', conditions: ['F'] }];
}

/** Whether any thing at all could be allowed: what lets somebody through the door of a route. A person's token scopes do not exist, so V closes a grant. */
export const everAllowed = (ability: string, who: Asker): boolean => grantsFor(ability, who).some(({ conditions }) => who.scopes !== null || !conditions.includes('V'));

const shown = (ability: string, role: string, who: Asker, thing: Facts): boolean =>
  thing.audience === null || !spec.audience.roles.includes(role) || !spec.audience.abilities.includes(ability) || thing.audience.includes(who.id);

export const allowed = (ability: string, who: Asker, thing: Facts, moment: Moment): boolean =>
  grantsFor(ability, who).some(({ role, conditions }) => (who.scopes !== null || !conditions.includes('V')) && shown(ability, role, who, thing) && conditions.filter((c) => c !== 'V').every((letter) => holds(letter, who, thing, moment)));
