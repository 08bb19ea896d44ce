import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Note, SiteTime } from '@causeway/console-ui';
import type { CaseDetail } from '@causeway/contracts';

/** Where care goes on, with whom and how; whether the exams and reports of the stay are there, and whether the next facility said that it has them. */
@Component({
  selector: 'cw-case-handover',
  imports: [MatButton, Note, RouterLink],
  template: `
    <section class="cw-panel" aria-labelledby="handover-head">
      <div class="cw-panel-head"><h2 id="handover-head">Where care goes on</h2><span class="cw-spacer"></span>@if (may()) {<button matButton="outlined" type="button" (click)="name.emit()">{{ of().handover ? 'Change' : 'Name it' }}</button>}</div>
      <div class="cw-panel-body body">
        @if (of().handover; as h) {
          <dl class="cw-kv">
            <dt>Facility</dt><dd>{{ h.facility.name }}</dd>
            <dt>Receiving physician</dt><dd><bdi>{{ h.physician }}</bdi>@if (h.phone) {, <a [href]="'tel:' + h.phone">{{ h.phone }}</a>}</dd>
            <dt>Planned</dt><dd><bdi>{{ h.followUp }}</bdi>@if (h.followUpOn) {, {{ day(h.followUpOn) }}}</dd>
            <dt>Exams of the stay</dt><dd>{{ h.exams.length === 0 ? 'none is released yet' : h.sent + ' of ' + h.exams.length + ' there, with their reports' }}</dd>
          </dl>
          @if (h.receivedAt) {<cw-note hue="good" icon="task_alt">{{ h.receivedBy }} has what is needed and goes on with the care, {{ site.dateTime(h.receivedAt) }}.</cw-note>}
          @else {<cw-note hue="wait" icon="hourglass_top">They have not said yet that they have it. Give them a link, or write the call down.</cw-note>}
          @if (h.exams.length > h.sent) {<a matButton="filled" class="go" routerLink="/sends/new" [queryParams]="{ exams: h.exams.join(','), facility: h.facility.id, person: h.physician }">Send the exams and reports of the stay</a>}
        } @else {<p class="cw-muted">Name the next facility, the receiving physician and what is planned: then everything of the stay is sent there in one go.</p>}
      </div>
    </section>
  `,
  styles: `.body { display: grid; gap: 12px; } .go { justify-self: start; } p { margin: 0; }`,
})
export class CaseHandover {
  readonly of = input.required<CaseDetail>();
  readonly may = input(false);
  readonly name = output();
  protected readonly site = inject(SiteTime);
  protected readonly day = dateText;
}
