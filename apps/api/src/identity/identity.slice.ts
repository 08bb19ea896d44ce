import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { FollowUpController } from './follow-up.controller';
import { identityJobKinds, IdentityJobs, identityReactions } from './identity.jobs';
import { IdentityLists } from './lists';
import { MatchController } from './match.controller';
import { MatchDetails } from './match.detail';
import { MatchMoves } from './match.moves';
import { PatientSearch } from './patient.search';
import { RecallMoves } from './recall.moves';
import { RegistrationMoves } from './registration.moves';
import { AskedArchive } from '../transfers/asked-archive';

export const identitySlice: Slice = {
  name: 'identity',
  controllers: [MatchController, FollowUpController],
  providers: (settings) => [
    { provide: MatchDetails, useFactory: (acts: Acts) => new MatchDetails(acts, settings), inject: [Acts] },
    { provide: MatchMoves, useFactory: (acts: Acts) => new MatchMoves(acts, settings), inject: [Acts] },
    { provide: PatientSearch, useFactory: (acts: Acts) => new PatientSearch(acts, settings), inject: [Acts] },
    { provide: IdentityLists, useFactory: (acts: Acts) => new IdentityLists(acts), inject: [Acts] },
    { provide: RegistrationMoves, useFactory: (acts: Acts) => new RegistrationMoves(acts, settings), inject: [Acts] },
    { provide: RecallMoves, useFactory: (acts: Acts) => new RecallMoves(acts), inject: [Acts] },
  ],
  jobKinds: identityJobKinds,
  reactions: identityReactions,
  handlers: ({ acts, settings, log }) => [new IdentityJobs(acts, settings, new AskedArchive(acts, installedTransports, log))],
};
