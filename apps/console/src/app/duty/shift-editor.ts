import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Note } from '@causeway/console-ui';
import type { PersonRef, RotaView } from '@causeway/contracts';
import { shiftsOf, type Shift } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { DutyApi } from './duty.api';
import { fromField, rotaOf, spanWords, toField } from './duty-words';
import { Schedule } from './schedule';

export interface Editing { readonly rota: RotaView; readonly how: 'override' | 'swap'; readonly from: number; readonly to: number }

/** Somebody else for some hours, or one's own hours offered to a colleague. What it would make of the schedule is shown before it is saved. */
@Component({
  selector: 'cw-shift-editor',
  imports: [Field, FieldInput, MatButton, Note, Schedule],
  template: `
    <form class="cw-panel" (submit)="save($event)" [attr.aria-label]="title()">
      <div class="cw-panel-head"><h2>{{ title() }}</h2><span class="cw-spacer"></span><span class="cw-muted cw-small">{{ editing().rota.name }}, times of {{ editing().rota.zone }}</span></div>
      <div class="cw-panel-body grid">
        <cw-field label="From" [fault]="faults()['/from'] ?? null"><input cwInput type="datetime-local" required [value]="from()" (input)="from.set(value($event))" /></cw-field>
        <cw-field label="To" [fault]="faults()['/to'] ?? null"><input cwInput type="datetime-local" required [value]="to()" (input)="to.set(value($event))" /></cw-field>
        <cw-field [label]="swap() ? 'Offer to' : 'On duty'" [fault]="faults()['/personId'] ?? faults()['/receiverId'] ?? null">
          <select cwInput required (change)="person.set(value($event))">
            <option value="" [selected]="person() === ''">Choose</option>
            @for (p of choices(); track p.id) {<option [value]="p.id" [selected]="person() === p.id">{{ p.name }}</option>}
            @if (!swap()) {<option value="nobody" [selected]="person() === 'nobody'">Nobody: whoever has it is away</option>}
          </select>
        </cw-field>
        <cw-field [label]="swap() ? 'A word to them' : 'Reason'" [optional]="swap()" [fault]="faults()['/reason'] ?? null"><input cwInput type="text" maxlength="300" [value]="reason()" (input)="reason.set(value($event))" /></cw-field>
        <div class="whole" aria-live="polite">
          @if (preview(); as shifts) {
            <cw-duty-schedule [days]="days()" [tracks]="[{ name: 'As planned', shifts: editing().rota.shifts }, { name: 'As it would be', shifts }]" [zone]="editing().rota.zone" [now]="now()" [names]="names()" [me]="me()" />
            <p class="cw-small cw-muted">{{ difference() }}</p>
          }
        </div>
        @if (refused(); as words) {<cw-note class="whole" hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        <div class="whole foot"><button matButton="filled" type="submit" [disabled]="busy()" disabledInteractive>{{ swap() ? 'Offer' : 'Save' }}</button><button matButton="outlined" type="button" (click)="closed.emit(false)">Cancel</button></div>
      </div>
    </form>
  `,
  styles: `
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 10px 14px; }
    .whole { grid-column: 1 / -1; }
    .foot { display: flex; gap: 8px; }
    p { margin: 6px 0 0; }
  `,
})
export class ShiftEditor {
  private readonly api = inject(DutyApi);
  readonly editing = input.required<Editing>();
  readonly people = input.required<readonly PersonRef[]>();
  readonly names = input.required<ReadonlyMap<string, string>>();
  readonly days = input.required<readonly number[]>();
  readonly now = input.required<number>();
  readonly me = input<string | null>(null);
  readonly closed = output<boolean>();

  protected readonly swap = computed(() => this.editing().how === 'swap');
  protected readonly title = computed(() => (this.swap() ? 'Offer my hours' : 'Change who is on'));
  protected readonly from = linkedSignal(() => toField(Math.max(this.editing().from, this.swap() ? this.now() + 60_000 : this.editing().from), this.editing().rota.zone));
  protected readonly to = linkedSignal(() => toField(this.editing().to, this.editing().rota.zone));
  protected readonly person = linkedSignal(() => (this.editing() ? '' : ''));
  protected readonly reason = linkedSignal(() => (this.editing() ? '' : ''));
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);
  protected readonly faults = signal<Readonly<Record<string, string>>>({});
  protected readonly choices = computed(() => this.people().filter((p) => this.editing().rota.fits.includes(p.id) && (!this.swap() || p.id !== this.me())));

  private readonly span = computed(() => {
    const { zone } = this.editing().rota;
    const [from, to] = [fromField(this.from(), zone), fromField(this.to(), zone)];
    return from !== null && to !== null && to > from ? { from, to } : null;
  });
  protected readonly preview = computed((): readonly Shift[] | null => {
    const [span, person, days] = [this.span(), this.person(), this.days()];
    if (!span || person === '') return null;
    const rota = rotaOf(this.editing().rota);
    return shiftsOf({ ...rota, overrides: [...rota.overrides, { id: 'draft', person: person === 'nobody' ? null : person, ...span }] }, { from: days[0] ?? 0, to: days.at(-1) ?? 0 });
  });
  protected readonly difference = computed(() => {
    const mine = (this.preview() ?? []).filter((s) => s.source === 'draft');
    if (mine.length === 0) return 'These hours are outside what this rota answers for, so nothing would change.';
    const who = this.person() === 'nobody' ? 'Nobody is' : `${this.names().get(this.person()) ?? ''} is`;
    return `${who} on duty ${mine.map((s) => spanWords(s.from, s.to, this.editing().rota.zone)).join(', ')}.${this.swap() ? ' It stays yours until they accept.' : ''}`;
  });

  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const span = this.span();
    if (this.busy()) return;
    if (!span || this.person() === '') {
      this.refused.set(span ? 'Choose a person.' : 'The end comes after the beginning.');
      return;
    }
    this.busy.set(true);
    const [from, to] = [new Date(span.from).toISOString(), new Date(span.to).toISOString()];
    const { id } = this.editing().rota;
    try {
      if (this.swap()) await this.api.offerSwap(id, { from, to, receiverId: this.person(), note: this.reason() });
      else await this.api.override(id, { from, to, personId: this.person() === 'nobody' ? null : this.person(), reason: this.reason() });
      this.closed.emit(true);
    } catch (error) {
      const { problem } = problemFrom(error);
      this.faults.set(Object.fromEntries((problem.errors ?? []).map((e) => [e.pointer, e.detail])));
      this.refused.set(wordsOf(problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
