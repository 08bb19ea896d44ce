import { Component, computed, DestroyRef, effect, ElementRef, inject, input, output, signal, untracked, viewChildren } from '@angular/core';
import { checkSegments, FieldInput, Icon, Kbd, Keymap, Note, Segments } from '@causeway/console-ui';
import type { ChecklistVerdict, CheckAnswer } from '@causeway/domain';
import { type CheckRow, nextOpen } from './check-rows';
import type { SavingState } from './checklist-saver';

export interface ItemAnswer {
  readonly item: string;
  readonly answer: CheckAnswer | null;
  readonly note: string;
}

const answerWords: Readonly<Record<CheckAnswer, string>> = { pass: 'Pass', fail: 'Fail', na: 'n/a' };

/** The quality list: an answer per item, what the machine measured beside it, a note for every fail. y and n answer the current item. */
@Component({
  selector: 'cw-check-panel',
  imports: [FieldInput, Icon, Kbd, Note, Segments],
  templateUrl: './check-panel.html',
  styleUrl: './check-panel.scss',
})
export class CheckPanel {
  readonly rows = input.required<readonly CheckRow[]>();
  readonly verdict = input.required<ChecklistVerdict>();
  /** Answers may be given now: the exam is being checked, and nobody else holds it. */
  readonly open = input(false);
  /** Answers of an older revision exist that this page has not seen given. */
  readonly stale = input(false);
  readonly saving = input<SavingState>('idle');
  /** Items the server named when it refused. */
  readonly faults = input<ReadonlyMap<string, string>>(new Map());
  readonly answered = output<ItemAnswer>();
  readonly saveNow = output<void>();

  protected readonly segments = checkSegments;
  protected readonly words = answerWords;
  protected readonly current = signal(0);
  protected readonly done = computed(() => this.rows().length - this.verdict().unanswered.length);
  protected readonly doubted = computed(() => this.rows().some((row) => row.outdated !== null));
  private readonly elements = viewChildren<ElementRef<HTMLElement>>('row');

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    const until = inject(DestroyRef);
    const keymap = inject(Keymap);
    const may = (): boolean => this.open() && this.rows().length > 0;
    keymap.register({
      name: 'Quality check', element: null, bindings: [
        { keys: ['y'], does: 'Pass the current item', when: may, run: () => this.give('pass') },
        { keys: ['n'], does: 'Fail the current item', when: may, run: () => this.give('fail') },
      ],
    }, until);
    keymap.register({
      name: 'Quality check, while it has the focus', element: host, bindings: [
        { keys: ['ArrowDown', 'j'], does: 'Next item', run: () => this.move(1) },
        { keys: ['ArrowUp', 'k'], does: 'Previous item', run: () => this.move(-1) },
        { keys: ['Delete'], does: 'Take the answer back', when: may, run: () => this.clear() },
      ],
    }, until);
    let placed = false;
    effect(() => {
      const rows = this.rows();
      if (placed || rows.length === 0) return;
      placed = true;
      untracked(() => this.current.set(Math.max(0, nextOpen(rows, -1))));
    });
  }

  protected choose(index: number, row: CheckRow, value: string | null): void {
    this.current.set(index);
    this.send(row, value as CheckAnswer | null, value === 'fail' ? row.note : '');
    if (value === 'fail') this.toNote(index);
  }

  /** The same answer as before the new images. */
  protected stillSo(row: CheckRow): void {
    if (row.outdated) this.send(row, row.outdated.answer, row.outdated.note);
  }

  protected note(row: CheckRow, event: Event): void {
    this.send(row, 'fail', (event.target as HTMLTextAreaElement).value);
  }

  /** Moves to the first item without an answer and says whether there was one. */
  toOpenItem(): boolean {
    const at = this.rows().findIndex((row) => row.answer === null || row.wantsNote);
    if (at < 0) return false;
    this.current.set(at);
    this.focusRow(at);
    return true;
  }

  private give(answer: CheckAnswer): void {
    const at = this.current();
    const row = this.rows()[at];
    if (!row) return;
    this.send(row, answer, answer === 'fail' ? row.note : '');
    if (answer === 'fail') return this.toNote(at);
    const next = nextOpen(this.rows(), at);
    if (next >= 0) this.current.set(next);
  }

  private clear(): void {
    const row = this.rows()[this.current()];
    if (row) this.send(row, null, '');
  }

  private send(row: CheckRow, answer: CheckAnswer | null, note: string): void {
    this.answered.emit({ item: row.id, answer, note });
  }

  private move(by: number): void {
    const to = Math.max(0, Math.min(this.rows().length - 1, this.current() + by));
    this.current.set(to);
    this.focusRow(to);
  }

  private focusRow(index: number): void {
    const row = this.elements()[index]?.nativeElement;
    (row?.querySelector<HTMLElement>('input:checked') ?? row?.querySelector<HTMLElement>('input'))?.focus();
    row?.scrollIntoView?.({ block: 'nearest' });
  }

  private toNote(index: number): void {
    setTimeout(() => this.elements()[index]?.nativeElement.querySelector('textarea')?.focus());
  }
}
