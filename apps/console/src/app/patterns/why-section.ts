import { Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, WhyDrawer, WhyPanel, type WhyState } from '@causeway/console-ui';
import { why } from './samples';

@Component({
  selector: 'cw-why-section',
  imports: [Icon, MatButton, WhyPanel],
  template: `
    <section class="cw-panel" aria-labelledby="p-why">
      <cw-why-panel [why]="why" titleId="p-why" (closed)="open()">
        <button matButton="outlined" type="button"><cw-icon name="table_rows" />Open rule</button>
        <button matButton="outlined" type="button" (click)="open()"><cw-icon name="verified_user" />As a drawer</button>
      </cw-why-panel>
    </section>
  `,
  styles: `section { box-shadow: var(--mat-sys-level3); overflow: hidden; }`,
})
export class WhySection {
  private readonly drawer = inject(WhyDrawer);
  protected readonly why = why;

  protected open(): void {
    void this.drawer.show(computed<WhyState>(() => ({ state: 'ready', why })));
  }
}
