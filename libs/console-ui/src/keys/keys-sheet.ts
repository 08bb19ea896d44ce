import { Component, computed, inject, Injectable } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { isSingleKey } from './chord';
import { Kbd } from './kbd';
import { Keymap } from './keymap';

/** Every key that works here, written from the registry, and the switch for single keys. */
@Component({
  selector: 'cw-keys-sheet',
  imports: [Kbd, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle],
  template: `
    <h2 mat-dialog-title>Keys</h2>
    <mat-dialog-content>
      <div class="groups">
        @for (group of groups(); track group.name) {
          <section>
            <h3>{{ group.name }}</h3>
            <dl>
              @for (row of group.rows; track row.does) {
                <div [class.off]="row.off">
                  <dt>{{ row.does }}@if (row.off) {<span class="cw-vh"> (switched off)</span>}</dt>
                  <dd>@for (keys of row.keys; track keys) {<cw-kbd [keys]="keys" />}</dd>
                </div>
              }
            </dl>
          </section>
        }
      </div>
    </mat-dialog-content>
    <mat-dialog-actions>
      <label class="cw-row">
        <input class="cw-check" type="checkbox" [checked]="keymap.singleKeys()" (change)="keymap.singleKeys.set(!keymap.singleKeys())" />
        Single-key shortcuts
      </label>
      <span class="cw-spacer"></span>
      <button matButton="outlined" [mat-dialog-close]="undefined" type="button">Close</button>
    </mat-dialog-actions>
  `,
  styles: `
    .groups { columns: 2; column-gap: 32px; }
    section { break-inside: avoid; margin-bottom: 14px; }
    h3 { margin-bottom: 4px; }
    dl > div { display: flex; justify-content: space-between; gap: 16px; padding: 3px 0; }
    dd { display: flex; gap: 4px; flex: none; }
    .off { opacity: .6; text-decoration: line-through; }
    @media (max-width: 700px) { .groups { columns: 1; } }
  `,
})
export class KeysSheet {
  protected readonly keymap = inject(Keymap);
  protected readonly groups = computed(() => {
    const off = !this.keymap.singleKeys();
    const byName = new Map<string, { does: string; keys: readonly string[]; off: boolean }[]>();
    for (const scope of this.keymap.scopes()) {
      const rows = byName.get(scope.name) ?? [];
      rows.push(...scope.bindings.filter((b) => !rows.some((r) => r.does === b.does)).map((b) => ({ does: b.does, keys: b.keys, off: off && b.keys.every(isSingleKey) })));
      byName.set(scope.name, rows);
    }
    return [...byName].map(([name, rows]) => ({ name, rows }));
  });
}

@Injectable({ providedIn: 'root' })
export class KeysSheetOpener {
  private readonly dialog = inject(MatDialog);

  open(): void {
    this.dialog.open(KeysSheet, { width: '720px', maxWidth: '94vw', autoFocus: 'dialog' });
  }
}
