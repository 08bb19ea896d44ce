import { Component, inject, input } from '@angular/core';
import { Icon, SiteTime, WhyLink } from '@causeway/console-ui';
import type { CaseRoute } from '@causeway/contracts';
import { reasonWords } from '../core/why/decision-words';
import { Why } from '../core/why/why';
import { poolWords } from '../duty/duty-words';

const WHAT: Readonly<Record<CaseRoute['what'], string>> = { read: 'The read', exam: 'The exam on its way in', request: 'What we asked for' };

/** Who a part of the case goes to now, and because of what: at night that is somebody else than by day. */
export const routeText = (r: CaseRoute): string => {
  const names = r.people.slice(0, 3).map((p) => p.name).join(', ') + (r.people.length > 3 ? ` and ${r.people.length - 3} more` : '');
  const to = r.role === null ? names : `${poolWords(r.role)}: ${names}`;
  const why = r.by === 'owner' ? 'who has it in hand' : `because ${r.gap ? `nobody is on as ${poolWords(r.gap).toLowerCase()}` : reasonWords(r.because)}`;
  return `${WHAT[r.what]} ${r.by === 'owner' ? 'is with' : 'goes to'} ${to}, ${why}.`;
};

/** In whose hands the parts of a case are, by the hour. */
@Component({
  selector: 'cw-case-routes',
  imports: [Icon, WhyLink],
  template: `
    <section class="cw-panel" aria-labelledby="routes-head">
      <div class="cw-panel-head"><h2 id="routes-head">Who has it now</h2></div>
      <ul>
        @for (r of routes(); track r.kind + r.id) {
          <li>
            @if (r.hours === 'off') {<b class="cw-ink" data-hue="held"><cw-icon name="dark_mode" size="s" /> Off hours</b>}
            <span>{{ text(r) }}</span>
            <span class="cw-muted">since {{ site.time(r.since) }} @if (r.decisionId; as id) {<cw-why-link about="who this goes to" (asked)="why.open(id)" />}</span>
          </li>
        }
      </ul>
    </section>
  `,
  styles: `ul { display: grid; gap: 12px; margin: 0; padding: 12px 16px; list-style: none; } li { display: grid; gap: 2px; } b { display: flex; align-items: center; gap: 6px; }`,
})
export class CaseRouteList {
  readonly routes = input.required<readonly CaseRoute[]>();
  protected readonly site = inject(SiteTime);
  protected readonly why = inject(Why);
  protected readonly text = routeText;
}
