import { Acts } from '../platform/acts/acts';
import { Sessions } from '../platform/sign-in/sessions';
import type { Slice } from '../platform/slice';
import { Accounts } from './accounts';
import { PersonController } from './person.controller';
import { PersonList } from './person.list';
import { SignInSteps } from './sign-in-steps';
import { WhyMay } from './why-may';

export const peopleSlice: Slice = {
  name: 'people',
  controllers: [PersonController],
  providers: (settings) => [
    { provide: PersonList, useFactory: (acts: Acts) => new PersonList(acts, settings.IDLE_SECONDS), inject: [Acts] },
    { provide: Accounts, useFactory: (acts: Acts) => new Accounts(acts), inject: [Acts] },
    { provide: SignInSteps, useFactory: (acts: Acts, sessions: Sessions) => new SignInSteps(acts, sessions), inject: [Acts, Sessions] },
    { provide: WhyMay, useFactory: (acts: Acts) => new WhyMay(acts), inject: [Acts] },
  ],
};
