import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, SiteTime, Ticker } from '@causeway/console-ui';
import type { ReportText } from '@causeway/contracts';
import type { FieldFaults } from './report-text';

type Call = NonNullable<ReportText['call']>;
const empty: Call = { person: '', how: '', at: null, readBack: false };
const MINUTE = 60_000;

/** A major or critical difference is told to a person before it is signed: who, how, when, and that they repeated it. */
@Component({
  selector: 'cw-call-record',
  imports: [Field, FieldInput, MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="cw-call-head">
      <h3 id="cw-call-head">{{ title() }}</h3>
      <div class="fields">
        <cw-field label="Person" [fault]="faults()['/text/call/person'] ?? faults()['/text/call'] ?? null">
          <input cwInput type="text" autocomplete="off" [attr.list]="requester() ? 'cw-call-people' : null" [readonly]="!writable()" [value]="now().person" (input)="set({ person: text($event) })" />
        </cw-field>
        <cw-field label="How" [fault]="faults()['/text/call/how'] ?? null">
          <input cwInput type="text" autocomplete="off" placeholder="Phone, ext. …" [readonly]="!writable()" [value]="now().how" (input)="set({ how: text($event) })" />
        </cw-field>
        <div class="when">
          <cw-field label="When" [fault]="faults()['/text/call/at'] ?? null">
            <input cwInput type="time" [readonly]="!writable()" [value]="time()" (change)="setTime(text($event))" />
          </cw-field>
          @if (writable()) {<button matButton="outlined" class="cw-xs" type="button" (click)="setNow()">Now</button>}
        </div>
        <div>
          <span class="label">Read back</span>
          <label class="back"><input class="cw-check" type="checkbox" [disabled]="!writable()" [checked]="now().readBack" [attr.aria-invalid]="faults()['/text/call/readBack'] ? true : null" (change)="set({ readBack: $any($event.target).checked })" />Yes, repeated</label>
          @if (faults()['/text/call/readBack']; as fault) {<p class="fault" role="alert">{{ fault }}</p>}
        </div>
      </div>
      @if (requester(); as name) {<datalist id="cw-call-people"><option [value]="name"></option></datalist>}
    </section>
  `,
  styles: `
    section { padding: 12px 14px; background: var(--mat-sys-surface-container-low); }
    h3 { margin-bottom: 8px; }
    .fields { display: grid; grid-template-columns: 1.2fr 1fr 1.3fr 1fr; gap: 10px; }
    .when { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 6px; }
    .when button { margin-top: 19px; height: var(--cw-control); }
    .label { display: block; margin-bottom: 3px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    .back { display: flex; align-items: center; gap: 8px; min-height: var(--cw-control); cursor: pointer; }
    .fault { font: var(--mat-sys-body-small); color: var(--cw-stop); }
    @container (max-width: 560px) { .fields { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
    :host { display: block; container-type: inline-size; }
  `,
})
export class CallRecord {
  readonly call = input<Call | null>(null);
  readonly title = input('Who was told');
  readonly requester = input<string | null>(null);
  readonly writable = input(true);
  readonly faults = input<FieldFaults>({});
  readonly changed = output<Call>();

  private readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  protected readonly now = computed(() => this.call() ?? empty);
  protected readonly time = computed(() => {
    const { at } = this.now();
    return at === null ? '' : this.site.time(at);
  });

  protected text(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected set(change: Partial<Call>): void {
    this.changed.emit({ ...this.now(), ...change });
  }

  protected setNow(): void {
    this.set({ at: new Date(this.ticker.now()).toISOString() });
  }

  /** A time of day at this site. One that lies ahead was yesterday: nobody is told before they are told. */
  protected setTime(time: string): void {
    const [hour, minute] = time.split(':').map(Number);
    if (hour === undefined || minute === undefined || Number.isNaN(hour + minute)) return this.set({ at: null });
    const today = this.site.at(this.ticker.now()).set({ hour, minute, second: 0, millisecond: 0 });
    const at = today.toMillis() > this.ticker.now() + MINUTE ? today.minus({ days: 1 }) : today;
    this.set({ at: at.toUTC().toISO() });
  }
}
