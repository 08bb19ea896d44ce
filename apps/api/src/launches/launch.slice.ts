import { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind } from '../platform/jobs/job';
import type { Slice } from '../platform/slice';
import { LaunchController } from './launch.controller';
import { forgetLaunch, Launches } from './launches';

export const launchSlice: Slice = {
  name: 'launches',
  controllers: [LaunchController],
  providers: (settings) => [{ provide: Launches, useFactory: (acts: Acts) => new Launches(acts, settings), inject: [Acts] }],
  jobKinds: { 'launch.forget': jobKind('fast') },
  handlers: ({ acts }) => [{ kinds: ['launch.forget'], run: (job) => acts.run(system('launches'), (act) => forgetLaunch(act, String(job.data['id']))) }],
};
