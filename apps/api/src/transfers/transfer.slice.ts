import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { objectsOf } from '../platform/objects/objects';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { CallBack } from './call-back';
import { LocalCopies } from './copies';
import { TransferController } from './transfer.controller';
import { TransferDetails } from './transfer.detail';
import { transferJobKinds, TransferJobs, transferReactions } from './transfer.jobs';
import { TransferLanes } from './transfer.lanes';
import { TransferList } from './transfer.list';
import { TransferMoves } from './transfer.moves';

export const transferSlice: Slice = {
  name: 'transfers',
  controllers: [TransferController],
  providers: (settings) => [
    { provide: TransferList, useFactory: (acts: Acts, stream: EventStream) => new TransferList(acts, stream), inject: [Acts, EventStream] },
    { provide: TransferDetails, useFactory: (acts: Acts, list: TransferList) => new TransferDetails(acts, list), inject: [Acts, TransferList] },
    { provide: TransferLanes, useFactory: (acts: Acts) => new TransferLanes(acts, settings), inject: [Acts] },
    { provide: TransferMoves, useFactory: (acts: Acts, list: TransferList) => new TransferMoves(acts, list), inject: [Acts, TransferList] },
  ],
  jobKinds: transferJobKinds,
  reactions: transferReactions,
  handlers: ({ acts, settings, log }) => [
    new TransferJobs(acts, settings, installedTransports, new LocalCopies(acts, objectsOf(settings), settings.AE_TITLE), new CallBack(acts, settings, installedTransports, log), log),
  ],
};
