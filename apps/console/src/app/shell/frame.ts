import { Component, DestroyRef, DOCUMENT, type ElementRef, inject, viewChild } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterOutlet } from '@angular/router';
import { filter, skip } from 'rxjs';
import { IdleWatch } from '../core/idle/idle-watch';
import { Preferences } from '../core/preferences/preferences';
import { SessionTaken } from '../core/session/session-taken';
import { ConnectionBanner } from './connection-banner';
import { EmergencyBanner } from './emergency-banner';
import { registerFrameKeys } from './frame-keys';
import { IdleWarningOpener } from './idle-warning';
import { Rail } from './rail';
import { TopBar } from './top-bar';

/** What every page of a signed-in person stands in: rail, top bar, the page, and the warning before the session ends. */
@Component({
  selector: 'cw-frame',
  imports: [ConnectionBanner, EmergencyBanner, Rail, RouterOutlet, TopBar],
  providers: [IdleWatch, IdleWarningOpener, SessionTaken],
  template: `
    <a class="skip" href="#main" (click)="toMain($event)">Skip to content</a>
    <div class="app">
      <cw-rail />
      <div class="side">
        <cw-top-bar />
        <cw-connection-banner />
        <cw-emergency-banner />
        <main #main id="main" class="cw-main" tabindex="-1"><router-outlet /></main>
      </div>
    </div>
  `,
  styles: `
    .app { display: grid; grid-template-columns: 76px minmax(0, 1fr); height: 100dvh; overflow: hidden; }
    .side { display: flex; flex-direction: column; min-width: 0; min-height: 0; }
    main { display: flex; flex-direction: column; flex: 1; min-width: 0; min-height: 0; }
    main:focus { outline: none; }
    .skip {
      position: fixed; left: 8px; top: -48px; z-index: 1000; padding: 8px 14px; border-radius: 6px; background: var(--mat-sys-inverse-surface);
      color: var(--mat-sys-inverse-on-surface);
    }
    .skip:focus { top: 8px; }
    /* on paper stands the page alone, all of it and not what the window shows of it */
    @media print {
      .skip, cw-rail, cw-top-bar, cw-connection-banner, cw-emergency-banner { display: none; }
      .app, .side, main { display: block; height: auto; overflow: visible; }
    }
    @media (max-width: 700px) {
      .app { grid-template-columns: minmax(0, 1fr); grid-template-rows: minmax(0, 1fr) auto; }
      cw-rail { grid-row: 2; }
      .side { grid-row: 1; }
    }
  `,
})
export class Frame {
  private readonly main = viewChild.required<ElementRef<HTMLElement>>('main');

  constructor() {
    registerFrameKeys();
    inject(Preferences);
    inject(SessionTaken);
    inject(IdleWatch);
    inject(IdleWarningOpener);
    const document = inject(DOCUMENT);
    // A new page takes the focus, unless it already put it somewhere itself: a screen reader then reads on from there.
    inject(Router).events.pipe(filter((e) => e instanceof NavigationEnd), skip(1), takeUntilDestroyed(inject(DestroyRef))).subscribe(() => {
      setTimeout(() => {
        const main = this.main().nativeElement;
        if (!main.contains(document.activeElement)) main.focus({ preventScroll: true });
      });
    });
  }

  protected toMain(event: Event): void {
    event.preventDefault();
    this.main().nativeElement.focus();
  }
}
