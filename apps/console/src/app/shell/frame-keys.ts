import { DestroyRef, inject } from '@angular/core';
import { Router } from '@angular/router';
import { type KeyBinding, Keymap, KeysSheetOpener } from '@causeway/console-ui';
import { Access } from '../core/access/access';
import { PaletteOpener } from '../core/palette/palette-opener';
import { Preferences } from '../core/preferences/preferences';
import { abilitiesOf, slices } from '../slices';

/** Keys that work everywhere. */
export function registerFrameKeys(): void {
  const router = inject(Router);
  const palette = inject(PaletteOpener);
  const sheet = inject(KeysSheetOpener);
  const preferences = inject(Preferences);
  const access = inject(Access);
  const goes: KeyBinding[] = slices.map((slice) => ({
    keys: [`g ${slice.key}`],
    does: `Go to ${slice.title}`,
    when: () => abilitiesOf(slice).some((name) => access.can(name)),
    run: () => void router.navigate(['/', slice.path]),
  }));
  const bindings: KeyBinding[] = [
    { keys: ['Mod+k', '/'], does: 'Search and commands', run: () => palette.open() },
    { keys: ['?'], does: 'All keys', run: () => sheet.open() },
    { keys: ['Shift+h'], does: 'Hide or show names', run: () => preferences.namesHidden.update((hidden) => !hidden) },
    ...goes,
  ];
  inject(Keymap).register({ name: 'Everywhere', element: null, bindings }, inject(DestroyRef));
}
