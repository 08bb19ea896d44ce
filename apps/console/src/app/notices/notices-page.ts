import { Component, computed, DestroyRef, ElementRef, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Kbd, Keymap, LiveStrip, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { NoticeView, Problem } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { wordsOf } from '../core/api/problem-words';
import { Access } from '../core/access/access';
import { noticesFeature } from '../core/notices/notices.reducer';
import { NoticeActs } from './notice-acts';
import { groupOf, groupWords, isNew, type NoticeGroup, noticeGroups } from './notice-groups';
import { NoticeItem } from './notice-item';

/** One's own notices: what needs an answer, what concerns the team, what is good to know; and what was answered, folded away. */
@Component({
  selector: 'cw-notices-page',
  imports: [EmptyState, Kbd, LiveStrip, MatButton, Note, NoticeItem, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './notices-page.html',
  styleUrl: './notices-page.scss',
})
export class NoticesPage {
  private readonly acts = inject(NoticeActs);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly rows = inject(Store).selectSignal(noticesFeature.selectRows);

  protected readonly administrator = inject(Access).can('settings.change');
  protected readonly status = signal<'loading' | 'ready' | 'failed'>('loading');
  protected readonly busy = signal(false);
  private readonly problem = signal<Problem | null>(null);
  protected readonly failure = computed(() => {
    const problem = this.problem();
    return problem === null ? null : wordsOf(problem);
  });

  /** Where each notice stood when the page was last put in order: what is answered or new moves nothing under the cursor. */
  private readonly places = signal<ReadonlyMap<string, NoticeGroup>>(new Map());
  protected readonly arrived = computed(() => this.rows().filter((n) => !this.places().has(n.id)).length);
  protected readonly groups = computed(() => {
    const rows = new Map(this.rows().map((n) => [n.id, n]));
    const shown = [...this.places()].flatMap(([id, group]) => {
      const notice = rows.get(id);
      return notice === undefined ? [] : [{ group, notice }];
    });
    return noticeGroups.map((group) => ({ group, ...groupWords[group], rows: shown.filter((s) => s.group === group).map((s) => s.notice) }));
  });
  protected readonly open = computed(() => this.groups().filter((g) => g.group !== 'done'));
  protected readonly done = computed(() => this.groups().find((g) => g.group === 'done')?.rows ?? []);
  protected readonly sum = computed(() => {
    const waits = this.rows().filter((n) => n.ackNeeded).length;
    return waits === 0 ? 'nothing waits for your answer' : waits === 1 ? '1 waits for your answer' : `${waits} wait for your answer`;
  });

  constructor() {
    void this.load();
    inject(Keymap).register({
      name: 'Notices',
      element: this.host,
      bindings: [
        { keys: ['e'], does: 'Done: acknowledge it, or say that it was seen', run: () => void this.doneHere() },
        { keys: ['j', 'ArrowDown'], does: 'Next notice', run: () => this.step(1) },
        { keys: ['k', 'ArrowUp'], does: 'Notice before', run: () => this.step(-1) },
      ],
    }, inject(DestroyRef));
    inject(Keymap).register({
      name: 'Notices',
      element: null,
      bindings: [
        { keys: ['.'], does: 'Show what is new', when: () => this.arrived() > 0, run: () => this.arrange() },
        { keys: ['j', 'k'], does: 'Go to the notices', run: () => this.step(1) },
      ],
    }, inject(DestroyRef));
  }

  protected async load(): Promise<void> {
    if (this.rows().length > 0) this.status.set('ready');
    this.arrange();
    const problem = await this.acts.refresh();
    this.arrange();
    this.problem.set(problem);
    this.status.set(problem === null || this.rows().length > 0 ? 'ready' : 'failed');
  }

  /** Puts every notice where it belongs now. */
  protected arrange(): void {
    this.places.set(new Map(this.rows().map((n) => [n.id, groupOf(n)])));
  }

  protected acknowledge(notice: NoticeView): Promise<void> {
    return this.answer(() => this.acts.acknowledge(notice));
  }

  protected see(notices: readonly NoticeView[]): Promise<void> {
    return this.answer(() => this.acts.see(notices));
  }

  protected anyNew(group: NoticeGroup, notices: readonly NoticeView[]): boolean {
    return group !== 'needs-you' && notices.some(isNew);
  }

  private async answer(act: () => Promise<Problem | null>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(await act());
    this.busy.set(false);
  }

  private doneHere(): Promise<void> | void {
    const id = document.activeElement?.closest<HTMLElement>('[data-notice]')?.dataset['notice'];
    const notice = this.rows().find((n) => n.id === id);
    if (notice === undefined || groupOf(notice) === 'done') return;
    return notice.ackNeeded ? this.acknowledge(notice) : this.see([notice]);
  }

  private step(by: 1 | -1): void {
    const items = [...this.host.querySelectorAll<HTMLElement>('[data-notice]')];
    const here = items.findIndex((item) => item.contains(document.activeElement));
    items[Math.min(items.length - 1, Math.max(0, here + by))]?.focus();
  }
}
