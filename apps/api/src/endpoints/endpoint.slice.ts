import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { makeLog } from '../platform/log';
import { sealer } from '../platform/outward';
import type { Slice } from '../platform/slice';
import { Doctor } from './doctor';
import { EndpointController } from './endpoint.controller';
import { endpointJobKinds, EndpointJobs, endpointReactions } from './endpoint.jobs';
import { EndpointList } from './endpoint.list';
import { EndpointMoves } from './endpoint.moves';
import { EndpointProbe } from './endpoint.probe';
import { RetestController } from './retest.controller';
import { Runs } from './runs';
import { sourceJobKinds, SourceJobs } from './sources/source.jobs';

export const endpointSlice: Slice = {
  name: 'endpoints',
  controllers: [EndpointController, RetestController],
  providers: (settings) => [
    { provide: Runs, useFactory: (acts: Acts) => new Runs(acts, installedTransports, settings.SITE_NAME), inject: [Acts] },
    { provide: EndpointList, useFactory: (acts: Acts, runs: Runs) => new EndpointList(acts, installedTransports, runs), inject: [Acts, Runs] },
    { provide: EndpointProbe, useFactory: (acts: Acts) => new EndpointProbe(acts, new Doctor(installedTransports, settings.SITE_NAME, makeLog('probe', settings.LOG_LEVEL))), inject: [Acts] },
    { provide: EndpointMoves, useFactory: (acts: Acts) => new EndpointMoves(acts, installedTransports, sealer), inject: [Acts] },
  ],
  jobKinds: { ...endpointJobKinds, ...sourceJobKinds },
  reactions: endpointReactions,
  handlers: ({ acts, settings, log }) => [new EndpointJobs(acts, new Doctor(installedTransports, settings.SITE_NAME, log), installedTransports, sealer), new SourceJobs(acts, installedTransports, settings, log)],
};
