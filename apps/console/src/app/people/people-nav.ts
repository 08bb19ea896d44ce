import { Component } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';

/** The places of people, side by side. */
@Component({
  selector: 'cw-people-nav',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav class="cw-views" aria-label="Places of people">
      <a routerLink="/people" routerLinkActive [routerLinkActiveOptions]="{ exact: true }" ariaCurrentWhenActive="page">People</a>
      <a routerLink="/people/roles" routerLinkActive ariaCurrentWhenActive="page">Roles</a>
      <a routerLink="/people/why" routerLinkActive ariaCurrentWhenActive="page">Who may</a>
      <a routerLink="/rates" routerLinkActive ariaCurrentWhenActive="page">Rates</a>
      <a routerLink="/departments" routerLinkActive ariaCurrentWhenActive="page">Departments</a>
      <a routerLink="/use-cases" routerLinkActive ariaCurrentWhenActive="page">Use cases</a>
    </nav>
  `,
  // what stands below keeps its distance, whichever page it is
  styles: ':host { display: block; margin-bottom: 14px; }',
})
export class PeopleNav {}
