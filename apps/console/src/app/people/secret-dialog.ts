import { Component, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Icon, Note, SiteTime } from '@causeway/console-ui';
import { firstValueFrom } from 'rxjs';

export interface ShownSecret {
  readonly title: string;
  readonly sentence: string;
  readonly secret: string;
  readonly until: string;
}

/** A secret, shown this once. Nothing outside this dialog keeps it. */
@Component({
  selector: 'cw-secret-dialog',
  imports: [Icon, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, Note],
  template: `
    <h2 mat-dialog-title>{{ shown.title }}</h2>
    <mat-dialog-content>
      <p>{{ shown.sentence }}</p>
      <output aria-label="The secret" class="cw-mono">{{ shown.secret }}</output>
      <p class="cw-muted">Good until {{ site.dateTime(shown.until) }}.</p>
      <cw-note hue="attn" icon="visibility_off">It is shown only now. Hand it over in person or by telephone, not by mail.</cw-note>
    </mat-dialog-content>
    <mat-dialog-actions align="end">
      <button matButton="outlined" type="button" (click)="copy()"><cw-icon name="content_copy" size="s" />{{ copied() ? 'Copied' : 'Copy' }}</button>
      <button matButton="filled" type="button" [mat-dialog-close]="true">I have it</button>
    </mat-dialog-actions>
  `,
  styles: `
    p { margin: 0 0 10px; }
    output { display: block; padding: 12px; margin-bottom: 8px; border: 1px solid var(--mat-sys-outline-variant); border-radius: 6px; background: var(--mat-sys-surface-container-low); font-size: 18px; line-height: 26px; overflow-wrap: anywhere; user-select: all; }
  `,
})
export class SecretDialog {
  protected readonly shown = inject<ShownSecret>(MAT_DIALOG_DATA);
  protected readonly site = inject(SiteTime);
  protected readonly copied = signal(false);

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.shown.secret).then(() => this.copied.set(true), () => this.copied.set(false));
  }
}

@Injectable({ providedIn: 'root' })
export class SecretShower {
  private readonly dialog = inject(MatDialog);

  async show(secret: ShownSecret): Promise<void> {
    await firstValueFrom(this.dialog.open(SecretDialog, { data: secret, width: '460px', maxWidth: '94vw', disableClose: true }).afterClosed());
  }
}
