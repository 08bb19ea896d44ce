import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { makeLog } from '../platform/log';
import type { Slice } from '../platform/slice';
import { EndpointProbe } from './endpoint.probe';
import { FacilityController } from './facility.controller';

export const facilitySlice: Slice = {
  name: 'facilities',
  controllers: [FacilityController],
  providers: (settings) => [{ provide: EndpointProbe, useFactory: (acts: Acts) => new EndpointProbe(acts, installedTransports, makeLog('probe', settings.LOG_LEVEL)), inject: [Acts] }],
};
