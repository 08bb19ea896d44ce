import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { objectsOf } from '../platform/objects/objects';
import type { Slice } from '../platform/slice';
import { EventStream } from '../platform/stream/stream';
import { LocalCopies } from '../transfers/copies';
import { SendDiscs } from './disc';
import { SendLinks } from './link/give-link';
import { RecipientController } from './link/recipient.controller';
import { RecipientDiscs } from './link/recipient-disc';
import { Recipients } from './link/recipient';
import { SendMoves } from './moves';
import { Refusals } from './refusals';
import { SendController } from './send.controller';
import { SendDetails } from './send.detail';
import { sendJobKinds, SendJobs, sendReactions } from './send.jobs';
import { SendList } from './send.list';
import { TermsController } from './terms.controller';
import { SendTurn } from './turn';

export const sendSlice: Slice = {
  name: 'sends',
  controllers: [SendController, TermsController, RecipientController],
  providers: (settings) => [
    { provide: SendList, useFactory: (acts: Acts, stream: EventStream) => new SendList(acts, stream), inject: [Acts, EventStream] },
    { provide: Refusals, useFactory: (acts: Acts) => new Refusals(acts), inject: [Acts] },
    { provide: SendDetails, useFactory: (acts: Acts, list: SendList) => new SendDetails(acts, list), inject: [Acts, SendList] },
    { provide: SendDiscs, useFactory: (acts: Acts, list: SendList) => new SendDiscs(acts, list, new LocalCopies(acts, objectsOf(settings), settings.AE_TITLE)), inject: [Acts, SendList] },
    { provide: SendLinks, useFactory: (acts: Acts) => new SendLinks(acts, settings, new SendTurn(settings, installedTransports.kinds)), inject: [Acts] },
    { provide: Recipients, useFactory: (acts: Acts) => new Recipients(acts, settings), inject: [Acts] },
    { provide: RecipientDiscs, useFactory: (acts: Acts, recipients: Recipients) => new RecipientDiscs(acts, recipients, new LocalCopies(acts, objectsOf(settings), settings.AE_TITLE)), inject: [Acts, Recipients] },
    { provide: SendMoves, useFactory: (acts: Acts) => new SendMoves(acts, settings, new SendTurn(settings, installedTransports.kinds), installedTransports.kinds), inject: [Acts] },
  ],
  jobKinds: sendJobKinds,
  reactions: sendReactions,
  handlers: ({ acts, settings }) => [new SendJobs(acts, new SendTurn(settings, installedTransports.kinds))],
};
