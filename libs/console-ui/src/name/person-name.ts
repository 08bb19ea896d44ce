import { Component, effect, inject, input } from '@angular/core';
import { ScriptFonts } from './script-fonts';

/** A name as sent: family first, Latin letters first, then its own writing. */
export interface NameModel {
  /** "Family, Given" in Latin letters where there are any, else as sent. */
  readonly text: string;
  readonly native: { readonly text: string; readonly lang: string | null } | null;
}

/** Shows a name; its own writing stands in a `bdi` so that right-to-left letters do not turn the line around. */
@Component({
  selector: 'cw-person-name',
  template: `<bdi>{{ name().text }}</bdi>@if (name().native; as native) { · <bdi [attr.lang]="native.lang">{{ native.text }}</bdi>}`,
})
export class PersonName {
  readonly name = input.required<NameModel>();

  constructor() {
    const fonts = inject(ScriptFonts);
    effect(() => fonts.seen(`${this.name().text} ${this.name().native?.text ?? ''}`));
  }
}
