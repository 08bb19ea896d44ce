import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { SiteTime } from '@causeway/console-ui';
import type { DutyPage, RotaView } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { DutyApi } from './duty.api';

/** Secret addresses for calendar programs. Each is shown once, and can be revoked. */
@Component({
  selector: 'cw-calendar-links',
  imports: [MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="cw-calendar-links">
      <div class="cw-panel-head"><h2 id="cw-calendar-links">In your own calendar</h2></div>
      <div class="cw-panel-body">
        <p class="cw-small cw-muted">A secret address your calendar program reads: shifts and names of colleagues, nothing about patients. Who has the address sees them, so share it with nobody.</p>
        <div class="cw-row cw-wrap">
          <select class="cw-input" aria-label="What the calendar shows" (change)="chosen.set(value($event))"><option value="">My own shifts</option>@for (r of rotas(); track r.id) {<option [value]="r.id">{{ r.name }}</option>}</select>
          <button matButton="outlined" type="button" (click)="make()">Make an address</button>
        </div>
        <div role="status">@if (made(); as address) {<p>Copy it now, it is not shown again: <code>{{ address }}</code></p>}@if (fault(); as words) {<p class="fault">{{ words }}</p>}</div>
        @if (links().length > 0) {
          <ul>@for (l of links(); track l.id) {<li>{{ nameOf(l.rotaId) }} <span class="cw-muted">made {{ site.date(l.madeAt) }}, {{ l.lastUsedAt ? 'last read ' + site.dateTime(l.lastUsedAt) : 'never read yet' }}</span> <button matButton="text" class="cw-xs" type="button" (click)="revoke(l.id)">Revoke<span class="cw-vh"> the address of {{ nameOf(l.rotaId) }}, made {{ site.dateTime(l.madeAt) }}</span></button></li>}</ul>
        }
      </div>
    </section>
  `,
  styles: `
    select { max-width: 320px; }
    p { margin: 0 0 8px; } code { overflow-wrap: anywhere; font: var(--cw-code); } .fault { color: var(--cw-stop); }
    ul { display: grid; gap: 4px; margin: 8px 0 0; padding: 0; list-style: none; }
  `,
})
export class CalendarLinks {
  private readonly api = inject(DutyApi);
  protected readonly site = inject(SiteTime);
  readonly links = input.required<DutyPage['links']>();
  readonly rotas = input.required<readonly RotaView[]>();
  readonly changed = output<void>();
  protected readonly chosen = signal('');
  protected readonly made = signal<string | null>(null);
  protected readonly fault = signal<string | null>(null);

  protected value(event: Event): string {
    return (event.target as HTMLSelectElement).value;
  }
  protected nameOf(rotaId: string | null): string {
    return rotaId === null ? 'My own shifts' : (this.rotas().find((r) => r.id === rotaId)?.name ?? 'A rota that ended');
  }
  protected make(): Promise<void> {
    return this.do(async () => this.made.set(`${location.origin}${(await this.api.share(this.chosen() === '' ? null : this.chosen())).path}`));
  }
  protected revoke(id: string): Promise<void> {
    return this.do(() => this.api.revoke(id));
  }

  private async do(work: () => Promise<void>): Promise<void> {
    this.fault.set(null);
    try {
      await work();
      this.changed.emit();
    } catch (error) {
      this.fault.set(wordsOf(problemFrom(error).problem).text);
    }
  }
}
