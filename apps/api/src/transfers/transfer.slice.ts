import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { objectsOf } from '../platform/objects/objects';
import type { Slice } from '../platform/slice';
import { CallBack } from './call-back';
import { LocalCopies } from './copies';
import { TransferController } from './transfer.controller';
import { transferJobKinds, TransferJobs, transferReactions } from './transfer.jobs';
import { TransferMoves } from './transfer.moves';

export const transferSlice: Slice = {
  name: 'transfers',
  controllers: [TransferController],
  providers: () => [{ provide: TransferMoves, useFactory: (acts: Acts) => new TransferMoves(acts), inject: [Acts] }],
  jobKinds: transferJobKinds,
  reactions: transferReactions,
  handlers: ({ acts, settings, log }) => [
    new TransferJobs(acts, settings, installedTransports, new LocalCopies(acts, objectsOf(settings), settings.AE_TITLE), new CallBack(acts, settings, installedTransports, log), log),
  ],
};
