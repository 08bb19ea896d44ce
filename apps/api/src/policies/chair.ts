import type { PolicyKind } from '@causeway/domain';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { mandateFor } from './mandates';
import { policyGuarded, requireOfPolicy } from './policy.row';

type Read = <T extends object>(sql: string, parameters?: readonly unknown[]) => Promise<T[]>;
interface Chaired { readonly kind: PolicyKind; readonly scope: string; readonly author_ids: string[] }

/** A chair of the house, or of a line's own policies a section lead who is an officer of the committee that was handed the kind. */
export async function mayChair(read: Read, caller: Caller, row: Chaired): Promise<boolean> {
  return caller.may('policy.chair', policyGuarded(row)) && (caller.principal.roles.includes('gc') || await isOfficer(read, caller, row));
}

/** @throws Refusal when the caller chairs no committee that votes on this policy. */
export async function requireChair(read: Read, caller: Caller, row: Chaired): Promise<void> {
  requireOfPolicy(caller, 'policy.chair', row);
  if (!(await mayChair(read, caller, row))) throw new Refusal(403, 'not-handed-over', 'The house has not handed this kind of policy to a committee of your line of which you are an officer. A governance chair goes on with it.');
}

async function isOfficer(read: Read, caller: Caller, row: Chaired): Promise<boolean> {
  const mandate = await mandateFor(read, row.kind, row.scope);
  if (!mandate) return false;
  return (await read('select 1 as yes from committee_member where committee_id = $1 and person_id = $2 and officer', [mandate.committee_id, caller.id])).length > 0;
}
