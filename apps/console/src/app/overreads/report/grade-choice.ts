import { Component, input, output } from '@angular/core';
import { Icon } from '@causeway/console-ui';
import { type Grade, grades } from '@causeway/domain';
import { gradeWords } from '../overread-words';

let groups = 0;

/** How our read differs from the outside report: four answers, each with what follows from it. */
@Component({
  selector: 'cw-grade-choice',
  imports: [Icon],
  template: `
    <fieldset [attr.aria-describedby]="fault() ? noteId : null">
      <legend>{{ legend() }}</legend>
      @for (grade of grades; track grade) {
        <label [class.on]="value() === grade" [attr.data-hue]="hues[grade]">
          <input type="radio" class="cw-vh" [name]="name" [value]="grade" [checked]="value() === grade" [disabled]="disabled()" (change)="chosen.emit(grade)" />
          <span class="word">@if (value() === grade) {<cw-icon [name]="grade === 'agree' ? 'check' : 'priority_high'" size="s" />}{{ words[grade].word }}</span>
          <span class="means">{{ words[grade].means }}</span>
        </label>
      }
    </fieldset>
    @if (fault(); as text) {<p class="fault" role="alert" [id]="noteId">{{ text }}</p>}
  `,
  styles: `
    fieldset { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 6px; position: relative; }
    legend { margin-bottom: 5px; font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    label { display: block; min-height: 50px; padding: 6px 10px; border: 1px solid var(--mat-sys-outline); border-radius: 7px; background: var(--mat-sys-surface); cursor: pointer; }
    label.on { border-color: var(--k); box-shadow: 0 0 0 .5px var(--k); background: var(--kw); color: var(--k); }
    label:has(:disabled) { cursor: default; }
    label:has(:focus-visible) { outline: 2px solid var(--cw-focus); outline-offset: 2px; }
    .word { display: flex; align-items: center; gap: 3px; font: 500 13px/18px var(--cw-font); }
    .on .word { font-weight: 600; }
    .means { display: block; font: 400 12px/16px var(--cw-font); color: var(--mat-sys-on-surface-variant); }
    .on .means { color: inherit; }
    .fault { margin-top: 3px; font: var(--mat-sys-body-small); color: var(--cw-stop); }
    @media (max-width: 560px) { fieldset { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
  `,
})
export class GradeChoice {
  readonly value = input<Grade | null>(null);
  readonly legend = input('Against the outside report');
  readonly disabled = input(false);
  readonly fault = input<string | null>(null);
  readonly chosen = output<Grade>();

  protected readonly grades = grades;
  protected readonly words = gradeWords;
  protected readonly hues = { agree: 'good', minor: 'active', major: 'attn', critical: 'stop' } as const;
  protected readonly name = `cw-grade-${++groups}`;
  protected readonly noteId = `${this.name}-note`;
}
