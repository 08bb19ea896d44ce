import { Component, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Icon } from '@causeway/console-ui';

/** An exam that is read only when somebody who cares for the patient asks for it: what is the question? */
@Component({
  selector: 'cw-pick-form',
  imports: [Field, FieldInput, Icon, MatButton],
  template: `
    <form class="cw-panel" (submit)="pick($event)" aria-labelledby="cw-pick-head">
      <h3 id="cw-pick-head">Shall this exam be read here?</h3>
      <p class="cw-muted">It is read only if somebody who cares for the patient asks. Then the clock starts, and you are told when the report is there.</p>
      <cw-field label="Your question to the radiologist" [optional]="true"><textarea cwInput rows="3" [value]="text()" (input)="text.set($any($event.target).value)"></textarea></cw-field>
      <button matButton="filled" type="submit" [disabled]="busy()" disabledInteractive><cw-icon name="rate_review" /> Ask for a read</button>
    </form>
  `,
  styles: `
    form { display: flex; flex-direction: column; align-items: flex-start; gap: 10px; padding: 12px 14px; background: var(--mat-sys-surface-container-low); }
    cw-field { align-self: stretch; }
    textarea { font: 400 14px/21px var(--cw-font); }
  `,
})
export class PickForm {
  readonly question = input<string | null>(null);
  readonly busy = input(false);
  readonly picked = output<string>();
  protected readonly text = linkedSignal(() => this.question() ?? '');

  protected pick(event: Event): void {
    event.preventDefault();
    if (!this.busy()) this.picked.emit(this.text());
  }
}
