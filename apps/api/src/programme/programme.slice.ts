import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { ProgrammeChannelsRead } from './channels';
import { Figures } from './figures';
import { ProgrammeGoalsRead } from './goals';
import { Ownership } from './owners';
import { ProgrammePlans } from './plan';
import { ExchangeProgrammeController } from './programme.controller';
import { CountingJobs, programmeJobKinds } from './releases';
import { ProgrammeVendors } from './vendors';
import { ProgrammeVisitsRead } from './visits';
import { ProgrammeWorkRead } from './work';

export const programmeSlice: Slice = {
  name: 'programme',
  controllers: [ExchangeProgrammeController],
  providers: (settings) => [
    { provide: Figures, useFactory: (acts: Acts) => new Figures(acts, settings), inject: [Acts] },
    { provide: ProgrammeGoalsRead, useFactory: (acts: Acts, figures: Figures) => new ProgrammeGoalsRead(acts, figures, settings), inject: [Acts, Figures] },
    ...[ProgrammeWorkRead, ProgrammePlans, ProgrammeVendors, ProgrammeChannelsRead].map((part) => ({ provide: part, useFactory: (acts: Acts) => new part(acts, settings), inject: [Acts] })),
    { provide: ProgrammeVisitsRead, useFactory: (acts: Acts) => new ProgrammeVisitsRead(acts), inject: [Acts] },
    { provide: Ownership, useFactory: (acts: Acts) => new Ownership(acts), inject: [Acts] },
  ],
  jobKinds: programmeJobKinds,
  handlers: ({ acts }) => [new CountingJobs(acts)],
};
