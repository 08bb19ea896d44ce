import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { UploadLinks } from '../uploads/upload-links';
import { OpinionAsker } from './asker';
import { OpinionAsking } from './asking';
import { OpinionDesk } from './desk';
import { OpinionDoorController } from './door.controller';
import { OpinionLineSettings } from './lines';
import { OpinionController, OpinionLineController } from './opinion.controller';
import { opinionJobKinds, OpinionJobs, opinionReactions } from './opinion.jobs';

export const opinionSlice: Slice = {
  name: 'opinions',
  controllers: [OpinionDoorController, OpinionController, OpinionLineController],
  providers: (settings) => [
    { provide: OpinionAsking, useFactory: (acts: Acts) => new OpinionAsking(acts, settings), inject: [Acts] },
    { provide: OpinionAsker, useFactory: (acts: Acts) => new OpinionAsker(acts, settings), inject: [Acts] },
    { provide: OpinionDesk, useFactory: (acts: Acts, links: UploadLinks) => new OpinionDesk(acts, settings, links), inject: [Acts, UploadLinks] },
    { provide: OpinionLineSettings, useFactory: (acts: Acts) => new OpinionLineSettings(acts, settings), inject: [Acts] },
  ],
  jobKinds: opinionJobKinds,
  reactions: opinionReactions,
  handlers: ({ acts, settings }) => [new OpinionJobs(acts, settings)],
};
