import { Directive, effect, inject, input } from '@angular/core';
import { ScriptFonts } from './script-fonts';

/** Fetches the faces a text needs: for report text and addresses that may come in any script. `<p [cwOwnScript]="text">{{ text }}</p>` */
@Directive({ selector: '[cwOwnScript]' })
export class OwnScript {
  readonly cwOwnScript = input.required<string>();

  constructor() {
    const fonts = inject(ScriptFonts);
    effect(() => fonts.seen(this.cwOwnScript()));
  }
}
