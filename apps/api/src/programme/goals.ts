import type { GoalView, MeasuredGoal, ProgrammeGoals } from '@causeway/contracts';
import { goalStanding } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { dayIn } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import type { Figures } from './figures';
import { countedUntil } from './work';

/** What committees want to reach, held against what is. */
export class ProgrammeGoalsRead {
  constructor(private readonly acts: Acts, private readonly figures: Figures, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async view(caller: Caller): Promise<ProgrammeGoals> {
    const [measures, rows, until] = await Promise.all([
      this.figures.all(caller),
      this.acts.read<MeasuredGoal & { id: string; committee: string }>(`select g.id, c.name as committee, g.words, g.measure, g.days, g.target, g.by_on::text as "byOn" from committee_goal g join committee c on c.id = g.committee_id order by c.made_at, g.place`),
      countedUntil(this.acts),
    ]);
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const goals = rows.flatMap((g): GoalView[] => {
      const value = measures.find((m) => m.measure === g.measure)?.spans.find((s) => s.days === g.days)?.value ?? null;
      return [{ ...g, value, standing: goalStanding(g, value, today) }];
    });
    return { goals, measures, asOf: new Date().toISOString(), countedUntil: until };
  }
}
