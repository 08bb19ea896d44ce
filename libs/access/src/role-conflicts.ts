import { abilities, type AbilityName, type AbilityRow } from './abilities';
import { exclusiveRoles, roles, type Role } from './roles';

/** Pairs that never meet in one person: a role, what nobody beside it may hold, and why. */
export const neverTogether: readonly (readonly [role: Role, ability: AbilityName, why: string])[] = [
  ['sa', 'exam.view', 'a system administrator sees no patient data'],
  ['au', 'inbound.release', 'an auditor changes nothing'],
  ['rs', 'overread.sign', 'a resident drafts'],
  ['pu', 'match.accept', 'partners never see local candidates'],
];

/** Roles of links, devices, gateways and clients: no person signs in with one. */
export const machineRoles: readonly Role[] = ['pt', 'em', 'gw', 'ac'];

export interface RoleConflict {
  readonly roles: readonly [Role, Role];
  readonly why: string;
}

/** The first two of these roles that one person may not hold, and why; null when all of them go together. */
export function roleConflict(held: readonly Role[]): RoleConflict | null {
  for (const [role, ability, why] of neverTogether) {
    const other = held.includes(role) ? held.find((r) => r !== role && r in (abilities[ability] as AbilityRow).grants) : undefined;
    if (other) return { roles: [role, other], why };
  }
  const alone = held.find((r) => exclusiveRoles.includes(r));
  const beside = alone && held.find((r) => r !== alone);
  return alone && beside ? { roles: [alone, beside], why: `the role ${roles[alone]} is held alone` } : null;
}
