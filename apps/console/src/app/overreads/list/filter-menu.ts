import { Component, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Icon } from '@causeway/console-ui';
import { kindWords, subspecialtyWords, urgencyWords } from '../overread-words';
import { type FilterField, filterFields, type Filters } from './overreads-query';

export const fieldWords: Readonly<Record<FilterField, string>> = { kind: 'Kind', subspecialty: 'Subspecialty', urgency: 'Urgency' };

const values: Readonly<Record<FilterField, Readonly<Record<string, string>>>> = {
  kind: Object.fromEntries(Object.entries(kindWords).map(([kind, { word }]) => [kind, word])), subspecialty: subspecialtyWords, urgency: urgencyWords,
};

/** A filter's values in words, for its chip. */
export const filterText = (field: FilterField, chosen: readonly string[]): string => chosen.map((value) => values[field][value] ?? value).join(', ');

/** Narrows the list: first by what, then which. What is chosen stands as chips above the list. */
@Component({
  selector: 'cw-read-filter-menu',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matButton="outlined" type="button" [matMenuTriggerFor]="fields"><cw-icon name="filter_list" /> Add filter</button>
    <mat-menu #fields>
      @for (field of all; track field) {<button mat-menu-item type="button" [matMenuTriggerFor]="list" (menuOpened)="opened = field">{{ words[field] }}</button>}
    </mat-menu>
    <mat-menu #list>
      @for (option of options[opened]; track option.value) {
        <button mat-menu-item type="button" role="menuitemcheckbox" [attr.aria-checked]="has(option.value)" (click)="toggled.emit({ field: opened, value: option.value })">
          <span class="tick">@if (has(option.value)) {<cw-icon name="check" size="s" />}</span>{{ option.words }}
        </button>
      }
    </mat-menu>
  `,
  styles: `.tick { display: inline-block; width: 22px; }`,
})
export class FilterMenu {
  readonly filters = input.required<Filters>();
  readonly toggled = output<{ readonly field: FilterField; readonly value: string }>();

  protected readonly all = filterFields;
  protected readonly words = fieldWords;
  protected opened: FilterField = 'kind';
  private readonly optionsOf = (field: FilterField) => Object.entries(values[field]).map(([value, words]) => ({ value, words }));
  protected readonly options = { kind: this.optionsOf('kind'), subspecialty: this.optionsOf('subspecialty'), urgency: this.optionsOf('urgency') };

  protected has(value: string): boolean {
    return this.filters()[this.opened]?.includes(value) ?? false;
  }
}
