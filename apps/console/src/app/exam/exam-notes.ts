import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ConflictNote, Note, SiteTime } from '@causeway/console-ui';
import type { Problem } from '@causeway/contracts';
import { wordsOf } from '../core/api/problem-words';

/** What a conflict of another person means here, by the code of the refusal. */
const others: Readonly<Record<string, string>> = {
  'held-by-other': 'is working on this exam',
  'changed-meanwhile': 'changed this exam',
  'revision-changed': 'sent new images',
};

/** What stood in the way of the last act, a claim that was lost, an exam that was parted off. */
@Component({
  selector: 'cw-exam-notes',
  imports: [ConflictNote, Note, RouterLink],
  template: `
    @if (lostClaim(); as lost) {
      <cw-note hue="attn" icon="lock" role="alert">
        <b>Your claim ended{{ lost.holder === null ? '' : ': ' + lost.holder + ' holds it now' }}.</b> It was yours until {{ site.time(lost.until) }}. Answers that were saved stay.
        <button type="button" (click)="claimSeen.emit()">Understood</button>
      </cw-note>
    }
    @if (refusal(); as problem) {
      @if (conflict(); as did) {
        <cw-conflict-note [by]="did.by" [did]="did.did" [at]="problem.at" (look)="seen.emit()" />
      } @else {
        @let words = wordsOf(problem);
        <cw-note [hue]="words.hue" [icon]="words.icon" role="alert">
          <b>{{ words.title }}.</b> {{ words.text }}@if (words.traceId) { <span class="cw-mono">{{ words.traceId }}</span>}
          <button type="button" (click)="seen.emit()">Understood</button>
        </cw-note>
      }
    }
    @if (child(); as id) {
      <cw-note hue="good" icon="call_split">The series are an exam of their own now. <a [routerLink]="['/inbound', id]">Open it</a></cw-note>
    }
  `,
  styles: `
    :host { display: grid; gap: 8px; }
    :host:empty { display: none; }
    button { border: 0; padding: 2px 0; margin-inline-start: 4px; background: none; color: var(--mat-sys-primary); text-decoration: underline; text-underline-offset: 2px; cursor: pointer; min-height: 24px; }
  `,
})
export class ExamNotes {
  readonly refusal = input<Problem | null>(null);
  readonly lostClaim = input<{ readonly holder: string | null; readonly until: string } | null>(null);
  readonly child = input<string | null>(null);
  readonly seen = output<void>();
  readonly claimSeen = output<void>();
  protected readonly site = inject(SiteTime);
  protected readonly wordsOf = wordsOf;

  /** Somebody was faster; other refusals say themselves what is missing. */
  protected readonly conflict = computed(() => {
    const problem = this.refusal();
    if (problem === null) return null;
    const did = others[problem.code ?? ''] ?? (problem.status === 412 ? 'changed this exam' : null);
    if (did === null) return null;
    return { did, by: problem.by ?? (problem.code === 'revision-changed' ? 'The sender' : undefined) };
  });
}
