import { Component, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogRef, MatDialogTitle } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Field, FieldInput } from '../field/field';

export interface ReauthQuestion {
  readonly title: string;
  /** What will happen once the password is right. */
  readonly sentence: string;
  readonly verb: string;
  readonly danger?: boolean;
  readonly username: string;
  /** Tries the password: null when it was right, else what to tell the person. */
  readonly check: (password: string) => Promise<string | null>;
  /** Where this device has a passkey of theirs: asks for it. `left` says that they thought better of it. */
  readonly passkey?: (() => Promise<'done' | 'left' | { readonly fault: string }>) | undefined;
  /** Where the person can show themselves instead of typing it here: opens that in a window of its own. `done` waits until it is so, or until `signal` says that nobody waits any more. */
  readonly elsewhere?: { readonly name: string; readonly open: () => void; readonly done: (signal: AbortSignal) => Promise<boolean> } | undefined;
}

/** Asks for the password again before an act that must be the person's own beyond doubt. */
@Component({
  selector: 'cw-reauth-dialog',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <form (submit)="confirm($event)">
      <h2 mat-dialog-title>{{ question.title }}</h2>
      <mat-dialog-content>
        <p>{{ question.sentence }}</p>
        <input class="cw-vh" type="text" name="username" autocomplete="username" [value]="question.username" readonly tabindex="-1" aria-hidden="true" />
        <cw-field label="Your password" [fault]="fault()">
          <input cwInput type="password" name="password" autocomplete="current-password" [value]="password()" (input)="type($event)" />
        </cw-field>
        @if (question.passkey) {
          <p class="or">or without typing:</p>
          <button matButton="outlined" type="button" [disabled]="checking()" disabledInteractive (click)="usePasskey()">Use a passkey</button>
        }
        @if (question.elsewhere; as other) {
          <p class="or">or, where you signed in:</p>
          <button matButton="outlined" type="button" (click)="goElsewhere()">Confirm with {{ other.name }}</button>
          <p class="wait" role="status">{{ waiting() ? 'Waiting for the other window. You can open it again.' : '' }}</p>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button matButton="outlined" type="button" [mat-dialog-close]="undefined">Cancel</button>
        <button matButton="filled" type="submit" [class.cw-danger]="question.danger" [disabled]="checking()" disabledInteractive>{{ question.verb }}</button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `p { margin-bottom: 12px; } .or { margin-top: 12px; } .wait { min-height: 1lh; margin: 8px 0 0; }`,
})
export class ReauthDialog {
  protected readonly question = inject<ReauthQuestion>(MAT_DIALOG_DATA);
  private readonly ref = inject<MatDialogRef<ReauthDialog, boolean>>(MatDialogRef);

  protected readonly password = signal('');
  protected readonly fault = signal<string | null>(null);
  protected readonly checking = signal(false);
  protected readonly waiting = signal(false);
  private readonly gone = new AbortController();

  constructor() {
    inject(DestroyRef).onDestroy(() => this.gone.abort());
  }

  protected async goElsewhere(): Promise<void> {
    const other = this.question.elsewhere;
    if (!other) return;
    other.open();
    if (this.waiting()) return;
    this.waiting.set(true);
    if (await other.done(this.gone.signal)) this.ref.close(true);
    else this.waiting.set(false);
  }

  protected async usePasskey(): Promise<void> {
    if (this.checking() || !this.question.passkey) return;
    this.checking.set(true);
    this.fault.set(null);
    const outcome = await this.question.passkey();
    this.checking.set(false);
    if (outcome === 'done') this.ref.close(true);
    else if (outcome !== 'left') this.fault.set(outcome.fault);
  }

  protected type(event: Event): void {
    this.password.set((event.target as HTMLInputElement).value);
    this.fault.set(null);
  }

  protected async confirm(event: Event): Promise<void> {
    event.preventDefault();
    if (this.checking()) return;
    if (this.password() === '') return this.fault.set('Type your password.');
    this.checking.set(true);
    const fault = await this.question.check(this.password());
    this.checking.set(false);
    if (fault === null) return this.ref.close(true);
    this.password.set('');
    this.fault.set(fault);
  }
}

@Injectable({ providedIn: 'root' })
export class ReauthAsker {
  private readonly dialog = inject(MatDialog);

  /** True when the password was right. */
  async ask(question: ReauthQuestion): Promise<boolean> {
    const ref = this.dialog.open<ReauthDialog, ReauthQuestion, boolean>(ReauthDialog, { data: question, width: '440px', maxWidth: '94vw' });
    return (await firstValueFrom(ref.afterClosed())) ?? false;
  }
}
