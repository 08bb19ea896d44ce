import { inject, Injectable, linkedSignal, resource } from '@angular/core';
import { debounceTime, merge, timer } from 'rxjs';
import { valueOf } from '../core/api/loaded';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { DutyApi } from '../duty/duty.api';

const AGAIN_MS = 60_000;

/** Who is on call now for the person's service lines, shown in the top bar: "On call: R. Díaz until 07:00". A gap is shown as one. */
@Injectable({ providedIn: 'root' })
export class OnCall {
  private readonly api = inject(DutyApi);
  private readonly session = inject(Session);
  private readonly loaded = resource({ params: () => this.session.person()?.id, loader: () => this.api.now() });

  readonly now = linkedSignal(() => {
    const rows = valueOf(this.loaded)?.rows ?? [];
    // a gap first, then the line's own before the house's; the rest is on the page
    const first = [...rows].sort((a, b) => Number(a.name !== null) - Number(b.name !== null))[0];
    return first ? { name: first.name, until: first.until, more: rows.length - 1 } : null;
  });

  constructor() {
    reloadOn(merge(signalsOf('duty'), resyncs(), timer(AGAIN_MS, AGAIN_MS)).pipe(debounceTime(300)), this.loaded);
  }
}
