import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import type { ReportText } from '@causeway/contracts';
import { Session } from '../../core/session/session';

/** A text that was typed and is not stored on the server yet. */
export interface UnsavedText {
  readonly text: ReportText;
  /** What the server had stored when this was typed, as JSON: tells whether somebody else wrote since. */
  readonly base: string;
  readonly revisionSeen: number;
}

/**
 * Keeps what could not be saved while its page is left: in this window's memory only, and only for who typed it. A text is patient data, so it
 * never goes into the browser's storage. As long as one is kept, closing the window asks first.
 */
@Injectable({ providedIn: 'root' })
export class UnsavedTexts {
  private readonly kept = signal<ReadonlyMap<string, UnsavedText>>(new Map());
  readonly ids = computed(() => [...this.kept().keys()]);
  private owner: string | null = null;

  constructor() {
    const session = inject(Session);
    effect(() => {
      const person = session.person()?.id ?? null;
      if (person === null || person === this.owner) return;
      if (this.owner !== null) this.kept.set(new Map());
      this.owner = person;
    });
    const view = inject(DOCUMENT).defaultView;
    const ask = (event: BeforeUnloadEvent) => {
      if (this.kept().size > 0) event.preventDefault();
    };
    view?.addEventListener('beforeunload', ask);
    inject(DestroyRef).onDestroy(() => view?.removeEventListener('beforeunload', ask));
  }

  of(overreadId: string): UnsavedText | null {
    return this.kept().get(overreadId) ?? null;
  }

  keep(overreadId: string, text: UnsavedText): void {
    this.kept.update((kept) => new Map(kept).set(overreadId, text));
  }

  drop(overreadId: string): void {
    if (!this.kept().has(overreadId)) return;
    this.kept.update((kept) => new Map([...kept].filter(([id]) => id !== overreadId)));
  }
}
