import { Component, Directive, computed, inject, input } from '@angular/core';

let fields = 0;

/** A field with its label above and its fault or hint below. The content is one control marked `cwInput`. */
@Component({
  selector: 'cw-field',
  template: `
    <label>
      <span class="label">{{ label() }}@if (optional()) {<span> (optional)</span>}</span>
      <ng-content />
    </label>
    @if (fault(); as words) {
      <p class="fault" role="alert" [id]="noteId">{{ words }}</p>
    } @else if (hint()) {
      <p class="hint" [id]="noteId">{{ hint() }}</p>
    }
  `,
  styles: `
    :host { display: block; }
    .label { display: block; margin-bottom: 3px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    p { margin-top: 3px; font: var(--mat-sys-body-small); }
    .fault { color: var(--cw-stop); }
    .hint { color: var(--mat-sys-on-surface-variant); }
  `,
})
export class Field {
  readonly label = input.required<string>();
  readonly hint = input<string>();
  readonly fault = input<string | null>(null);
  readonly optional = input(false);

  readonly noteId = `cw-field-note-${++fields}`;
  /** Id of what stands below the control now, for its description. */
  readonly describedBy = computed(() => (this.fault() !== null || this.hint() !== undefined ? this.noteId : null));
}

/** Gives a native control the look of the console and ties it to the note of its field. */
@Directive({
  selector: 'input[cwInput], textarea[cwInput], select[cwInput]',
  host: {
    class: 'cw-input',
    '[attr.aria-invalid]': 'field?.fault() ? true : null',
    '[attr.aria-describedby]': 'field?.describedBy() ?? null',
  },
})
export class FieldInput {
  protected readonly field = inject(Field, { optional: true });
}
