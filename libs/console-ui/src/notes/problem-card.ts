import { Component, DOCUMENT, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, type IconName } from '../icon/icon';
import type { Hue } from '../state/hue';

/** A failure for people: title in words, what is safe, what goes on by itself; then a way to try again and the trace to quote. */
@Component({
  selector: 'cw-problem-card',
  imports: [Icon, MatButton],
  template: `
    <span class="cw-ink"><cw-icon [name]="icon()" size="l" /></span>
    <div class="text">
      <p class="title">{{ title() }}</p>
      <p class="cw-muted">{{ text() }}</p>
      <div class="ways">
        @if (canRetry()) {
          <button matButton="outlined" class="cw-xs" type="button" (click)="retry.emit()"><cw-icon name="refresh" size="s" />Try now</button>
        }
        @if (traceId(); as trace) {
          <button matButton="outlined" class="cw-xs" type="button" (click)="copy(trace)">
            <cw-icon [name]="copied() ? 'check' : 'content_copy'" size="s" />{{ copied() ? 'Copied' : 'Trace ' + short(trace) }}@if (!copied()) {<span class="cw-vh">, copy</span>}
          </button>
        }
        <ng-content />
      </div>
    </div>
  `,
  host: { '[attr.data-hue]': 'hue()', role: 'alert' },
  styles: `
    :host { display: flex; gap: 12px; padding: 12px 14px; }
    .text { flex: 1; min-width: 0; }
    .title { font: var(--mat-sys-title-medium); }
    .ways { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
    .ways:empty { display: none; }
  `,
})
export class ProblemCard {
  readonly title = input.required<string>();
  readonly text = input.required<string>();
  readonly icon = input<IconName>('cloud_off');
  readonly hue = input<Hue>('stop');
  readonly traceId = input<string>();
  readonly canRetry = input(true);
  readonly retry = output<void>();

  protected readonly copied = signal(false);
  private readonly document = inject(DOCUMENT);

  protected readonly short = (trace: string): string => (trace.length > 9 ? `${trace.slice(0, 4)}-${trace.slice(4, 8)}` : trace);

  protected async copy(trace: string): Promise<void> {
    await this.document.defaultView?.navigator.clipboard?.writeText(trace);
    this.copied.set(true);
  }
}
