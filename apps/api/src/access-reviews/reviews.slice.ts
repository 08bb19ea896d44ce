import { Acts } from '../platform/acts/acts';
import { jobKind } from '../platform/jobs/job';
import type { Slice } from '../platform/slice';
import { AccessReviews } from './reviews';
import { AccessReviewController } from './reviews.controller';
import { AccessReviewList } from './reviews.list';

export const accessReviewSlice: Slice = {
  name: 'access-reviews',
  controllers: [AccessReviewController],
  providers: (settings) => [
    { provide: AccessReviews, useFactory: (acts: Acts) => new AccessReviews(acts, settings), inject: [Acts] },
    { provide: AccessReviewList, useFactory: (acts: Acts) => new AccessReviewList(acts, settings.SITE_ZONE), inject: [Acts] },
  ],
  jobKinds: { 'access-review.due': jobKind('fast', 20, 1, 60) },
  handlers: ({ acts, settings }) => [{ kinds: ['access-review.due'], run: (job) => new AccessReviews(acts, settings).due(String(job.data['id'])) }],
};
