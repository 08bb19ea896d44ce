import { Component, input } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** The pages of the programme, side by side. */
@Component({
  selector: 'cw-programme-head',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <div class="cw-page-head"><h1>Programme</h1>@if (sentence(); as words) {<span class="cw-muted">{{ words }}</span>}<span class="cw-spacer"></span><ng-content /></div>
    <nav class="cw-views" aria-label="Pages of the programme">
      <a routerLink="/programme" routerLinkActive [routerLinkActiveOptions]="{ exact: true }" ariaCurrentWhenActive="page">Goals</a>
      <a routerLink="/programme/plan" routerLinkActive ariaCurrentWhenActive="page">Plan</a>
      <a routerLink="/programme/work" routerLinkActive ariaCurrentWhenActive="page">Handwork and uptake</a>
      <a routerLink="/programme/vendors" routerLinkActive ariaCurrentWhenActive="page">Vendors</a>
      <a routerLink="/programme/channels" routerLinkActive ariaCurrentWhenActive="page">Channels</a>
      <a routerLink="/programme/owners" routerLinkActive ariaCurrentWhenActive="page">Owners</a>
    </nav>
  `,
})
export class ProgrammeHead {
  readonly sentence = input<string>();
}
