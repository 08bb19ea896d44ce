import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { makeLog } from '../platform/log';
import { EventStream } from '../platform/stream/stream';
import { RequestFetches } from './fetch';
import { RequestInController } from './in.controller';
import { requestInJobKinds, RequestInJobs, requestInReactions } from './in.jobs';
import { RequestInList } from './in.list';
import { RequestInMoves } from './in.moves';
import { RequestOutController } from './out.controller';
import { RequestOutDetails } from './out.detail';
import { requestOutJobKinds, RequestOutJobs, requestOutReactions } from './out.jobs';
import { RequestOutList } from './out.list';
import { RequestOutMoves } from './out.moves';
import { ListsController } from './lists/lists.controller';
import { StandingLists } from './lists/lists';
import { ListReads } from './lists/lists.read';
import { ListRounds } from './lists/round.run';
import { NetworkAsks } from './network.ask';
import { RequestTemplates } from './templates';

export const requestSlice: Slice = {
  name: 'requests',
  controllers: [RequestOutController, RequestInController, ListsController],
  providers: (settings) => [
    { provide: RequestOutList, useFactory: (acts: Acts, stream: EventStream) => new RequestOutList(acts, stream), inject: [Acts, EventStream] },
    { provide: RequestOutMoves, useFactory: (acts: Acts) => new RequestOutMoves(acts, settings), inject: [Acts] },
    { provide: RequestOutDetails, useFactory: (acts: Acts, list: RequestOutList, moves: RequestOutMoves) => new RequestOutDetails(acts, list, moves, settings), inject: [Acts, RequestOutList, RequestOutMoves] },
    { provide: NetworkAsks, useFactory: (acts: Acts, moves: RequestOutMoves) => new NetworkAsks(acts, moves, settings), inject: [Acts, RequestOutMoves] },
    { provide: RequestFetches, useFactory: (acts: Acts) => new RequestFetches(acts, installedTransports, makeLog('api', settings.LOG_LEVEL)), inject: [Acts] },
    { provide: RequestInList, useFactory: (acts: Acts, stream: EventStream) => new RequestInList(acts, stream), inject: [Acts, EventStream] },
    { provide: RequestInMoves, useFactory: (acts: Acts) => new RequestInMoves(acts, settings), inject: [Acts] },
    { provide: ListReads, useFactory: (acts: Acts) => new ListReads(acts), inject: [Acts] },
    { provide: StandingLists, useFactory: (acts: Acts) => new StandingLists(acts, settings), inject: [Acts] },
    { provide: RequestTemplates, useFactory: (acts: Acts, moves: RequestOutMoves) => new RequestTemplates(acts, moves), inject: [Acts, RequestOutMoves] },
  ],
  jobKinds: { ...requestOutJobKinds, ...requestInJobKinds },
  reactions: [...requestOutReactions, ...requestInReactions],
  handlers: ({ acts, settings }) => [new RequestOutJobs(acts, settings, new ListRounds(acts, new RequestOutMoves(acts, settings), settings)), new RequestInJobs(acts, settings)],
};
