import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon, SiteTime, StateChip } from '@causeway/console-ui';
import type { RadarAlarmView, RadarView } from '@causeway/contracts';
import { Session } from '../../core/session/session';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { contactWords } from '../facility-words';
import { callScript, findingWords, radarLooks } from './radar-words';

/** One thing that is unlike a partner: what was seen, eight weeks of it, whom to call and what to say. */
@Component({
  selector: 'cw-radar-alarm',
  imports: [Icon, MatButton, RouterLink, StateChip],
  template: `
    <div class="line"><cw-state-chip [look]="looks[alarm().finding.kind]" />@if (named()) {<a class="grow" [routerLink]="['/facilities', alarm().facilityId]"><b><bdi>{{ alarm().facility }}</bdi></b></a>} @else {<span class="grow"></span>}<span class="cw-muted cw-small">{{ standing() }}</span></div>
    <p>{{ words() }}</p>
    <p class="line weeks"><span class="cw-muted cw-small">Exams by wire in eight weeks, this one last:</span><span class="bars" aria-hidden="true">@for (n of alarm().weeks; track $index) {<i [style.height.%]="height(n)"></i>}</span><span class="cw-small">{{ alarm().weeks.join(', ') }}</span></p>
    @if (alarm().dismissed; as d) {<p class="cw-muted cw-small">Dismissed by <bdi>{{ d.by }}</bdi> until {{ site.date(d.until) }}: {{ d.reason }}</p>}
    @if (alarm().state === 'open') {
      <div class="line">
        @if (alarm().call.contact; as c) {<span class="grow"><cw-icon name="call" size="s" /> <b><bdi>{{ c.name }}</bdi></b>&ngsp;<span class="cw-muted">{{ kinds[c.kind] ?? c.kind }}</span> {{ c.phone || c.email }}</span>} @else {<span class="grow cw-muted">Nobody of theirs is named: add a contact.</span>}
        <button matButton="outlined" class="cw-xs" type="button" [attr.aria-expanded]="shown()" (click)="shown.set(!shown())">{{ shown() ? 'Hide what to say' : 'What to say' }}</button>
        @if (alarm().mayDismiss) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Dismiss: ' + alarm().facility" (click)="dismiss()">Dismiss</button>}
      </div>
      @if (shown()) {<ol class="script">@for (s of script(); track $index) {<li>{{ s }}</li>}</ol>}
    }
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `
    :host { gap: 6px; } p { margin: 0; }
    .bars { display: inline-flex; align-items: end; gap: 2px; height: 24px; }
    .bars i { display: block; width: 8px; min-height: 1px; background: var(--mat-sys-primary); }
    .script { margin: 0; padding: 10px 14px 10px 32px; border-radius: 6px; background: var(--mat-sys-surface-container-low); display: grid; gap: 6px; }
  `,
})
export class RadarAlarm {
  readonly alarm = input.required<RadarAlarmView>();
  /** With the partner's name, where it is not the page's. */
  readonly named = input(true);
  readonly changed = output<RadarView>();

  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly looks = radarLooks;
  protected readonly kinds = contactWords;
  protected readonly shown = signal(false);
  protected readonly words = computed(() => findingWords(this.alarm().finding));
  protected readonly script = computed(() => callScript(this.alarm(), this.session.me()?.site.name ?? 'us', (instant) => this.site.dateTime(instant)));
  protected readonly standing = computed(() => {
    const a = this.alarm();
    return a.state === 'over' ? `over since ${this.site.dateTime(a.overAt ?? a.at)}` : a.state === 'dismissed' ? 'dismissed' : `since ${this.site.dateTime(a.at)}`;
  });

  protected height(n: number): number {
    return (n * 100) / Math.max(1, ...this.alarm().weeks);
  }
  protected async dismiss(): Promise<void> {
    const done = await this.acting.make<RadarView>(`radar/${this.alarm().id}/dismiss`, async (attempt) => {
      const answer = await this.fields.ask({ title: `This is no matter: ${this.alarm().facility}`, sentence: 'It is not raised again for as long as you say. The reason stands in the history of this partner.', verb: 'Dismiss', fields: [{ name: 'reason', label: 'Why', kind: 'words' }, { name: 'days', label: 'For how many days', kind: 'number', value: '14' }] }, attempt);
      return answer && { reason: answer['reason'], days: Number(answer['days']) };
    });
    if (done) this.changed.emit(done);
  }
}
