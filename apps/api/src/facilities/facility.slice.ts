import { EndpointMoves } from '../endpoints/endpoint.moves';
import { Runs } from '../endpoints/runs';
import { Acts } from '../platform/acts/acts';
import { egress } from '../platform/outward';
import type { Slice } from '../platform/slice';
import { Agreements } from './agreements';
import { FacilityCertificates } from './certificates';
import { ContactPlans } from './contact-plan';
import { FacilityContacts } from './contacts';
import { FacilityDirectory } from './directory';
import { FacilityDocuments } from './documents';
import { ContactPlanController } from './contact-plan.controller';
import { FacilityController } from './facility.controller';
import { FacilityDetails } from './facility.detail';
import { facilityJobKinds, FacilityJobs, facilityReactions } from './facility.jobs';
import { DirectoryFilesController } from './files/files.controller';
import { DirectoryFiles } from './files/take';
import { FacilityList } from './facility.list';
import { LinksController, PartnerLinkController } from './links/links.controller';
import { PartnerLinks } from './links/partner-links';
import { FacilityMoves } from './moves';
import { Networks } from './networks/networks';
import { NetworksController } from './networks/networks.controller';
import { Onboarding } from './onboarding/onboarding';
import { OnboardingController } from './onboarding/onboarding.controller';
import { OnboardingViews } from './onboarding/onboarding.view';
import { PartnerBookController } from './partner-book.controller';
import { Playbooks } from './playbooks/playbooks';
import { PlaybooksController } from './playbooks/playbooks.controller';
import { Programme } from './programme';
import { ProgrammeController } from './programme.controller';
import { RadarController } from './radar/radar.controller';
import { radarJobKinds, RadarJobs } from './radar/radar.jobs';
import { RadarRead } from './radar/radar.read';
import { Corrections } from './partner-page/corrections';
import { CorrectionsController, PartnerPageController } from './partner-page/partner-page.controller';
import { PartnerPageRead } from './partner-page/partner-page.read';
import { PipelineController } from './pipeline.controller';

export const facilitySlice: Slice = {
  name: 'facilities',
  controllers: [RadarController, NetworksController, ContactPlanController, PlaybooksController, FacilityController, DirectoryFilesController, PipelineController, ProgrammeController, PartnerBookController, LinksController, OnboardingController, PartnerPageController, CorrectionsController, PartnerLinkController],
  providers: (settings) => [
    { provide: PartnerLinks, useFactory: (acts: Acts) => new PartnerLinks(acts, settings), inject: [Acts] },
    { provide: FacilityList, useFactory: (acts: Acts) => new FacilityList(acts, settings), inject: [Acts] },
    { provide: FacilityDetails, useFactory: (acts: Acts, list: FacilityList) => new FacilityDetails(acts, list, settings), inject: [Acts, FacilityList] },
    { provide: DirectoryFiles, useFactory: (acts: Acts, list: FacilityList, details: FacilityDetails) => new DirectoryFiles(acts, list, details, settings), inject: [Acts, FacilityList, FacilityDetails] },
    { provide: PartnerPageRead, useFactory: (acts: Acts) => new PartnerPageRead(acts, settings), inject: [Acts] },
    { provide: RadarRead, useFactory: (acts: Acts) => new RadarRead(acts, settings), inject: [Acts] },
    { provide: ContactPlans, useFactory: (acts: Acts) => new ContactPlans(acts, settings), inject: [Acts] },
    { provide: Networks, useFactory: (acts: Acts) => new Networks(acts, settings), inject: [Acts] },
    { provide: Playbooks, useFactory: (acts: Acts) => new Playbooks(acts, settings), inject: [Acts] },
    { provide: FacilityMoves, useFactory: (acts: Acts) => new FacilityMoves(acts, settings), inject: [Acts] },
    { provide: Onboarding, useFactory: (acts: Acts, endpoints: EndpointMoves) => new Onboarding(acts, endpoints, egress, settings), inject: [Acts, EndpointMoves] },
    { provide: OnboardingViews, useFactory: (acts: Acts, runs: Runs) => new OnboardingViews(acts, runs, settings), inject: [Acts, Runs] },
    ...[Corrections, FacilityDirectory, FacilityCertificates, FacilityContacts, Agreements, FacilityDocuments, Programme].map((part) => ({ provide: part, useFactory: (acts: Acts) => new part(acts), inject: [Acts] })),
  ],
  jobKinds: { ...facilityJobKinds, ...radarJobKinds },
  reactions: facilityReactions,
  handlers: ({ acts, settings }) => [new FacilityJobs(acts, settings), new RadarJobs(acts, settings)],
};
