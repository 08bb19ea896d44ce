import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { DutyCalendars } from './calendar';
import { DutyController } from './duty.controller';
import { dutyJobKinds, DutyJobs, dutyReactions } from './duty.jobs';
import { DutyViews } from './duty.view';
import { Handovers } from './handovers';
import { OwnerController } from './owner.controller';
import { DutyPlans } from './plan';
import { Tasks } from './tasks';
import { DutySwaps } from './swaps';

export const dutySlice: Slice = {
  name: 'duty',
  controllers: [DutyController, OwnerController],
  providers: (settings) => [
    { provide: DutyViews, useFactory: (acts: Acts, stream: EventStream) => new DutyViews(acts, settings, stream), inject: [Acts, EventStream] },
    { provide: DutyPlans, useFactory: (acts: Acts) => new DutyPlans(acts), inject: [Acts] },
    { provide: DutySwaps, useFactory: (acts: Acts) => new DutySwaps(acts), inject: [Acts] },
    { provide: DutyCalendars, useFactory: (acts: Acts) => new DutyCalendars(acts, settings.SITE_NAME), inject: [Acts] },
    { provide: Tasks, useFactory: (acts: Acts) => new Tasks(acts), inject: [Acts] },
    { provide: Handovers, useFactory: (acts: Acts) => new Handovers(acts, settings), inject: [Acts] },
  ],
  jobKinds: dutyJobKinds,
  reactions: dutyReactions,
  handlers: ({ acts, settings }) => [new DutyJobs(acts, settings)],
};
