import { Component, inject, Injectable } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_SNACK_BAR_DATA, MatSnackBar, MatSnackBarRef } from '@angular/material/snack-bar';
import { Kbd } from '../keys/kbd';
import { Keymap } from '../keys/keymap';

export interface Toast {
  readonly text: string;
  /** Takes the act back; without it the toast only tells. */
  readonly undo?: () => void;
}

@Component({
  selector: 'cw-undo-toast',
  imports: [Kbd, MatButton],
  template: `
    <span>{{ toast.text }}</span>
    @if (toast.undo) {<button matButton type="button" (click)="undo()">Undo <cw-kbd keys="u" [onFill]="true" /></button>}
  `,
  styles: `
    :host { display: flex; align-items: center; justify-content: space-between; gap: 12px; font: var(--mat-sys-body-medium); color: var(--mat-sys-inverse-on-surface); }
    button { --mat-button-text-label-text-color: light-dark(#7CC6DF, #0A5C78); }
  `,
})
export class UndoToastBody {
  protected readonly toast = inject<Toast>(MAT_SNACK_BAR_DATA);
  private readonly ref = inject(MatSnackBarRef);

  protected undo(): void {
    this.toast.undo?.();
    this.ref.dismiss();
  }
}

/** Says what was done and, for a while, takes it back: by the button or by the key u. */
@Injectable({ providedIn: 'root' })
export class UndoToast {
  private readonly bar = inject(MatSnackBar);
  private readonly keymap = inject(Keymap);

  /** Shows for `seconds`, 10 with an undo and 5 without. */
  show(toast: Toast, seconds = toast.undo ? 10 : 5): void {
    const ref = this.bar.openFromComponent(UndoToastBody, { data: toast, duration: seconds * 1000, politeness: 'polite', announcementMessage: toast.text });
    const { undo } = toast;
    if (!undo) return;
    const forget = this.keymap.register({
      name: 'Everywhere',
      element: null,
      bindings: [{ keys: ['u'], does: 'Undo', run: () => { undo(); ref.dismiss(); } }],
    });
    ref.afterDismissed().subscribe(forget);
  }
}
