import { Component, inject, Injectable } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';

@Component({
  selector: 'cw-leave-dialog',
  imports: [MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>Your last words are not saved</h2>
    <mat-dialog-content>
      <p>If you leave, they wait for you in this window, and only as long as it stays open and is not reloaded.</p>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" [mat-dialog-close]="true">Leave</button>
      <button matButton="filled" type="button" [mat-dialog-close]="false" cdkFocusInitial>Stay here</button>
    </mat-dialog-actions>
  `,
})
export class LeaveDialog {}

/** Asks before a page is left whose text is stored nowhere but in this window. */
@Injectable({ providedIn: 'root' })
export class LeaveAsker {
  private readonly dialog = inject(MatDialog);

  async leave(): Promise<boolean> {
    const ref = this.dialog.open<LeaveDialog, undefined, boolean>(LeaveDialog, { width: '440px', maxWidth: '94vw' });
    return (await firstValueFrom(ref.afterClosed())) ?? false;
  }
}
