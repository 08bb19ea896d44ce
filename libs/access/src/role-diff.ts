import { abilities, type AbilityName, type AbilityRow } from './abilities';
import type { Role } from './roles';

/** Letters of the grants of one ability; null where the role does not hold it. */
export interface RoleDifference {
  readonly ability: AbilityName;
  readonly left: string | null;
  readonly right: string | null;
}

export const grantOf = (ability: AbilityName, role: Role): string | null => (abilities[ability] as AbilityRow).grants[role] ?? null;

/** Every ability the two roles hold differently, in the order of the specification. */
export function roleDiff(left: Role, right: Role): RoleDifference[] {
  return (Object.keys(abilities) as AbilityName[])
    .map((ability) => ({ ability, left: grantOf(ability, left), right: grantOf(ability, right) }))
    .filter((row) => row.left !== row.right);
}
