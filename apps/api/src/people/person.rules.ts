import { machineRoles, roleConflict, roles, type Role } from '@causeway/access';

export const LEAST_PASSWORD = 15;
const LEAST_DIFFERENT = 6;

/** Why these roles are not one person's; null when they are. Names both roles that never go together. */
export function rolesFault(held: readonly Role[]): string | null {
  if (held.length === 0) return 'A person needs at least one role.';
  const unknown = held.filter((r) => !(r in roles));
  if (unknown.length > 0) return `Unknown role ${unknown.join(', ')}. Roles are: ${Object.keys(roles).join(', ')}.`;
  const machine = held.find((r) => machineRoles.includes(r));
  if (machine) return `The role ${roles[machine]} is no person's: it belongs to a link, a device or a client.`;
  const conflict = roleConflict(held);
  return conflict && `The roles ${roles[conflict.roles[0]]} and ${roles[conflict.roles[1]]} never go together: ${conflict.why}. Give the second to another account.`;
}

/** Why this is no password; null when it is one. Length counts, not mixture (NIST SP 800-63B 3.1.1.2). */
export function passwordFault(password: string, username: string): string | null {
  if (password.length < LEAST_PASSWORD) return `A password has at least ${LEAST_PASSWORD} characters. Several words are easy to remember.`;
  const low = password.toLowerCase();
  if (low.includes(username.trim().toLowerCase()) && username.trim().length > 3) return 'A password does not hold the user name.';
  return new Set(low).size < LEAST_DIFFERENT ? `A password has at least ${LEAST_DIFFERENT} different characters.` : null;
}
