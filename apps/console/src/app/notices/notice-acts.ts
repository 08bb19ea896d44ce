import { inject, Injectable } from '@angular/core';
import type { NoticeView, Problem } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { problemFrom } from '../core/api/api-problem';
import { NoticesActions } from '../core/notices/notices.actions';
import { isNew } from './notice-groups';
import { NoticesApi } from './notices.api';

/** Answers to notices. Afterwards the bell and the page are asked for again, so that both say the same. */
@Injectable({ providedIn: 'root' })
export class NoticeActs {
  private readonly api = inject(NoticesApi);
  private readonly store = inject(Store);

  /** Null when it worked, else what stood in the way. */
  refresh(): Promise<Problem | null> {
    return this.try(async () => undefined);
  }

  acknowledge(notice: NoticeView): Promise<Problem | null> {
    return this.try(() => this.api.acknowledge(notice.id));
  }

  /** Says that these were looked at. Those that were before are left alone. */
  see(notices: readonly NoticeView[]): Promise<Problem | null> {
    const fresh = notices.filter(isNew);
    if (fresh.length === 0) return Promise.resolve(null);
    return this.try(async () => {
      for (const notice of fresh) await this.api.see(notice.id);
    });
  }

  private async try(work: () => Promise<void>): Promise<Problem | null> {
    try {
      await work();
      this.store.dispatch(NoticesActions.loaded({ page: await this.api.mine() }));
      return null;
    } catch (error) {
      return problemFrom(error).problem;
    }
  }
}
