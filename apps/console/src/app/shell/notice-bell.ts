import { Component, computed, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router } from '@angular/router';
import type { NoticeView } from '@causeway/contracts';
import { Icon, SiteTime } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import { noticesFeature } from '../core/notices/notices.reducer';
import { Preferences } from '../core/preferences/preferences';
import { NoticeActs } from '../notices/notice-acts';
import { groupOf } from '../notices/notice-groups';
import { addressOfNotice, noticeWords } from '../notices/notice-words';

const SHOWN = 8;

/** The bell: how many notices are unread, the newest that are open, and the way to all of them. */
@Component({
  selector: 'cw-notice-bell',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" [attr.aria-label]="label()" [matMenuTriggerFor]="menu">
      <cw-icon name="notifications" />
      @if (unread() > 0) {<span class="count" aria-hidden="true">{{ unread() > 99 ? '99+' : unread() }}</span>}
    </button>
    <mat-menu #menu="matMenu" xPosition="before">
      @for (row of rows(); track row.notice.id) {
        <button mat-menu-item (click)="open(row.notice)">
          <span class="row">
            <span class="cw-l1">{{ row.title }}</span>
            <span class="cw-l2">{{ row.about }}</span>
            <span class="cw-l2">{{ site.time(row.notice.at) }}@if (row.notice.ackNeeded) {, wants an answer}</span>
          </span>
        </button>
      } @empty {
        <p class="none">No notices.</p>
      }
      <button mat-menu-item (click)="toAll()"><span class="all">All notices</span></button>
    </mat-menu>
  `,
  styles: `
    :host { position: relative; }
    .count {
      position: absolute; top: 1px; inset-inline-end: -2px; min-width: 16px; padding: 0 4px; border-radius: 8px; font: 600 10px/15px var(--cw-font);
      background: var(--cw-copper); color: light-dark(#fff, #241204);
    }
    .row { display: block; padding: 6px 0; }
    .none { padding: 8px 14px; color: var(--mat-sys-on-surface-variant); }
    .all { color: var(--mat-sys-primary); }
  `,
})
export class NoticeBell {
  private readonly store = inject(Store);
  private readonly router = inject(Router);
  private readonly acts = inject(NoticeActs);
  private readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly site = inject(SiteTime);
  protected readonly unread = this.store.selectSignal(noticesFeature.selectUnread);
  private readonly all = this.store.selectSignal(noticesFeature.selectRows);
  protected readonly rows = computed(() => this.all().filter((n) => groupOf(n) !== 'done').slice(0, SHOWN).map((notice) => {
    const about = this.namesHidden() ? 'Name hidden' : notice.subject.label;
    return { notice, title: noticeWords(notice).title, about };
  }));
  protected readonly label = computed(() => (this.unread() === 0 ? 'Notices, none unread' : `Notices, ${this.unread()} unread`));

  /** To the thing itself; one that has no page here is shown among all notices. */
  protected open(notice: NoticeView): void {
    void this.acts.see([notice]);
    void this.router.navigateByUrl(addressOfNotice(notice) ?? '/notices');
  }

  protected toAll(): void {
    void this.router.navigateByUrl('/notices');
  }
}
