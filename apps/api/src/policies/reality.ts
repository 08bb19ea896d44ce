import type { PolicyReality, ReplayResult, ReadCosts } from '@causeway/contracts';
import { effortOfTallies, type PolicyText, type Tally } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { PolicyColumns } from './policy.row';

interface Promised { readonly replay: ReplayResult; readonly span: { days?: number }; readonly assumptions: ReadCosts; readonly sha256: Buffer }
interface Counted { readonly rules: readonly string[]; readonly subspecialty: string | null; readonly modalities: readonly string[] | null; readonly n: number }
const DAY_MS = 86_400_000;

/** What the committee was shown when it voted, beside what the version has decided since it took force. */
export class PolicyRealities {
  constructor(private readonly acts: Acts) {}

  async of(id: string): Promise<PolicyReality> {
    const [row] = await this.acts.read<PolicyColumns>('select * from policy_version where id = $1', [id]);
    if (!row) throw notFound('policy');
    if (!row.in_force_at) throw new Refusal(409, 'never-in-force', 'This version never took force, so there is nothing to compare with.');
    const [promised] = await this.acts.read<Promised>(
      `select b.replay, r.span, r.assumptions, b.replay_sha256 as sha256 from ballot b join policy_replay r on r.id = b.replay_id where b.policy_id = $1 and b.state in ('passed', 'open') order by b.made_at desc limit 1`, [id]);
    const until = row.ended_at ?? new Date();
    const counted = await this.decided(row);
    return {
      promise: promised ? {
        days: promised.span.days ?? null, rows: promised.replay.rows, rules: promised.replay.rules.draft, effort: promised.replay.effort?.draft ?? null, sha256: promised.sha256.toString('hex'),
      } : null,
      reality: {
        from: row.in_force_at.toISOString(), until: until.toISOString(), days: Math.max(1, Math.round((until.getTime() - row.in_force_at.getTime()) / DAY_MS)),
        rows: counted.reduce((sum, c) => sum + c.n, 0), rules: byRule(counted),
        effort: row.kind === 'overread' && promised ? effortOfTallies(talliesOf(counted, row.text), [...row.text.rules.map((r) => r.then), row.text.default.then], promised.assumptions).total : null,
      },
    };
  }

  /** Decisions of this version that were not made again since. */
  private decided(row: PolicyColumns): Promise<Counted[]> {
    return this.acts.read<Counted>(
      `select d.decided_by as rules, f.exam_subspecialty as subspecialty, f.exam_modalities as modalities, count(*)::int as n
       from policy_facts f join decision d on d.id = f.decision_id
       left join (select supersedes from policy_facts where kind = $2 and supersedes is not null) again on again.supersedes = f.no
       where f.kind = $2 and d.policy_version_id = $1 and again.supersedes is null group by 1, 2, 3`, [row.id, row.kind]);
  }
}

function byRule(counted: readonly Counted[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { rules, n } of counted) for (const id of rules) sums[id] = (sums[id] ?? 0) + n;
  return sums;
}

function talliesOf(counted: readonly Counted[], text: PolicyText): Tally[] {
  const places = new Map<string, number>(text.rules.map((r, place) => [r.id, place]));
  return counted.map(({ rules, subspecialty, modalities, n }) => ({ groups: [subspecialty ?? '', (modalities ?? []).join(',')], rule: places.get(rules[0] ?? 'default') ?? text.rules.length, count: n }));
}
