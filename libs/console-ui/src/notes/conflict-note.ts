import { Component, computed, inject, input, output } from '@angular/core';
import { SiteTime } from '../time/site-time';
import { Note } from './note';

/** Somebody was faster: who, what and when, that the own choice was not saved, and a way to see both. */
@Component({
  selector: 'cw-conflict-note',
  imports: [Note],
  template: `
    <cw-note hue="active" icon="person_alert" role="alert">
      <span><b>{{ by() ?? 'Somebody' }} {{ did() }}@if (time(); as t) { at {{ t }}}.</b></span> Your choice was not saved.
      <button type="button" class="link" (click)="look.emit()">Look at both</button>
    </cw-note>
  `,
  styles: `
    :host { display: block; }
    .link { border: 0; padding: 2px 0; background: none; color: var(--mat-sys-primary); text-decoration: underline; text-underline-offset: 2px; cursor: pointer; min-height: 24px; }
  `,
})
export class ConflictNote {
  readonly by = input<string>();
  /** "matched this exam" */
  readonly did = input('changed this');
  readonly at = input<string>();
  readonly look = output<void>();
  private readonly site = inject(SiteTime);
  protected readonly time = computed(() => {
    const at = this.at();
    return at === undefined ? null : this.site.timeWithSeconds(at);
  });
}
