import type { Slice } from '../platform/slice';
import { NoticeController } from './notice.controller';
import { PreferenceController } from './preference.controller';
import { noticeJobKinds, NoticeJobs, noticeReactions } from './notice.jobs';

export const noticeSlice: Slice = {
  name: 'notices',
  controllers: [PreferenceController, NoticeController],
  jobKinds: noticeJobKinds,
  reactions: noticeReactions,
  handlers: ({ acts, settings }) => [new NoticeJobs(acts, settings)],
};
