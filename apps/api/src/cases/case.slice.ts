import { AppointmentController } from '../appointments/appointment.controller';
import { VisitBoards } from '../appointments/board';
import { valueJobKinds, ValueJobs, valueReactions } from '../exchange/read-values';
import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { BoardController } from './board.controller';
import { Boards } from './boards';
import { CaseController } from './case.controller';
import { CaseDetails } from './case.detail';
import { caseJobKinds, CaseJobs, caseReactions } from './case.jobs';
import { CaseList } from './case.list';
import { CaseMoves } from './case.moves';
import { Consults } from './consult';
import { Templates } from './templates';

export const caseSlice: Slice = {
  name: 'cases',
  controllers: [CaseController, BoardController, AppointmentController],
  providers: (settings) => [
    { provide: CaseList, useFactory: (acts: Acts, stream: EventStream) => new CaseList(acts, stream), inject: [Acts, EventStream] },
    { provide: CaseDetails, useFactory: (acts: Acts, list: CaseList) => new CaseDetails(acts, list), inject: [Acts, CaseList] },
    { provide: CaseMoves, useFactory: (acts: Acts) => new CaseMoves(acts, settings), inject: [Acts] },
    { provide: Consults, useFactory: (acts: Acts) => new Consults(acts, settings), inject: [Acts] },
    { provide: Templates, useFactory: (acts: Acts) => new Templates(acts), inject: [Acts] },
    { provide: VisitBoards, useFactory: (acts: Acts, stream: EventStream, list: CaseList) => new VisitBoards(acts, stream, list, settings), inject: [Acts, EventStream, CaseList] },
    { provide: Boards, useFactory: (acts: Acts) => new Boards(acts), inject: [Acts] },
  ],
  jobKinds: { ...caseJobKinds, ...valueJobKinds },
  reactions: [...caseReactions, ...valueReactions],
  handlers: ({ acts }) => [new CaseJobs(acts), new ValueJobs(acts)],
};
