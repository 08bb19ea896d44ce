import { Injectable, signal } from '@angular/core';

/** Who is on call now for the person's service lines, shown in the top bar: "On call: R. Díaz until 07:00". Nobody is a gap. Set by the duty calendar. */
@Injectable({ providedIn: 'root' })
export class OnCall {
  readonly now = signal<{ readonly name: string | null; readonly until: string; readonly more: number } | null>(null);
}
