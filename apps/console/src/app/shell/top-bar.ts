import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon, Kbd, SiteTime } from '@causeway/console-ui';
import { PaletteOpener } from '../core/palette/palette-opener';
import { Session } from '../core/session/session';
import { LiveDot } from './live-dot';
import { NoticeBell } from './notice-bell';
import { OnCall } from './on-call';
import { ProfileMenu } from './profile-menu';
import { ThemeMenu } from './theme-menu';

/** Site, search, who is on call, whether what is shown is live, and the person. */
@Component({
  selector: 'cw-top-bar',
  imports: [Icon, Kbd, LiveDot, NoticeBell, ProfileMenu, RouterLink, ThemeMenu],
  template: `
    <header data-cw-top>
      <span class="site">{{ site() }}</span>
      @if (demo()) {<span class="demo">Demo: invented people</span>}
      <button type="button" class="find" (click)="palette.open()">
        <cw-icon name="search" /><span class="words">Patient, MRN, accession, facility</span><cw-kbd keys="Mod+k" />
      </button>
      <span class="cw-spacer"></span>
      @if (onCall(); as duty) {
        <a class="duty" [class.gap]="duty.name === null" routerLink="/duty"><cw-icon [name]="duty.name === null ? 'person_off' : 'call'" size="s" /><span>On call: <b class="cw-value">{{ duty.name ?? 'nobody' }}</b> until {{ time.time(duty.until) }}@if (duty.more > 0) { +{{ duty.more }}}</span></a>
      }
      <cw-live-dot />
      <cw-theme-menu />
      <cw-notice-bell />
      <cw-profile-menu />
    </header>
  `,
  styles: `
    header {
      display: flex; align-items: center; gap: 12px; height: 46px; padding: 0 16px; flex: none;
      background: var(--mat-sys-surface); border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    .site { font: 600 13px/18px var(--cw-font); white-space: nowrap; }
    .demo { padding: 2px 6px; border-radius: 5px; font: var(--mat-sys-label-medium); background: var(--cw-held-wash); color: var(--cw-held); white-space: nowrap; }
    .find {
      display: flex; align-items: center; gap: 8px; flex: 0 1 380px; min-width: 0; height: 32px; padding: 0 6px 0 10px; border-radius: 8px; cursor: pointer;
      background: var(--mat-sys-surface-container); border: 1px solid var(--mat-sys-outline-variant); color: var(--mat-sys-on-surface-variant);
    }
    .words { flex: 1; text-align: start; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .duty { display: flex; align-items: center; gap: 6px; min-height: 24px; white-space: nowrap; color: inherit; text-decoration: none; }
    .duty:hover { text-decoration: underline; }
    .duty.gap { color: var(--cw-stop); }
    cw-theme-menu, cw-notice-bell { margin-inline: -4px; }
    @media (max-width: 1100px) { .duty, .demo { display: none; } }
    @media (max-width: 700px) {
      header { gap: 8px; padding: 0 10px; }
      .site { overflow: hidden; text-overflow: ellipsis; }
      .find { flex: none; padding: 0 8px; }
      .find cw-kbd, cw-live-dot { display: none; }
      .words { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    }
  `,
})
export class TopBar {
  protected readonly palette = inject(PaletteOpener);
  protected readonly time = inject(SiteTime);
  protected readonly onCall = inject(OnCall).now;
  private readonly session = inject(Session);
  protected readonly site = computed(() => this.session.me()?.site.name ?? '');
  protected readonly demo = computed(() => this.session.me()?.demo ?? false);
}
