import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { Arbitrations } from './arbitrations';
import { Ballots } from './ballots';
import { CommitteeController } from './committee.controller';
import { Committees } from './committees';
import { PolicyDrafts } from './drafts';
import { LineController } from './line.controller';
import { Mandates } from './mandates';
import { GovernanceController } from './governance.controller';
import { PoliciesController } from './policies.controller';
import { Packets } from './packet';
import { PolicyDetails } from './policy.detail';
import { policyJobKinds, PolicyJobs, policyReactions } from './policy.jobs';
import { PolicyProposals } from './proposals';
import { PayerRates } from './replay/payer-rates';
import { ReplayController } from './replay/replay.controller';
import { Replays } from './replay/replays';
import { PolicyRealities } from './reality';
import { PolicyTrials } from './trials';
import { UrgentAdoption } from './urgent';

export const policySlice: Slice = {
  name: 'policies',
  controllers: [PoliciesController, GovernanceController, CommitteeController, LineController, ReplayController],
  providers: (settings) => [
    { provide: PolicyDetails, useFactory: (acts: Acts) => new PolicyDetails(acts), inject: [Acts] },
    { provide: PolicyDrafts, useFactory: (acts: Acts) => new PolicyDrafts(acts), inject: [Acts] },
    { provide: PolicyProposals, useFactory: (acts: Acts) => new PolicyProposals(acts, settings), inject: [Acts] },
    { provide: UrgentAdoption, useFactory: (acts: Acts) => new UrgentAdoption(acts, settings), inject: [Acts] },
    { provide: PolicyRealities, useFactory: (acts: Acts) => new PolicyRealities(acts), inject: [Acts] },
    { provide: PolicyTrials, useFactory: (acts: Acts) => new PolicyTrials(acts), inject: [Acts] },
    { provide: Committees, useFactory: (acts: Acts) => new Committees(acts), inject: [Acts] },
    { provide: Mandates, useFactory: (acts: Acts) => new Mandates(acts, settings), inject: [Acts] },
    { provide: Arbitrations, useFactory: (acts: Acts) => new Arbitrations(acts, settings), inject: [Acts] },
    { provide: Ballots, useFactory: (acts: Acts) => new Ballots(acts), inject: [Acts] },
    { provide: Packets, useFactory: (acts: Acts) => new Packets(acts, settings), inject: [Acts] },
    { provide: PayerRates, useFactory: (acts: Acts) => new PayerRates(acts, settings), inject: [Acts] },
    { provide: Replays, useFactory: (acts: Acts) => new Replays(acts), inject: [Acts] },
  ],
  jobKinds: policyJobKinds,
  reactions: policyReactions,
  handlers: ({ acts, settings }) => [new PolicyJobs(acts, settings)],
};
