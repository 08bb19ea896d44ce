import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import { DensityState, type Density, Keymap } from '@causeway/console-ui';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'causeway.preferences';

interface Kept {
  readonly theme: Theme;
  readonly density: Density;
  readonly singleKeys: boolean;
}

/** What a person chose about the console itself, kept in this browser. `public/theme.js` applies theme and density before the first paint. */
@Injectable({ providedIn: 'root' })
export class Preferences {
  private readonly document = inject(DOCUMENT);
  private readonly keymap = inject(Keymap);
  private readonly densityState = inject(DensityState);

  readonly theme = signal<Theme>('system');
  readonly density = this.densityState.density;
  /** Patient names are covered, for shared screens and teaching. Not kept: it must be chosen each time. */
  readonly namesHidden = signal(false);

  constructor() {
    const kept = this.read();
    this.theme.set(kept.theme ?? 'system');
    this.density.set(kept.density ?? 'compact');
    this.keymap.singleKeys.set(kept.singleKeys ?? true);
    effect(() => {
      const chosen: Kept = { theme: this.theme(), density: this.density(), singleKeys: this.keymap.singleKeys() };
      this.apply(chosen);
      this.keep(chosen);
    });
  }

  private apply({ theme, density }: Kept): void {
    const page = this.document.documentElement;
    if (theme === 'system') delete page.dataset['theme'];
    else page.dataset['theme'] = theme;
    page.classList.toggle('density-comfortable', density === 'comfortable');
    page.classList.toggle('density-dense', density === 'dense');
  }

  private read(): Partial<Kept> {
    try {
      return JSON.parse(this.document.defaultView?.localStorage.getItem(KEY) ?? '{}') as Partial<Kept>;
    } catch {
      return {};
    }
  }

  /** Storage may be closed to us; the choice then holds until the page is left. */
  private keep(chosen: Kept): void {
    try {
      this.document.defaultView?.localStorage.setItem(KEY, JSON.stringify(chosen));
    } catch {
      return;
    }
  }
}
