import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { abilities, type AbilityName, roles, rolesHolding } from '@causeway/access';
import { EmptyState } from '@causeway/console-ui';
import { Access } from '../core/access/access';

/** Roles of machines, links and partners: nobody here could ask for one of them. */
const NOT_FOR_PEOPLE = new Set(['pt', 'em', 'gw', 'ac', 'pu']);

/** The page is there, but not for this person: says what it needs and which roles hold that. */
@Component({
  selector: 'cw-forbidden-page',
  imports: [EmptyState, MatButton, RouterLink],
  template: `
    <h1 class="cw-vh">Not for you</h1>
    <cw-empty-state kind="new" icon="lock" title="This page is not open to you" [text]="text">
      <a matButton="outlined" class="cw-xs" routerLink="/">To your first page</a>
    </cw-empty-state>
  `,
  styles: `:host { display: grid; place-content: center; } cw-empty-state { max-width: 560px; }`,
})
export class ForbiddenPage {
  protected readonly text = explain(inject(Access).refused());
}

function explain(ability: AbilityName | null): string {
  if (ability === null) return 'It needs a role you do not hold. Ask an administrator of people.';
  const words = rolesHolding(ability).filter((r) => !NOT_FOR_PEOPLE.has(r)).map((r) => roles[r]);
  return `It needs the right “${ability}”: ${abilities[ability].summary}. These roles have it: ${words.join(', ')}. Ask an administrator of people.`;
}
