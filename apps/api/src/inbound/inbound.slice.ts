import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { DepartmentsController } from './departments/departments.controller';
import { Departments } from './departments/departments.service';
import { PatientHistory } from './history';
import { InboundController } from './inbound.controller';
import { InboundDetails } from './inbound.detail';
import { inboundJobKinds, InboundJobs, inboundReactions } from './inbound.jobs';
import { InboundList } from './inbound.list';
import { InboundMoves } from './moves';

export const inboundSlice: Slice = {
  name: 'inbound',
  controllers: [InboundController, DepartmentsController],
  providers: (settings) => [
    { provide: InboundList, useFactory: (acts: Acts, stream: EventStream) => new InboundList(acts, settings, stream), inject: [Acts, EventStream] },
    { provide: InboundDetails, useFactory: (acts: Acts, list: InboundList) => new InboundDetails(acts, settings, list), inject: [Acts, InboundList] },
    { provide: InboundMoves, useFactory: (acts: Acts) => new InboundMoves(acts, settings), inject: [Acts] },
    { provide: Departments, useFactory: (acts: Acts) => new Departments(acts), inject: [Acts] },
    { provide: PatientHistory, useFactory: (acts: Acts) => new PatientHistory(acts, settings), inject: [Acts] },
  ],
  jobKinds: inboundJobKinds,
  reactions: inboundReactions,
  handlers: ({ acts, settings }) => [new InboundJobs(acts, settings)],
};
