import { computed, inject, Injectable } from '@angular/core';
import type { OverreadView } from '@causeway/contracts';
import { Access } from '../../core/access/access';

/** What a person's worklist begins with: a reader with what they may read, who asked with what waits for them, everybody else with all of it. */
@Injectable({ providedIn: 'root' })
export class FirstView {
  private readonly access = inject(Access);
  readonly view = computed<OverreadView>(() => {
    if (this.access.can('overread.claim')) return 'mine-to-read';
    return this.access.can('overread.acknowledge') ? 'to-acknowledge' : 'all-open';
  });
}
