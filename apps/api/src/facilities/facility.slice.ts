import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { makeLog } from '../platform/log';
import type { Slice } from '../platform/slice';
import { EndpointProbe } from './endpoint.probe';
import { FacilityController } from './facility.controller';
import { LinksController, PartnerLinkController } from './links/links.controller';
import { PartnerLinks } from './links/partner-links';

export const facilitySlice: Slice = {
  name: 'facilities',
  controllers: [FacilityController, LinksController, PartnerLinkController],
  providers: (settings) => [
    { provide: EndpointProbe, useFactory: (acts: Acts) => new EndpointProbe(acts, installedTransports, makeLog('probe', settings.LOG_LEVEL)), inject: [Acts] },
    { provide: PartnerLinks, useFactory: (acts: Acts) => new PartnerLinks(acts, settings), inject: [Acts] },
  ],
};
