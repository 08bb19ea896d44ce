import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Access } from '../core/access/access';

/** The places of retention, side by side. */
@Component({
  selector: 'cw-retention-nav',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav class="cw-views" aria-label="Places of retention">
      @if (list) {<a routerLink="/retention" routerLinkActive [routerLinkActiveOptions]="{ exact: true }" ariaCurrentWhenActive="page">Calendar</a>}
      @if (holds) {<a routerLink="/holds" routerLinkActive ariaCurrentWhenActive="page">Holds</a>}
      @if (ends) {<a routerLink="/dispositions" routerLinkActive ariaCurrentWhenActive="page">Dispositions</a><a routerLink="/retention/purged" routerLinkActive ariaCurrentWhenActive="page">Purged</a>}
    </nav>
  `,
})
export class RetentionNav {
  private readonly access = inject(Access);
  protected readonly ends = this.access.can('disposition.review') || this.access.can('disposition.approve');
  protected readonly holds = this.access.can('hold.place') || this.access.can('hold.request');
  protected readonly list = this.ends || this.access.can('retention.extend') || this.access.can('hold.place');
}
