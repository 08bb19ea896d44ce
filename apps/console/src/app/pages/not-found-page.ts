import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { MatButton } from '@angular/material/button';
import { EmptyState } from '@causeway/console-ui';

@Component({
  selector: 'cw-not-found-page',
  imports: [EmptyState, MatButton, RouterLink],
  template: `
    <h1 class="cw-vh">Not here</h1>
    <cw-empty-state kind="filtered" icon="search" title="There is no page at this address" text="It may have been moved, or the address was cut short on its way to you.">
      <a matButton="outlined" class="cw-xs" routerLink="/">To your first page</a>
    </cw-empty-state>
  `,
  styles: `:host { display: grid; place-content: center; }`,
})
export class NotFoundPage {}
