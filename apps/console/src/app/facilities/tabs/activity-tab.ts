import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, SiteTime } from '@causeway/console-ui';
import type { ActivityView, FacilityDetail } from '@causeway/contracts';
import { Acting } from '../../exchange/acting';
import { activityFacts, activityWord } from '../facility-words';

/** What was done with a partner, the newest first, and a place to write down what was just done. */
@Component({
  selector: 'cw-activity-tab',
  imports: [Field, FieldInput, MatButton],
  template: `
    @if (facility().mayDevelop) {
      <form class="cw-panel pad" (submit)="log($event)" aria-label="Write down what happened">
        <div class="line"><select class="cw-input how" aria-label="How" (change)="kind.set($any($event.target).value)">@for (k of kinds; track k) {<option [value]="k" [selected]="k === kind()">{{ word(k) }}</option>}</select>
          <select class="cw-input how" aria-label="With whom" (change)="contact.set($any($event.target).value)"><option value="">nobody in particular</option>@for (c of facility().contacts; track c.id) {<option [value]="c.id" [selected]="c.id === contact()">{{ c.name }}</option>}</select></div>
        <cw-field label="What happened"><textarea cwInput rows="2" maxlength="4000" [value]="words()" (input)="words.set($any($event.target).value)"></textarea></cw-field>
        <div><button matButton="filled" type="submit" [disabled]="acting.busy() || words().trim() === ''" disabledInteractive>Write it down</button></div>
      </form>
    }
    <section class="cw-panel" aria-label="Activity">
      <ul class="rows">
        @for (a of facility().activities; track a.id) {<li><div class="line"><b>{{ word(a.kind) }}</b><span class="cw-muted cw-small grow">{{ site.dateTime(a.at) }}, <bdi>{{ a.by }}</bdi>@if (a.contact) {, with <bdi>{{ a.contact }}</bdi>}</span></div><p>{{ sentence(a) }}@if (a.words) { <bdi>{{ a.words }}</bdi>}</p></li>}
        @empty {<li class="cw-muted">Nothing was written down yet.</li>}
      </ul>
    </section>
  `,
  styleUrl: './tab.scss',
  styles: `form { display: grid; gap: 10px; } .how { width: auto; }`,
})
export class ActivityTab {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly kinds = ['call', 'mail', 'visit', 'meeting', 'note', 'education'] as const;
  protected readonly kind = signal<string>('call');
  protected readonly contact = signal('');
  protected readonly words = signal('');
  protected readonly word = activityWord;
  protected readonly sentence = (a: ActivityView): string => activityFacts(a);

  protected async log(event: Event): Promise<void> {
    event.preventDefault();
    const done = await this.acting.send<FacilityDetail>(`facilities/${this.facility().id}/activities`, { kind: this.kind(), words: this.words().trim(), contactId: this.contact() || null });
    if (!done) return;
    this.words.set('');
    this.changed.emit(done);
  }
}
