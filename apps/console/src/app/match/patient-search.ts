import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, PersonName } from '@causeway/console-ui';
import type { PatientHit } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { MatchApi } from './match.api';
import { percent } from './match-words';

/** Finds a local patient the candidates do not name. What is typed goes in the body of the question, never into an address. */
@Component({
  selector: 'cw-patient-search',
  imports: [MatButton, PersonName],
  template: `
    <form role="search" (submit)="search($event)">
      <label class="cw-vh" for="patient-search">Name, MRN or birth date</label>
      <input id="patient-search" class="cw-input" type="search" autocomplete="off" maxlength="120" placeholder="Name, MRN or birth date" [value]="words()" (input)="words.set($any($event.target).value)" />
      <button matButton="outlined" class="cw-xs" type="submit">Search</button>
    </form>
    <div role="status">
      @if (says(); as said) {<p class="cw-muted cw-small">{{ said }}</p>}
    </div>
    <ul>
      @for (hit of hits(); track hit.patientId) {
        <li>
          <button type="button" (click)="picked.emit(hit.patientId)">
            <span class="cw-l1"><cw-person-name [name]="hit.name" /></span>
            <span class="cw-l2">{{ hit.sex ?? '?' }} · {{ hit.birthDate === null ? 'no birth date' : day(hit.birthDate) }} · MRN {{ hit.mrn }}</span>
            @if (hit.score !== null) {<span class="score cw-value">{{ percent(hit.score) }}</span>}
          </button>
        </li>
      }
    </ul>
  `,
  styles: `
    :host { display: block; border-bottom: 1px solid var(--mat-sys-outline-variant); }
    form { display: flex; gap: 8px; padding: 10px 14px; }
    input { flex: 1; min-width: 0; }
    p { padding: 0 14px 10px; }
    ul { margin: 0; padding: 0; list-style: none; max-height: 240px; overflow: auto; }
    li button { position: relative; display: block; width: 100%; padding: 8px 64px 8px 14px; border: 0; border-top: 1px solid var(--mat-sys-outline-variant); background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
    li button:hover { background: var(--mat-sys-surface-container); }
    .score { position: absolute; inset-inline-end: 14px; top: 9px; }
  `,
})
export class PatientSearch {
  readonly examId = input.required<string>();
  readonly picked = output<string>();

  private readonly api = inject(MatchApi);
  protected readonly words = signal('');
  protected readonly hits = signal<readonly PatientHit[]>([]);
  protected readonly says = signal<string | null>(null);
  protected readonly day = dateText;
  protected readonly percent = percent;

  protected async search(event: Event): Promise<void> {
    event.preventDefault();
    const q = this.words().trim();
    if (q.length < 2) return this.says.set('Type at least two letters or digits.');
    this.says.set('Searching');
    try {
      const hits = await this.api.search(q, this.examId());
      this.hits.set(hits);
      this.says.set(hits.length === 0 ? 'Nobody found. Try a part of the name, the birth date, or ask registration.' : null);
    } catch (error) {
      this.says.set(wordsOf(problemFrom(error).problem).text);
    }
  }
}
