import { Injectable, signal } from '@angular/core';

/** Who is on call now for the person's service line, shown in the top bar: "On call: R. Díaz until 07:00". Set by the duty calendar. */
@Injectable({ providedIn: 'root' })
export class OnCall {
  readonly now = signal<{ readonly name: string; readonly until: string } | null>(null);
}
