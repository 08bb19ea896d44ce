import { Dialog } from '@angular/cdk/dialog';
import { createGlobalPositionStrategy } from '@angular/cdk/overlay';
import { inject, Injectable, Injector } from '@angular/core';

@Injectable({ providedIn: 'root' })
export class PaletteOpener {
  private readonly dialog = inject(Dialog);
  private readonly injector = inject(Injector);
  private isOpen = false;

  async open(): Promise<void> {
    if (this.isOpen) return;
    this.isOpen = true;
    const { Palette } = await import('./palette');
    this.dialog
      .open(Palette, {
        ariaLabel: 'Search and commands',
        positionStrategy: createGlobalPositionStrategy(this.injector).top('8vh').centerHorizontally(),
        width: 'min(640px, 94vw)',
      })
      .closed.subscribe(() => (this.isOpen = false));
  }
}
