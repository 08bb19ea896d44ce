import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { DispositionController } from './disposition.controller';
import { dispositionJobKinds, DispositionJobs, dispositionReactions } from './disposition.jobs';
import { DispositionList } from './disposition.list';
import { DispositionMoves } from './dispositions';
import { HoldController } from './hold.controller';
import { HoldList } from './hold.list';
import { HoldMoves } from './holds';
import { PurgeMoves } from './purge.moves';
import { RetentionController } from './retention.controller';
import { RetentionList } from './retention.list';
import { verdictJobKinds, VerdictJobs, verdictReactions } from './verdict.jobs';
import { VerdictMoves } from './verdict.moves';

export const retentionSlice: Slice = {
  name: 'retention',
  controllers: [RetentionController, HoldController, DispositionController],
  providers: (settings) => [
    { provide: RetentionList, useFactory: (acts: Acts, stream: EventStream) => new RetentionList(acts, settings, stream), inject: [Acts, EventStream] },
    { provide: VerdictMoves, useFactory: (acts: Acts) => new VerdictMoves(acts, settings), inject: [Acts] },
    { provide: PurgeMoves, useFactory: (acts: Acts) => new PurgeMoves(acts), inject: [Acts] },
    { provide: HoldList, useFactory: (acts: Acts, stream: EventStream) => new HoldList(acts, stream), inject: [Acts, EventStream] },
    { provide: HoldMoves, useFactory: (acts: Acts) => new HoldMoves(acts), inject: [Acts] },
    { provide: DispositionList, useFactory: (acts: Acts, stream: EventStream) => new DispositionList(acts, settings, stream), inject: [Acts, EventStream] },
    { provide: DispositionMoves, useFactory: (acts: Acts) => new DispositionMoves(acts, settings), inject: [Acts] },
  ],
  jobKinds: { ...verdictJobKinds, ...dispositionJobKinds },
  reactions: [...verdictReactions, ...dispositionReactions],
  handlers: ({ acts, settings }) => [new VerdictJobs(acts, settings), new DispositionJobs(acts, settings)],
};
