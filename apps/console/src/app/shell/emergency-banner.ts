import { HttpClient } from '@angular/common/http';
import { Component, computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { RouterLink } from '@angular/router';
import { Note, SiteTime, Ticker } from '@causeway/console-ui';
import type { EmergencyNow } from '@causeway/contracts';
import { Actions, ofType } from '@ngrx/effects';
import { Store } from '@ngrx/store';
import { catchError, map, merge, of, startWith, switchMap } from 'rxjs';
import { Access } from '../core/access/access';
import { SessionActions } from '../core/session/session.actions';
import { resyncs, signalsOf } from '../core/stream/signals';

/** While emergency access lasts, every page says to whom, until when, and how to end it. */
@Component({
  selector: 'cw-emergency-banner',
  imports: [Note, RouterLink],
  template: `
    <div role="status">
      @for (e of open(); track e.id) {
        <cw-note hue="stop" icon="shield_lock">Emergency access to <a [routerLink]="['/emergency', e.id]"><bdi>{{ e.patient }}</bdi></a> until {{ site.time(e.until) }}. What you open is written down and reviewed.</cw-note>
      }
    </div>
  `,
  styles: `cw-note { border-radius: 0; padding-inline: 20px; } a { color: inherit; font-weight: 600; }`,
})
export class EmergencyBanner {
  private readonly http = inject(HttpClient);
  private readonly store = inject(Store);
  private readonly ticker = inject(Ticker);
  protected readonly site = inject(SiteTime);
  private readonly held = signal<readonly EmergencyNow[]>([]);
  protected readonly open = computed(() => {
    this.ticker.fine();
    return this.held().filter((e) => Date.parse(e.until) > this.ticker.now());
  });

  constructor() {
    const access = inject(Access);
    merge(inject(Actions).pipe(ofType(SessionActions.opened)), signalsOf('breakglass'), resyncs()).pipe(
      startWith(null),
      switchMap(() => (access.can('breakglass.open') ? this.http.get<readonly EmergencyNow[]>('/api/v1/breakglass/now').pipe(map((all) => all), catchError(() => of(this.held()))) : of([]))),
      takeUntilDestroyed(inject(DestroyRef)),
    ).subscribe((all) => this.held.set(all));
    // one that began or ended changes what the person may see: the rules are asked for again
    let known = 0;
    effect(() => {
      const now = this.open().length;
      untracked(() => {
        if (now !== known) this.store.dispatch(SessionActions.asked());
        known = now;
      });
    });
  }
}
