import { Acts } from '../platform/acts/acts';
import type { Logger } from '../platform/log';
import { LOG } from '../platform/platform.module';
import { Sessions } from '../platform/sign-in/sessions';
import type { Slice } from '../platform/slice';
import { AccountController } from './account.controller';
import { Accounts } from './accounts';
import { DelegationController } from './delegation/delegation.controller';
import { Delegations } from './delegation/delegations';
import { OwnAccount } from './own-account';
import { PasskeyController } from './passkeys/passkey.controller';
import { PasskeySignIn } from './passkeys/passkey-sign-in';
import { Passkeys } from './passkeys/passkeys';
import { relyingParty } from './passkeys/relying-party';
import { PersonController } from './person.controller';
import { PersonList } from './person.list';
import { SecondFactors } from './second-factors';
import { SignInSteps } from './sign-in-steps';
import { ProviderController } from './provider/provider.controller';
import { ProviderSignIn } from './provider/provider-sign-in';
import { WhyMay } from './why-may';

export const peopleSlice: Slice = {
  name: 'people',
  controllers: [PersonController, AccountController, ProviderController, PasskeyController, DelegationController],
  providers: (settings) => [
    { provide: PersonList, useFactory: (acts: Acts, passkeys: Passkeys) => new PersonList(acts, settings.IDLE_SECONDS, passkeys), inject: [Acts, Passkeys] },
    { provide: Passkeys, useFactory: (acts: Acts) => new Passkeys(acts, relyingParty(settings)), inject: [Acts] },
    { provide: PasskeySignIn, useFactory: (acts: Acts, sessions: Sessions, passkeys: Passkeys) => new PasskeySignIn(acts, sessions, passkeys), inject: [Acts, Sessions, Passkeys] },
    { provide: Accounts, useFactory: (acts: Acts) => new Accounts(acts), inject: [Acts] },
    { provide: SecondFactors, useFactory: () => new SecondFactors(settings.SITE_NAME) },
    { provide: OwnAccount, useFactory: (acts: Acts, list: PersonList, factors: SecondFactors, passkeys: Passkeys) => new OwnAccount(acts, list, factors, passkeys), inject: [Acts, PersonList, SecondFactors, Passkeys] },
    { provide: SignInSteps, useFactory: (acts: Acts, sessions: Sessions, factors: SecondFactors) => new SignInSteps(acts, sessions, factors), inject: [Acts, Sessions, SecondFactors] },
    { provide: ProviderSignIn, useFactory: (acts: Acts, sessions: Sessions, log: Logger) => new ProviderSignIn(acts, sessions, settings, log), inject: [Acts, Sessions, LOG] },
    { provide: Delegations, useFactory: (acts: Acts) => new Delegations(acts, settings), inject: [Acts] },
    { provide: WhyMay, useFactory: (acts: Acts) => new WhyMay(acts), inject: [Acts] },
  ],
};
