import { Component, inject } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { type Density, Icon, type IconName } from '@causeway/console-ui';
import { Preferences, type Theme } from '../core/preferences/preferences';

/** Theme and density, as the person likes them in this browser. */
@Component({
  selector: 'cw-theme-menu',
  imports: [Icon, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matIconButton type="button" aria-label="Theme and density" [matMenuTriggerFor]="menu"><cw-icon name="contrast" /></button>
    <mat-menu #menu="matMenu">
      @for (theme of themes; track theme.value) {
        <button mat-menu-item role="menuitemradio" [attr.aria-checked]="preferences.theme() === theme.value" (click)="preferences.theme.set(theme.value)">
          <cw-icon [name]="theme.icon" />{{ theme.word }}@if (preferences.theme() === theme.value) {<cw-icon class="tick" name="check" size="s" />}
        </button>
      }
      <hr aria-hidden="true" />
      @for (density of densities; track density.value) {
        <button mat-menu-item role="menuitemradio" [attr.aria-checked]="preferences.density() === density.value" (click)="preferences.density.set(density.value)">
          <cw-icon name="table_rows" />{{ density.word }}@if (preferences.density() === density.value) {<cw-icon class="tick" name="check" size="s" />}
        </button>
      }
    </mat-menu>
  `,
  styles: `
    hr { margin: 4px 0; border: 0; border-top: 1px solid var(--mat-sys-outline-variant); }
    .tick { margin-inline: 10px 0; }
  `,
})
export class ThemeMenu {
  protected readonly preferences = inject(Preferences);
  protected readonly themes: readonly { value: Theme; word: string; icon: IconName }[] = [
    { value: 'system', word: 'As the system', icon: 'contrast' },
    { value: 'light', word: 'Light', icon: 'light_mode' },
    { value: 'dark', word: 'Dark', icon: 'dark_mode' },
  ];
  protected readonly densities: readonly { value: Density; word: string }[] = [
    { value: 'comfortable', word: 'Comfortable rows' },
    { value: 'compact', word: 'Compact rows' },
    { value: 'dense', word: 'Dense rows' },
  ];
}
