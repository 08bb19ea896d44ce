import { Component, computed, input } from '@angular/core';
import { iconPaths } from './icons.generated';

export type IconName = keyof typeof iconPaths;
export type IconSize = 's' | 'm' | 'l';

const pixels: Record<IconSize, number> = { s: 15, m: 18, l: 22 };

/** A Material Symbol drawn as SVG, hidden from assistive technology: the word beside it carries the meaning. */
@Component({
  selector: 'cw-icon',
  template: `
    <svg [attr.width]="side()" [attr.height]="side()" viewBox="0 -960 960 960" aria-hidden="true" focusable="false">
      <path [attr.d]="path()" />
    </svg>
  `,
  styles: `
    :host { display: inline-flex; flex: none; vertical-align: -.22em; line-height: 0; }
    svg { fill: currentColor; }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly size = input<IconSize>('m');
  /** Side in pixels where none of the three sizes fits; the rail uses 20. */
  readonly px = input<number>();

  protected readonly path = computed(() => iconPaths[this.name()]);
  protected readonly side = computed(() => this.px() ?? pixels[this.size()]);
}
