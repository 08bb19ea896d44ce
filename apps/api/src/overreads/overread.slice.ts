import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { localPriorJobKinds, LocalPriorJobs, localPriorReactions } from './local-priors';
import { OverreadMoves } from './moves';
import { OverreadController } from './overread.controller';
import { OverreadDetails } from './overread.detail';
import { overreadJobKinds, OverreadJobs, overreadReactions } from './overread.jobs';
import { OverreadList } from './overread.list';
import { Picks } from './pick';

export const overreadSlice: Slice = {
  name: 'overreads',
  controllers: [OverreadController],
  providers: (settings) => [
    { provide: OverreadList, useFactory: (acts: Acts, stream: EventStream) => new OverreadList(acts, stream), inject: [Acts, EventStream] },
    { provide: OverreadDetails, useFactory: (acts: Acts, list: OverreadList) => new OverreadDetails(acts, list), inject: [Acts, OverreadList] },
    { provide: Picks, useFactory: (acts: Acts) => new Picks(acts, settings), inject: [Acts] },
    { provide: OverreadMoves, useFactory: (acts: Acts) => new OverreadMoves(acts, settings), inject: [Acts] },
  ],
  jobKinds: { ...overreadJobKinds, ...localPriorJobKinds },
  reactions: [...overreadReactions, ...localPriorReactions],
  handlers: ({ acts, settings, log }) => [new OverreadJobs(acts, settings), new LocalPriorJobs(acts, installedTransports, log)],
};
