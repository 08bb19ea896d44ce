import { installedTransports } from '../installed-transports';
import type { Slice } from '../platform/slice';
import { messageJobKinds, MessageJobs } from './message.jobs';

export const messageSlice: Slice = {
  name: 'messages',
  jobKinds: messageJobKinds,
  handlers: ({ acts, log }) => [new MessageJobs(acts, installedTransports, log)],
};
