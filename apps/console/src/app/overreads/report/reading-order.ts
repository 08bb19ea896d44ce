import { Injectable, signal } from '@angular/core';

/** How a person goes through their reads. Chosen for as long as the window is open. */
@Injectable({ providedIn: 'root' })
export class ReadingOrder {
  /** The next read opens by itself after signing. */
  readonly nextAfterSign = signal(false);
}
