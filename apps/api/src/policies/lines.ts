import type { LinePolicies, LinePolicyRow, RaciRow } from '@causeway/contracts';
import { catalogue1, decide, hasFloor, hitPolicies, serviceLines, type PolicyKind, type PolicyText } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { COMMITTEE_OF } from './committee-of';
import { mandateFor } from './mandates';

interface Version { id: string; kind: PolicyKind; scope: string; number: number; text: PolicyText; in_force_at: Date }

/** Which policy decides for one service line, who may change it, and what the responsibility policy asks of whom. */
export async function linePolicies(acts: Acts, line: string): Promise<LinePolicies> {
  if (!(serviceLines as readonly string[]).includes(line)) throw notFound('service line');
  const read = <T extends object>(sql: string, p?: readonly unknown[]): Promise<T[]> => acts.read<T>(sql, p);
  const versions = await read<Version>(`select distinct on (kind) id, kind, scope, number, text, in_force_at from policy_version where state = 'in-force' and scope in ($1, 'all') order by kind, scope = 'all'`, [line]);
  const policies = await Promise.all(versions.map(async (v): Promise<LinePolicyRow> => {
    const [committee] = await read<{ name: string }>(COMMITTEE_OF, [v.kind, line]);
    const mandate = await mandateFor(read, v.kind, line);
    return {
      kind: v.kind, policyId: v.id, scope: v.scope, number: v.number, inForceAt: v.in_force_at.toISOString(), committee: committee?.name ?? null, mandateUntil: mandate?.until_at.toISOString() ?? null,
      floor: hitPolicies[v.kind] === 'strictest' ? 'layers' : hasFloor(v.kind) ? 'answer' : 'none',
    };
  }));
  const responsibility = versions.find((v) => v.kind === 'responsibility');
  return { line, lines: [...serviceLines], policies, raci: responsibility ? raciOf(responsibility.text as PolicyText<'responsibility'>, line) : [] };
}

/**
 * Who is asked for each kind of work, by day and by night, when nothing else is known of it: the pool does it, the last of its chain answers for it, those between
 * are asked when the pool does not, and whoever asked for the work is told.
 */
export function raciOf(text: PolicyText<'responsibility'>, line: string | null, kinds: readonly string[] = catalogue1['work.kind'].values): RaciRow[] {
  return kinds.flatMap((workKind) => (['business', 'off'] as const).map((hours): RaciRow => {
    const { outcome, because } = decide(text, { 'work.kind': workKind, 'duty.hours': hours, 'case.serviceLine': line }, new Date().toISOString().slice(0, 10));
    const { pool, escalate } = outcome;
    return { workKind, hours, responsible: pool, accountable: escalate.at(-1) ?? pool, consulted: escalate.slice(0, -1), informed: ['requester'], because: because.at(-1) ?? '' };
  }));
}
