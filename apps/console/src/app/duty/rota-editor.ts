import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { duties } from '@causeway/access';
import { Field, FieldInput, Icon, Note } from '@causeway/console-ui';
import type { DutyPage, RotaView } from '@causeway/contracts';
import { hoursFor, shiftsOf, usualWeek, type Rotation, type Shift } from '@causeway/domain';
import { DateTime } from 'luxon';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { DutyApi, type RotaBody } from './duty.api';
import { coverWords } from './duty-words';
import { Schedule } from './schedule';

/** A rota: which duty, for which line and hours, and who takes turns. The schedule it makes is shown while it is written. */
@Component({
  selector: 'cw-rota-editor',
  imports: [Field, FieldInput, Icon, MatButton, Note, Schedule],
  templateUrl: './rota-editor.html',
  styleUrl: './rota-editor.scss',
})
export class RotaEditor {
  private readonly api = inject(DutyApi);
  /** Null: a new one. */
  readonly rota = input.required<RotaView | null>();
  readonly page = input.required<DutyPage>();
  readonly days = input.required<readonly number[]>();
  readonly now = input.required<number>();
  readonly names = input.required<ReadonlyMap<string, string>>();
  readonly closed = output<boolean>();

  protected readonly pools = Object.entries(duties).map(([id, d]) => ({ id, name: d.name }));
  protected readonly covers = Object.entries(coverWords).map(([id, name]) => ({ id, name }));
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);
  protected readonly body = linkedSignal((): RotaBody => {
    const r = this.rota();
    const { plans, zone } = this.page();
    return r
      ? { name: r.name, pool: r.pool, serviceLine: r.serviceLine, workKinds: [...r.workKinds] as RotaBody['workKinds'], zone: r.zone, cover: r.cover, rotations: r.rotations.map((x) => ({ ...x, people: [...x.people] })) }
      : { name: '', pool: 'radiologist-on-call', serviceLine: plans.lines[0] ?? null, workKinds: [], zone, cover: 'off', rotations: [this.fresh()] };
  });
  protected readonly preview = computed((): readonly Shift[] => {
    const [b, days, r] = [this.body(), this.days(), this.rota()];
    const week = hoursFor(this.page().hours, b.serviceLine, b.workKinds.length === 1 ? (b.workKinds[0] ?? null) : null)?.week ?? usualWeek;
    return shiftsOf({ id: r?.id ?? 'new', ...b, week, rotations: b.rotations.filter((x) => DateTime.fromISO(x.from).isValid && /^\d\d:\d\d$/.test(x.at)), overrides: r?.overrides ?? [] }, { from: days[0] ?? 0, to: days.at(-1) ?? 0 });
  });

  protected set(name: 'name' | 'pool' | 'serviceLine' | 'zone' | 'cover', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.body.update((b) => ({ ...b, [name]: name === 'serviceLine' && value === '' ? null : value }));
  }
  protected setRotation(i: number, name: 'every' | 'n' | 'from' | 'at', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.rotation(i, (x) => ({ ...x, [name]: name === 'n' ? Math.max(1, Math.round(Number(value))) : value }));
  }
  protected addPerson(i: number, event: Event): void {
    const select = event.target as HTMLSelectElement;
    const { value } = select;
    select.value = '';
    if (value !== '') this.rotation(i, (x) => ({ ...x, people: [...x.people, value] }));
  }
  protected removePerson(i: number, at: number): void {
    this.rotation(i, (x) => ({ ...x, people: x.people.filter((_, k) => k !== at) }));
  }
  protected earlier(i: number, at: number): void {
    this.rotation(i, (x) => ({ ...x, people: x.people.map((p, k) => (k === at - 1 ? (x.people[at] ?? p) : k === at ? (x.people[at - 1] ?? p) : p)) }));
  }
  protected addRotation(): void {
    this.body.update((b) => ({ ...b, rotations: [...b.rotations, this.fresh(b.rotations.length)] }));
  }
  protected removeRotation(i: number): void {
    this.body.update((b) => ({ ...b, rotations: b.rotations.filter((_, k) => k !== i) }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    if (this.busy()) return;
    this.busy.set(true);
    try {
      const r = this.rota();
      if (r) await this.api.change(r.id, { ...this.body(), version: r.version });
      else await this.api.make(this.body());
      this.closed.emit(true);
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `${e.pointer.slice(1)}: ${e.detail}`)].join(' '));
    } finally {
      this.busy.set(false);
    }
  }

  private rotation(i: number, change: (x: RotaBody['rotations'][number]) => RotaBody['rotations'][number]): void {
    this.body.update((b) => ({ ...b, rotations: b.rotations.map((x, k) => (k === i ? change(x) : x)) }));
  }

  private fresh(n = 0): RotaBody['rotations'][number] {
    return { id: `r${n + 1}-${Math.floor(this.now() / 1000)}`, people: [], every: 'week', n: 1, from: DateTime.fromMillis(this.days()[0] ?? this.now(), { zone: this.page().zone }).toISODate() ?? '', to: null, at: '07:00' } satisfies Omit<Rotation, 'people'> & { people: string[] };
  }
}
