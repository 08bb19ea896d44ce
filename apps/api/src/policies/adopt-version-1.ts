import { canonicalJson, faultsOfText, houseNotices1, lawTable1, version1, type PolicyText } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { sha256 } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { newId } from '../platform/ids';

/** Puts version 1 of each kind, the law as a layer of retention, and who is told of the house's own affairs in force where no version of the kind and scope was ever adopted (INV-23). */
export async function adoptVersion1(acts: Acts): Promise<string[]> {
  return acts.run(system('install'), async (act) => {
    const adopted: string[] = [];
    for (const text of [...Object.values(version1), lawTable1, houseNotices1] as PolicyText[]) {
      const faults = faultsOfText(text);
      if (faults.length > 0) throw new Error(`Version 1 of ${text.kind} (${text.scope}) cannot be used: ${faults[0]?.at} ${faults[0]?.problem}`);
      const body = canonicalJson(text);
      const id = newId();
      const rows = await act.query(
        `insert into policy_version (id, kind, scope, number, text, sha256, state, in_force_at)
         select $1, $2, $3, 1, $4::jsonb, $5, 'in-force', clock_timestamp() where not exists (select 1 from policy_version where kind = $2 and scope = $3) returning id`,
        [id, text.kind, text.scope, body, sha256(body)]);
      if (rows.length === 0) continue;
      adopted.push(text.kind);
      act.audit({ action: 'policy.in-force', object: { kind: 'policy', id }, to: 'in-force', details: { kind: text.kind, number: 1 } });
    }
    return adopted;
  });
}
