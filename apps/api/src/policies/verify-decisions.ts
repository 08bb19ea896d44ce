import { canonicalJson, decide, decideLayers, type Facts, type PolicyText } from '@causeway/domain';
import { sha256, type Acts } from '../platform/acts/acts';

export interface VerifiedDecisions {
  readonly decisions: number;
  /** Versions that decided. */
  readonly versions: number;
  readonly differing: number;
  /** The first ones that do not come out as they were stored. */
  readonly first: readonly string[];
}

export interface StoredDecision {
  id: string; kind: string; policy_version_id: string; layers: string[]; today: string; facts: Facts; facts_sha256: Buffer; quota: Record<string, number> | null; outcome: unknown; decided_by: string[]; because: string[]; considered: unknown;
}
const BATCH = 2000;

/** Decides every stored decision again from its version and its facts, and looks whether it comes out the same (INV-25). Reads only. */
export async function verifyDecisions(acts: Pick<Acts, 'read'>): Promise<VerifiedDecisions> {
  const texts = new Map((await acts.read<{ id: string; text: PolicyText; sha256: Buffer }>('select id, text, sha256 from policy_version')).map((v) => [v.id, v]));
  const broken = new Set([...texts].filter(([, v]) => !sha256(canonicalJson(v.text)).equals(v.sha256)).map(([id]) => id));
  const used = new Set<string>();
  const first: string[] = [];
  let [decisions, differing] = [0, 0];
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await acts.read<StoredDecision>(
      `select id, kind, policy_version_id, layers, today::text as today, facts, facts_sha256, quota, outcome, decided_by, because, considered from decision where id > $1 order by id limit ${BATCH}`, [after]);
    for (const row of rows) {
      decisions++;
      used.add(row.policy_version_id);
      if (!broken.has(row.policy_version_id) && comesOutTheSame(row, (id) => texts.get(id)?.text)) continue;
      differing++;
      if (first.length < 10) first.push(row.id);
    }
    if (rows.length < BATCH) return { decisions, versions: used.size, differing, first };
    after = rows.at(-1)?.id ?? after;
  }
}

/** Whether a stored decision comes out the same from its texts and facts. */
export function comesOutTheSame(row: StoredDecision, textOf: (id: string) => PolicyText | undefined): boolean {
  if (!sha256(canonicalJson(row.facts)).equals(row.facts_sha256)) return false;
  const texts = (row.layers.length > 0 ? row.layers : [row.policy_version_id]).map(textOf);
  if (texts.some((t) => t === undefined)) return false;
  const again = row.layers.length > 0
    ? decideLayers(texts as PolicyText<'retention'>[], row.facts, row.today)
    : decide(texts[0] as PolicyText, row.facts, row.today, (rule) => row.quota?.[rule.id] ?? null);
  return canonicalJson([again.outcome, again.decidedBy, again.because, again.considered]) === canonicalJson([row.outcome, row.decided_by, row.because, row.considered]);
}
