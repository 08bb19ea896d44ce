import { Parcels } from '../parcels/parcels';
import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { AwaitedDiscs } from './awaited';
import { Bringing } from './bringing';
import { UploadContentsReader } from './contents';
import { uploadJobKinds, UploadJobs, uploadReactions } from './upload.jobs';
import { UploadLinks } from './upload-links';
import { AwaitedDiscsController, UploadLinksController } from './upload-links.controller';
import { VisitorController } from './visitor.controller';
import { Visitors } from './visitors';

export const uploadSlice: Slice = {
  name: 'uploads',
  controllers: [UploadLinksController, AwaitedDiscsController, VisitorController],
  providers: (settings) => [
    { provide: UploadLinks, useFactory: (acts: Acts) => new UploadLinks(acts, settings), inject: [Acts] },
    { provide: AwaitedDiscs, useFactory: (acts: Acts) => new AwaitedDiscs(acts, settings), inject: [Acts] },
    { provide: Visitors, useFactory: (acts: Acts) => new Visitors(acts, settings), inject: [Acts] },
    { provide: UploadContentsReader, useFactory: (acts: Acts, parcels: Parcels) => new UploadContentsReader(acts, settings, parcels), inject: [Acts, Parcels] },
    { provide: Bringing, useFactory: (acts: Acts, visitors: Visitors, parcels: Parcels, contents: UploadContentsReader) => new Bringing(acts, settings, visitors, parcels, contents), inject: [Acts, Visitors, Parcels, UploadContentsReader] },
  ],
  jobKinds: uploadJobKinds,
  reactions: uploadReactions,
  handlers: ({ acts, settings }) => [new UploadJobs(acts, settings)],
};
