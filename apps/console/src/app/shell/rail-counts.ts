import { Injectable, signal } from '@angular/core';

export interface RailCount {
  readonly count: number;
  /** Needs this person: shown in copper. */
  readonly hot: boolean;
}

/** The numbers on the rail, by path of the slice. Whoever loads a list sets its number. */
@Injectable({ providedIn: 'root' })
export class RailCounts {
  private readonly state = signal<Readonly<Record<string, RailCount>>>({});
  readonly counts = this.state.asReadonly();

  set(path: string, count: RailCount): void {
    this.state.update((counts) => ({ ...counts, [path]: count }));
  }
}
