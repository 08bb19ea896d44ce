import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { RequestOutController } from './out.controller';
import { RequestOutDetails } from './out.detail';
import { requestOutJobKinds, RequestOutJobs, requestOutReactions } from './out.jobs';
import { RequestOutList } from './out.list';
import { RequestOutMoves } from './out.moves';
import { RequestTemplates } from './templates';

export const requestSlice: Slice = {
  name: 'requests',
  controllers: [RequestOutController],
  providers: (settings) => [
    { provide: RequestOutList, useFactory: (acts: Acts, stream: EventStream) => new RequestOutList(acts, stream), inject: [Acts, EventStream] },
    { provide: RequestOutMoves, useFactory: (acts: Acts) => new RequestOutMoves(acts, settings), inject: [Acts] },
    { provide: RequestOutDetails, useFactory: (acts: Acts, list: RequestOutList, moves: RequestOutMoves) => new RequestOutDetails(acts, list, moves, settings), inject: [Acts, RequestOutList, RequestOutMoves] },
    { provide: RequestTemplates, useFactory: (acts: Acts, moves: RequestOutMoves) => new RequestTemplates(acts, moves), inject: [Acts, RequestOutMoves] },
  ],
  jobKinds: requestOutJobKinds,
  reactions: requestOutReactions,
  handlers: ({ acts, settings }) => [new RequestOutJobs(acts, settings)],
};
