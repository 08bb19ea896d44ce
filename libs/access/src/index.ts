export { abilities, type AbilityName, type AbilityRow, type ConditionLetter } from './abilities';
export { type Conditions, type Guarded, type RowField } from './conditions';
export { duties, rolesFilling, type DutyRole } from './duties';
export { type Principal } from './principal';
export { exclusiveRoles, roles, type Role } from './roles';
export { rowFilter, type RowFilter, type RowTest } from './row-filter';
export { abilityFrom, may, mayEver, partsOf, rolesHolding, rulesFor, stepFor, type AppAbility, type AppRule, type Step } from './rules';
