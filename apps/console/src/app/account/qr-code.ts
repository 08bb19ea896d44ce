import { Component, computed, input } from '@angular/core';
import { create } from 'qrcode';

/** Light border every reader needs around the code, in modules (ISO/IEC 18004, 5.3.8). */
const BORDER = 4;

/** A text as a QR code, drawn here: it goes nowhere. Black on white in dark pages too, because many readers know no other. */
@Component({
  selector: 'cw-qr-code',
  template: `<svg role="img" [attr.aria-label]="alt()" [attr.viewBox]="box()" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff" /><path [attr.d]="path()" fill="#000" /></svg>`,
  styles: `svg { display: block; width: 196px; max-width: 100%; border-radius: 6px; }`,
})
export class QrCode {
  readonly text = input.required<string>();
  readonly alt = input.required<string>();
  private readonly modules = computed(() => create(this.text(), { errorCorrectionLevel: 'M' }).modules);
  protected readonly box = computed(() => `0 0 ${this.modules().size + 2 * BORDER} ${this.modules().size + 2 * BORDER}`);
  protected readonly path = computed(() => {
    const { data, size } = this.modules();
    return [...data].flatMap((dark, at) => (dark ? [`M${(at % size) + BORDER} ${Math.floor(at / size) + BORDER}h1v1h-1z`] : [])).join('');
  });
}
