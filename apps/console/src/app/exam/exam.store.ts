import { computed, DestroyRef, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { ChecklistView, InboundDetail, InboundRow, Problem } from '@causeway/contracts';
import type { CheckAnswer, InboundState } from '@causeway/domain';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { auditTime, filter, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { resyncs, signalsOf } from '../core/stream/signals';
import { checkRows, LEAST_NOTE, type NoteDrafts, type SeenAnswers, verdictOf, withSeen } from './check/check-rows';
import { ChecklistSaver, type GivenAnswer, type SavingState } from './check/checklist-saver';
import { ExamApi } from './exam.api';

interface ExamState {
  readonly id: string;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly detail: InboundDetail | null;
  /** Why the last reading failed; what was read before stays. */
  readonly problem: Problem | null;
  /** What stood in the way of the last act. */
  readonly refusal: Problem | null;
  /** The claim ran out, or somebody took it: who holds it now, and until when it was ours. */
  readonly lostClaim: { readonly holder: string | null; readonly until: string } | null;
  readonly seen: SeenAnswers;
  readonly drafts: NoteDrafts;
  readonly saving: SavingState;
}

const initial: ExamState = { id: '', status: 'loading', detail: null, problem: null, refusal: null, lostClaim: null, seen: {}, drafts: {}, saving: 'idle' };

/** Signals come in bursts while images arrive: the page is read at most once in this time. */
const TOGETHER_MS = 700;
/** States in which somebody works on an exam, so that losing a claim matters. */
const worked = new Set<InboundState>(['quarantined', 'identifying', 'checking', 'triaging', 'parked']);
const kinds = ['inbound', 'exam', 'transfer', 'match', 'overread', 'lease', 'recall', 'registration'] as const;

const withAnswer = (view: ChecklistView, item: string, given: GivenAnswer): ChecklistView => ({
  ...view,
  items: view.items.map((i) => (i.id === item ? { ...i, answer: given.answer, note: given.note === '' ? null : given.note, by: null } : i)),
});

/** One exam: read, kept live, its checklist saved as it is answered. */
export const ExamStore = signalStore(
  withState(initial),
  withComputed(({ detail, seen, drafts }) => {
    const rows = computed(() => {
      const exam = detail();
      return exam?.checklist ? checkRows(exam.checklist, seen(), drafts(), exam.images.received) : [];
    });
    return {
      rows,
      verdict: computed(() => {
        const view = detail()?.checklist;
        return view ? verdictOf(view, rows()) : null;
      }),
    };
  }),
  withMethods((store, api = inject(ExamApi)) => {
    let asked = 0;
    let saver: ChecklistSaver | null = null;

    const dropSaver = (): void => {
      saver?.stop();
      saver = null;
      patchState(store, { saving: 'idle' });
    };

    /** Takes in what the server says; answers it does not have yet stay. `own`: it is what an act of ours came to. */
    const take = (read: InboundDetail, own = false): void => {
      const before = store.detail();
      if (before?.checklist?.revision !== read.checklist?.revision) dropSaver();
      const checklist = read.checklist && [...(saver?.unsaved() ?? [])].reduce((view, [item, given]) => withAnswer(view, item, given), read.checklist);
      const detail = { ...read, checklist };
      patchState(store, { detail, status: 'ready', problem: null, seen: withSeen(store.seen(), checklist, detail.images.received), lostClaim: own || detail.lease?.mine ? null : (lost(before, detail) ?? store.lostClaim()) });
    };

    const load = async (): Promise<void> => {
      const mine = ++asked;
      try {
        const detail = await api.detail(store.id());
        if (mine === asked) take(detail);
      } catch (error) {
        if (mine === asked) patchState(store, { problem: problemFrom(error).problem, status: store.detail() === null ? 'failed' : 'ready' });
      }
    };

    const saverOf = (revision: number): ChecklistSaver =>
      (saver ??= new ChecklistSaver(revision, {
        send: (body) => api.saveChecklist(store.id(), body),
        saved: (detail) => {
          asked += 1;
          take(detail);
        },
        refused: (refusal) => {
          patchState(store, { refusal });
          void load();
        },
        told: (saving) => patchState(store, { saving }),
      }));

    return {
      load,

      async open(id: string): Promise<void> {
        dropSaver();
        patchState(store, { ...initial, id });
        await load();
      },

      /** The row an act of ours answered with; what hangs on it is asked for again. */
      taken(row: InboundRow): void {
        const detail = store.detail();
        if (detail?.id !== row.id) return;
        take({ ...detail, ...row }, true);
        patchState(store, { refusal: null });
        void load();
      },

      refused(refusal: Problem | null): void {
        patchState(store, { refusal });
        if (refusal !== null) void load();
      },

      forgetLostClaim(): void {
        patchState(store, { lostClaim: null });
      },

      /** An answer of the person at the page: shown at once, saved as they go. A fail waits for its note. */
      answer(item: string, answer: CheckAnswer | null, note = ''): void {
        const exam = store.detail();
        if (!exam?.checklist) return;
        const drafts = Object.fromEntries(Object.entries(store.drafts()).filter(([id]) => id !== item));
        if (answer === 'fail' && note.trim().length < LEAST_NOTE) {
          patchState(store, { drafts: { ...drafts, [item]: note } });
          return;
        }
        const given = { answer, note: note.trim() };
        const checklist = withAnswer(exam.checklist, item, given);
        patchState(store, { drafts, detail: { ...exam, checklist }, seen: withSeen(store.seen(), checklist, exam.images.received) });
        saverOf(checklist.revision).give(item, given);
      },

      /** Tries now to save what waits for the line. */
      saveNow(): void {
        void saver?.flush();
      },

      close: dropSaver,
    };
  }),
  withHooks({
    onInit(store) {
      const about = signalsOf(...kinds).pipe(filter((e) => e.id === store.id() || e.about === store.id()));
      merge(about, resyncs()).pipe(auditTime(TOGETHER_MS), takeUntilDestroyed()).subscribe(() => void store.load());
      inject(DestroyRef).onDestroy(() => store.close());
    },
  }),
);

function lost(before: InboundDetail | null, after: InboundDetail): ExamState['lostClaim'] {
  if (before?.id !== after.id || before.lease?.mine !== true || !worked.has(after.state)) return null;
  return { holder: after.lease?.holder.name ?? null, until: before.lease.until };
}
