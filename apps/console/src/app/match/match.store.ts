import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { CandidateView, InboundDetail, MatchDetail, Problem } from '@causeway/contracts';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { debounceTime, filter, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { isConflict } from '../core/api/problem-words';
import { resyncs, signalsOf } from '../core/stream/signals';
import { MatchApi } from './match.api';

interface MatchState {
  readonly examId: string | null;
  readonly match: MatchDetail | null;
  readonly exam: InboundDetail | null;
  /** A patient found by searching, who is not among the candidates. */
  readonly searched: CandidateView | null;
  readonly pickedId: string | null;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  /** What stood in the way of the last act. */
  readonly refused: Problem | null;
  readonly busy: boolean;
}

const initial: MatchState = { examId: null, match: null, exam: null, searched: null, pickedId: null, status: 'loading', problem: null, refused: null, busy: false };

export const MatchStore = signalStore(
  withState(initial),
  withComputed(({ match, searched, pickedId }) => ({
    candidates: computed<readonly CandidateView[]>(() => {
      const known = match()?.candidates ?? [];
      const found = searched();
      return found !== null && !known.some((c) => c.patientId === found.patientId) ? [...known, found] : known;
    }),
    best: computed(() => match()?.candidates.find((c) => !c.dismissed)?.patientId ?? null),
    chosenId: computed(() => pickedId() ?? match()?.confirmed?.patientId ?? match()?.second?.patientId ?? match()?.candidates.find((c) => !c.dismissed)?.patientId ?? null),
  })),
  withComputed(({ candidates, chosenId }) => ({
    chosen: computed(() => candidates().find((c) => c.patientId === chosenId()) ?? null),
  })),
  withMethods((store, api = inject(MatchApi)) => ({
    async load(examId = store.examId()): Promise<void> {
      if (examId === null) return;
      if (examId !== store.examId()) patchState(store, { ...initial, examId });
      try {
        const [match, exam] = await Promise.all([api.ofExam(examId), api.exam(examId)]);
        if (store.examId() === examId) patchState(store, { match, exam, status: 'ready', problem: null });
      } catch (error) {
        if (store.examId() === examId) patchState(store, { status: 'failed', problem: problemFrom(error).problem });
      }
    },

    choose(patientId: string): void {
      patchState(store, { pickedId: patientId, refused: null });
    },

    /** Puts a searched patient beside the exam. */
    async compare(patientId: string): Promise<void> {
      const match = store.match();
      if (match === null) return;
      if (store.candidates().some((c) => c.patientId === patientId)) return patchState(store, { pickedId: patientId });
      try {
        patchState(store, { searched: await api.compare(match.id, patientId), pickedId: patientId, refused: null });
      } catch (error) {
        patchState(store, { refused: problemFrom(error).problem });
      }
    },

    /** True when the act was done. A conflict brings the newer state along with the words of what happened. */
    async act(move: string, body: object = {}): Promise<boolean> {
      const match = store.match();
      if (match === null || store.busy()) return false;
      try {
        await this.send(match, move, body);
        return true;
      } catch (error) {
        await this.refuse(problemFrom(error).problem);
        return false;
      }
    },

    /** Sends an act on the match as it was seen; fails with what stood in the way. */
    async send(match: MatchDetail, move: string, body: object): Promise<MatchDetail> {
      patchState(store, { busy: true, refused: null });
      try {
        const after = await api.command(match.id, move, { version: match.version, ...body });
        patchState(store, { match: after, pickedId: null });
        return after;
      } finally {
        patchState(store, { busy: false });
      }
    },

    async refuse(refused: Problem): Promise<void> {
      patchState(store, { refused });
      if (isConflict(refused)) await this.load();
    },

    understood(): void {
      patchState(store, { refused: null });
    },
  })),
  withHooks({
    onInit(store) {
      const ours = signalsOf('match', 'inbound', 'registration', 'lease').pipe(filter((e) => (e.about ?? e.id) === store.examId()));
      merge(ours, resyncs()).pipe(debounceTime(300), filter(() => !store.busy()), takeUntilDestroyed()).subscribe(() => void store.load());
    },
  }),
);
