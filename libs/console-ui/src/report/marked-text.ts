import { Component, input } from '@angular/core';
import { OwnScript } from '../name/own-script';

/** A stretch of report text; `same` where both reports say it, `differs` where a value is not the same. */
export interface TextPiece {
  readonly text: string;
  readonly mark?: 'same' | 'differs';
}

/** Report text with what agrees and differs marked in place: wash and under-line, and words for those who hear it. */
@Component({
  selector: 'cw-marked-text',
  imports: [OwnScript],
  template: `<p>@for (piece of pieces(); track $index) {@if (piece.mark) {<mark [class.same]="piece.mark === 'same'" [cwOwnScript]="piece.text">{{ piece.text }}<span class="cw-vh"> ({{ piece.mark === 'same' ? 'both say so' : 'differs' }})</span></mark>} @else {<span [cwOwnScript]="piece.text">{{ piece.text }}</span>}}</p>`,
  styles: `
    :host { display: block; }
    p { font: 400 14px/21px var(--cw-font); white-space: pre-line; overflow-wrap: anywhere; }
    mark { padding: 1px 3px; border-radius: 3px; color: inherit; background: var(--cw-attn-wash); box-shadow: inset 0 -1.5px var(--cw-attn); position: relative; }
    mark.same { background: var(--cw-good-wash); box-shadow: inset 0 -1.5px var(--cw-good); }
  `,
})
export class MarkedText {
  readonly pieces = input.required<readonly TextPiece[]>();
}
