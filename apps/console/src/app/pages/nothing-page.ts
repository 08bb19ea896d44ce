import { Component } from '@angular/core';
import { EmptyState } from '@causeway/console-ui';

/** The home of somebody whose roles open no page of this console. */
@Component({
  selector: 'cw-nothing-page',
  imports: [EmptyState],
  template: `
    <h1 class="cw-vh">Causeway</h1>
    <cw-empty-state kind="new" icon="lock" title="No page here is for your roles" text="Ask whoever gave you this account to add a role for the work you do." />
  `,
  styles: `:host { display: grid; place-content: center; }`,
})
export class NothingPage {}
