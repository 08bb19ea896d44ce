import { DialogRef } from '@angular/cdk/dialog';
import { Component, computed, effect, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { Icon, Kbd, KeysSheetOpener } from '@causeway/console-ui';
import { abilitiesOf, slices } from '../../slices';
import { Access } from '../access/access';
import { Preferences } from '../preferences/preferences';
import { Session } from '../session/session';
import { type PaletteItem, PaletteRegistry, SEARCH_PROVIDERS } from './palette-registry';

const WAIT_MS = 200;
const SHOWN = 12;

/** One field for finding things and for commands: a combobox with its list. What was typed never reaches an address. */
@Component({
  selector: 'cw-palette',
  imports: [Icon, Kbd],
  templateUrl: './palette.html',
  styleUrl: './palette.scss',
})
export class Palette {
  private readonly ref = inject(DialogRef);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  private readonly preferences = inject(Preferences);
  private readonly session = inject(Session);
  private readonly sheet = inject(KeysSheetOpener);
  private readonly registry = inject(PaletteRegistry);
  private readonly providers = inject(SEARCH_PROVIDERS);

  protected readonly text = signal('');
  protected readonly found = signal<readonly PaletteItem[]>([]);
  protected readonly searching = signal(false);
  private readonly cursor = signal(0);

  private readonly commands = computed<readonly PaletteItem[]>(() => [
    ...this.registry.items(),
    ...slices.filter((s) => !s.offRail && abilitiesOf(s).some((name) => this.access.can(name))).map((s): PaletteItem => ({
      id: `go-${s.path}`, words: `Go to ${s.title}`, icon: s.icon, run: () => void this.router.navigate(['/', s.path]),
    })),
    { id: 'theme-light', words: 'Light theme', icon: 'light_mode', run: () => this.preferences.theme.set('light') },
    { id: 'theme-dark', words: 'Dark theme', icon: 'dark_mode', run: () => this.preferences.theme.set('dark') },
    { id: 'hide-names', words: 'Hide or show names', icon: 'visibility_off', run: () => this.preferences.namesHidden.update((h) => !h) },
    { id: 'keys', words: 'All keys', icon: 'keyboard', run: () => this.sheet.open() },
    { id: 'sign-out', words: 'Sign out', icon: 'logout', run: () => this.session.signOut() },
  ]);

  protected readonly items = computed(() => {
    const words = this.text().trim().toLowerCase();
    const commands = this.commands().filter((c) => words === '' || c.words.toLowerCase().includes(words));
    return [...this.found(), ...commands].slice(0, SHOWN);
  });
  protected readonly at = computed(() => Math.min(this.cursor(), this.items().length - 1));
  protected readonly says = computed(() => {
    if (this.searching()) return 'Searching';
    return this.items().length === 0 ? 'Nothing found' : `${this.items().length} found`;
  });

  constructor() {
    effect((cleanUp) => {
      const text = this.text().trim();
      if (text.length < 2 || this.providers.length === 0) {
        this.found.set([]);
        return;
      }
      let stale = false;
      const timer = setTimeout(() => void this.search(text, () => stale), WAIT_MS);
      cleanUp(() => {
        stale = true;
        clearTimeout(timer);
      });
    });
  }

  protected type(event: Event): void {
    this.text.set((event.target as HTMLInputElement).value);
    this.cursor.set(0);
  }

  protected onKey(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const length = this.items().length;
      if (length > 0) this.cursor.set((this.at() + step + length) % length);
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      this.choose(this.items()[this.at()]);
    }
  }

  protected choose(item: PaletteItem | undefined): void {
    if (!item) return;
    this.ref.close();
    item.run();
  }

  /** One provider that fails takes nothing from the others. */
  private async search(text: string, isStale: () => boolean): Promise<void> {
    this.searching.set(true);
    const answers = await Promise.allSettled(this.providers.map((p) => p.search(text)));
    if (isStale()) return;
    this.found.set(answers.flatMap((a) => (a.status === 'fulfilled' ? a.value : [])));
    this.searching.set(false);
  }
}
