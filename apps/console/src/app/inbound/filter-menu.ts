import { Component, computed, inject, input, output, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Icon, inboundLooks } from '@causeway/console-ui';
import { Access } from '../core/access/access';
import { InboundApi } from './inbound.api';
import { type FilterField, filterFields, type Filters } from './inbox-query';
import { doorWords, fieldWords, matchStateWords, urgencyWords } from './inbound-words';

export interface FilterOption {
  readonly value: string;
  readonly words: string;
}

const modalities = ['CT', 'MR', 'CR', 'DX', 'US', 'MG', 'NM', 'PT', 'XA', 'RF', 'XC', 'ES', 'SR', 'DOC', 'OT'];
const lines = ['neurology', 'orthopaedics', 'chest', 'oncology', 'breast', 'cardiology', 'paediatrics', 'vascular', 'trauma', 'burn', 'general'];
const wordsOf = (words: Readonly<Record<string, string>>): FilterOption[] => Object.entries(words).map(([value, text]) => ({ value, words: text }));
const closed: Readonly<Record<Exclude<FilterField, 'source'>, readonly FilterOption[]>> = {
  state: Object.entries(inboundLooks).map(([value, look]) => ({ value, words: look.word })),
  urgency: wordsOf(urgencyWords),
  modality: modalities.map((value) => ({ value, words: value })),
  door: [...new Map(wordsOf(doorWords).map((o) => [o.words, o])).values()],
  match: wordsOf(matchStateWords),
  serviceLine: lines.map((value) => ({ value, words: value.charAt(0).toUpperCase() + value.slice(1) })),
  report: [{ value: 'yes', words: 'Present' }, { value: 'no', words: 'Missing' }],
};

/** Narrows the list: first by what, then which. What is chosen stands as chips above the list. */
@Component({
  selector: 'cw-filter-menu',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger],
  template: `
    <button matButton="outlined" type="button" [matMenuTriggerFor]="fields"><cw-icon name="filter_list" /> Add filter</button>
    <mat-menu #fields>
      @for (field of all(); track field) {<button mat-menu-item type="button" [matMenuTriggerFor]="values" (menuOpened)="opened = field">{{ words[field] }}</button>}
    </mat-menu>
    <mat-menu #values>
      @for (option of options()[opened]; track option.value) {
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

  private readonly api = inject(InboundApi);
  private readonly access = inject(Access);
  private readonly seesFacilities = computed(() => this.access.can('facility.read'));
  private readonly facilities = resource({ loader: () => (this.seesFacilities() ? this.api.facilities() : Promise.resolve([])), defaultValue: [] });
  /** Who may not read the directory cannot choose a sender from it. */
  protected readonly all = computed(() => filterFields.filter((field) => field !== 'source' || this.seesFacilities()));
  protected readonly words = fieldWords;
  protected opened: FilterField = 'state';
  protected readonly options = computed<Readonly<Record<FilterField, readonly FilterOption[]>>>(() => ({ ...closed, source: this.sources() }));
  private readonly sources = computed(() => (this.facilities.hasValue() ? this.facilities.value().filter((f) => !f.host).map((f) => ({ value: f.id, words: f.name })) : []));

  /** A filter's values in words, for its chip. */
  say(field: FilterField, values: readonly string[]): string {
    return values.map((value) => this.options()[field].find((o) => o.value === value)?.words ?? value).join(', ');
  }

  protected has(value: string): boolean {
    return this.filters()[this.opened]?.includes(value) ?? false;
  }
}
