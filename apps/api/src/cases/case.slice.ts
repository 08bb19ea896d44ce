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
import { CaseGuestController, CaseLinksController } from './links/case-link.controller';
import { CaseLinks } from './links/case-links';
import { CaseLinkReads } from './links/contents';
import { CaseGuests } from './links/guests';
import { GuestSays } from './links/say';
import { Templates } from './templates';

export const caseSlice: Slice = {
  name: 'cases',
  controllers: [CaseController, CaseLinksController, CaseGuestController, BoardController, AppointmentController],
  providers: (settings) => [
    { provide: CaseList, useFactory: (acts: Acts, stream: EventStream) => new CaseList(acts, stream), inject: [Acts, EventStream] },
    { provide: CaseDetails, useFactory: (acts: Acts, list: CaseList) => new CaseDetails(acts, list, settings), inject: [Acts, CaseList] },
    { provide: CaseMoves, useFactory: (acts: Acts) => new CaseMoves(acts, settings), inject: [Acts] },
    { provide: Consults, useFactory: (acts: Acts) => new Consults(acts, settings), inject: [Acts] },
    { provide: CaseLinks, useFactory: (acts: Acts) => new CaseLinks(acts, settings), inject: [Acts] },
    { provide: CaseGuests, useFactory: (acts: Acts) => new CaseGuests(acts, settings), inject: [Acts] },
    { provide: CaseLinkReads, useFactory: (acts: Acts) => new CaseLinkReads(acts, settings), inject: [Acts] },
    { provide: GuestSays, useFactory: (acts: Acts) => new GuestSays(acts, settings), inject: [Acts] },
    { provide: Templates, useFactory: (acts: Acts) => new Templates(acts), inject: [Acts] },
    { provide: VisitBoards, useFactory: (acts: Acts, stream: EventStream, list: CaseList) => new VisitBoards(acts, stream, list, settings), inject: [Acts, EventStream, CaseList] },
    { provide: Boards, useFactory: (acts: Acts) => new Boards(acts), inject: [Acts] },
  ],
  jobKinds: { ...caseJobKinds, ...valueJobKinds },
  reactions: [...caseReactions, ...valueReactions],
  handlers: ({ acts }) => [new CaseJobs(acts), new ValueJobs(acts)],
};
