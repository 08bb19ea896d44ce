import { canonicalJson, type PolicyKind, type PolicyText } from '@causeway/domain';
import { sha256 } from '../platform/acts/acts';
import { newId } from '../platform/ids';
import type { Bench } from './harness';

/** Puts a next version in force, as its date would: what is decided from now on is decided by it. Returns the text it follows. */
export async function nextInForce(b: Bench, kind: PolicyKind, change: (text: PolicyText) => PolicyText): Promise<PolicyText> {
  const [ended] = await b.acts.read<{ number: number; text: PolicyText }>(
    `update policy_version set state = 'superseded', ended_at = clock_timestamp() where kind = $1 and scope = 'all' and state = 'in-force' returning number, text`, [kind]);
  if (!ended) throw new Error(`No ${kind} policy is in force.`);
  const body = canonicalJson(change(ended.text));
  await b.acts.read(
    `insert into policy_version (id, kind, scope, number, text, sha256, state, in_force_at)
     select $1, $2, 'all', max(number) + 1, $3::jsonb, $4, 'in-force', clock_timestamp() from policy_version where kind = $2 and scope = 'all'`, [newId(), kind, body, sha256(body)]);
  return ended.text;
}
