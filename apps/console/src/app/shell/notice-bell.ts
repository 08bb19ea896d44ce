import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router } from '@angular/router';
import type { NoticeView } from '@causeway/contracts';
import { Icon, SiteTime } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import { noticesFeature } from '../core/notices/notices.reducer';
import { addressOf } from '../slices';

const SHOWN = 8;

/** The bell: how many notices are unread, and the newest of them. */
@Component({
  selector: 'cw-notice-bell',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" [attr.aria-label]="label()" [matMenuTriggerFor]="menu">
      <cw-icon name="notifications" />
      @if (unread() > 0) {<span class="count" aria-hidden="true">{{ unread() > 99 ? '99+' : unread() }}</span>}
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      @for (notice of rows(); track notice.id) {
        <button mat-menu-item (click)="open(notice)">
          <span class="cw-l1">{{ words(notice) }}</span>
          <span class="cw-l2">{{ notice.subject.label }} · {{ site.time(notice.at) }}@if (notice.ackNeeded) {, wants an answer}</span>
        </button>
      } @empty {
        <p class="none">No notices.</p>
      }
    </mat-menu>
  `,
  styles: `
    :host { position: relative; }
    .count {
      position: absolute; top: 1px; inset-inline-end: -2px; min-width: 16px; padding: 0 4px; border-radius: 8px; font: 600 10px/15px var(--cw-font);
      background: var(--cw-copper); color: light-dark(#fff, #241204);
    }
    .none { padding: 8px 14px; color: var(--mat-sys-on-surface-variant); }
  `,
})
export class NoticeBell {
  private readonly store = inject(Store);
  private readonly router = inject(Router);
  protected readonly site = inject(SiteTime);
  protected readonly unread = this.store.selectSignal(noticesFeature.selectUnread);
  private readonly all = this.store.selectSignal(noticesFeature.selectRows);
  protected readonly rows = computed(() => this.all().slice(0, SHOWN));
  protected readonly label = computed(() => (this.unread() === 0 ? 'Notices, none unread' : `Notices, ${this.unread()} unread`));

  /** "overread.major-discrepancy" as "Overread: major discrepancy": the code read aloud, until a slice has better words. */
  protected words(notice: NoticeView): string {
    const [kind = '', what = ''] = notice.event.split('.');
    return `${kind.charAt(0).toUpperCase()}${kind.slice(1)}: ${what.replaceAll('-', ' ')}`;
  }

  protected open(notice: NoticeView): void {
    const address = addressOf(notice.subject);
    if (address !== null) void this.router.navigateByUrl(address);
  }
}
