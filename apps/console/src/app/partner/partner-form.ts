import { Injectable } from '@angular/core';
import type { OnboardingView } from '@causeway/contracts';
import { LinkedPage } from './linked-page';

/** What a partner fills in of its onboarding. */
@Injectable()
export class PartnerForm extends LinkedPage<OnboardingView> {
  constructor() {
    super('/api/v1/partner-links/onboarding', 'form');
  }
}
