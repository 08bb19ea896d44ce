import { Injectable } from '@angular/core';
import type { PartnerPageView } from '@causeway/contracts';
import { LinkedPage } from '../linked-page';

/** What a partner's page shows, and the corrections it asks for. */
@Injectable()
export class PartnerView extends LinkedPage<PartnerPageView> {
  constructor() {
    super('/api/v1/partner-links/page', 'view');
  }

  /** True when it was taken; else `problem` says why, and what was typed stays. */
  ask(body: object): Promise<boolean> {
    return this.send('corrections', body);
  }
}
