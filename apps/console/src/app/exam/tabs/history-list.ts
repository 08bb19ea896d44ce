import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '@causeway/console-ui';
import type { HistoryLine } from '../history-words';

/** A patient's history as a list, newest first. */
@Component({
  selector: 'cw-history-list',
  imports: [Icon, RouterLink],
  template: `
    <ol>
      @for (line of lines(); track line.key) {
        <li [class.ahead]="line.ahead">
          <cw-icon [name]="line.icon" size="s" />
          <span class="what">
            @if (line.link; as link) {<a [routerLink]="link">{{ line.title }}</a>} @else {<span>{{ line.title }}</span>}
            @if (line.here) {<span class="cw-muted">, this exam</span>}
            <span class="cw-l2">{{ line.more }}</span>
          </span>
          <time [attr.datetime]="line.at">{{ line.day }}</time>
        </li>
      }
    </ol>
  `,
  styles: `
    :host { display: block; width: 100%; }
    ol { display: grid; margin: 0; padding: 0; list-style: none; }
    li { display: grid; grid-template-columns: 20px minmax(0, 1fr) auto; gap: 8px; align-items: start; padding: 7px 0; border-bottom: 1px solid var(--mat-sys-outline-variant); }
    li.ahead time { color: var(--mat-sys-primary); }
    .what { min-width: 0; overflow-wrap: anywhere; }
    .what .cw-l2 { display: block; }
    time { white-space: nowrap; color: var(--mat-sys-on-surface-variant); font: var(--mat-sys-body-small); }
  `,
})
export class HistoryList {
  readonly lines = input.required<readonly HistoryLine[]>();
}
