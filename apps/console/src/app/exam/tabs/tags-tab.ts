import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { FieldInput, ProblemCard, OwnScript, SkeletonRows } from '@causeway/console-ui';
import type { Problem, TagRow } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { Preferences } from '../../core/preferences/preferences';
import { plainTag } from '../../viewer/pictures/facts-from-tags';
import { ViewerApi } from '../../viewer/viewer.api';

const SHOWN = 300;
/** A hand that scrolls asks only for the image it rests on. */
const REST_MS = 250;
/** Groups that say who the person is: covered while names are hidden. */
const PERSONAL = /^0010/;

/** Elements of the image that is looked at: what came, and beside it what the localised copy carries where that differs. */
@Component({
  selector: 'cw-tags-tab',
  imports: [FieldInput, OwnScript, ProblemCard, SkeletonRows],
  templateUrl: './tags-tab.html',
  styleUrl: './tags-tab.scss',
})
export class TagsTab {
  readonly examId = input.required<string>();
  /** The instance on the screen; null while none is. */
  readonly sopUid = input.required<string | null>();

  private readonly api = inject(ViewerApi);
  private readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly rows = signal<readonly TagRow[] | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly words = signal('');
  protected readonly onlyChanged = signal(false);
  protected readonly wordsOf = wordsOf;
  private readonly turn = signal(0);

  protected readonly found = computed(() => {
    const wanted = this.words().trim().toLowerCase();
    const tag = plainTag(wanted);
    return (this.rows() ?? []).filter((row) => {
      if (this.onlyChanged() && row.localised === null) return false;
      if (wanted === '') return true;
      return `${row.name} ${row.value} ${row.localised ?? ''}`.toLowerCase().includes(wanted) || (tag.length >= 4 && plainTag(row.tag).includes(tag));
    });
  });
  protected readonly shown = computed(() => this.found().slice(0, SHOWN));
  protected readonly changed = computed(() => (this.rows() ?? []).filter((row) => row.localised !== null).length);
  protected readonly valueOf = (row: TagRow, value: string): string => (this.namesHidden() && PERSONAL.test(plainTag(row.tag)) && value !== '' ? '•••' : value);

  constructor() {
    effect((onCleanup) => {
      const [examId, sopUid] = [this.examId(), this.sopUid()];
      this.turn();
      let current = true;
      onCleanup(() => (current = false));
      untracked(() => this.problem.set(null));
      if (sopUid === null) return this.rows.set(null);
      const timer = setTimeout(() => {
        this.api.tags(examId, sopUid).then(
          (rows) => (current ? this.rows.set(rows) : undefined),
          (error: unknown) => (current ? this.problem.set(problemFrom(error).problem) : undefined),
        );
      }, REST_MS);
      onCleanup(() => clearTimeout(timer));
    });
  }

  protected search(event: Event): void {
    this.words.set((event.target as HTMLInputElement).value);
  }

  protected again(): void {
    this.turn.update((n) => n + 1);
  }
}
