import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { OverreadDetail, Problem, StreamEvent } from '@causeway/contracts';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { problemFrom } from '../../core/api/api-problem';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { OverreadsApi } from '../overreads.api';

interface OverreadState {
  readonly id: string;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly detail: OverreadDetail | null;
  readonly problem: Problem | null;
}

const initial: OverreadState = { id: '', status: 'loading', detail: null, problem: null };
const TOGETHER_MS = 400;
/** The time of a signal and the one its draft carries are of one transaction, give or take. */
const SAME_SAVE_MS = 1500;

/** One read as the server has it. A read that is shown stays in sight when asking again fails. */
export const OverreadStore = signalStore(
  withState(initial),
  withMethods((store, api = inject(OverreadsApi)) => {
    const take = (detail: OverreadDetail): void => {
      const now = store.detail();
      if (detail.id !== store.id() || (now !== null && now.id === detail.id && now.version > detail.version)) return;
      patchState(store, { detail, status: 'ready', problem: null });
    };
    const ask = async (id: string): Promise<void> => {
      try {
        take(await api.detail(id));
      } catch (error) {
        if (store.id() !== id) return;
        patchState(store, { problem: problemFrom(error).problem, status: store.detail() === null ? 'failed' : 'ready' });
      }
    };
    return {
      take,
      load(id: string): Promise<void> {
        patchState(store, { ...initial, id });
        return ask(id);
      },
      reload: (): Promise<void> => ask(store.id()),
      /** Whether a signal says something this page does not know yet. An own save, heard of again, does not. */
      concerns(event: StreamEvent): boolean {
        const detail = store.detail();
        if (detail === null || (event.id !== detail.id && event.id !== detail.examId) || event.event === 'overread.renewed') return false;
        if (event.event !== 'overread.drafted' || detail.lease?.mine !== true || detail.draftSavedAt === null) return true;
        return Math.abs(Date.parse(event.at) - Date.parse(detail.draftSavedAt)) > SAME_SAVE_MS;
      },
    };
  }),
  withHooks({
    onInit(store) {
      signalsOf('overread', 'inbound')
        .pipe(bufferTime(TOGETHER_MS), filter((events) => events.some((event) => store.concerns(event))), takeUntilDestroyed())
        .subscribe(() => void store.reload());
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.reload());
    },
  }),
);
