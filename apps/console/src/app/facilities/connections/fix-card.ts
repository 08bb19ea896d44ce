import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, SiteTime } from '@causeway/console-ui';
import type { FixCard } from '@causeway/contracts';

/** The card for the partner's IT: what we met, both values, what they can do. No patient data is in it. */
@Component({
  selector: 'cw-fix-card',
  imports: [Icon, MatButton],
  template: `
    @let c = card();
    <section class="cw-panel" aria-labelledby="fix-card-head">
      <div class="cw-panel-head"><h2 id="fix-card-head">Fix card for {{ own() ? 'you' : 'their IT' }}</h2><span class="cw-spacer"></span><span class="safe cw-ink cw-small" data-hue="good"><cw-icon name="verified_user" size="s" />No patient data</span></div>
      <div class="cw-panel-body">
        <h3>{{ c.title }}</h3>
        <p><bdi>{{ c.greeting }}</bdi></p>
        @for (line of c.words; track $index) {<p><bdi>{{ line }}</bdi></p>}
        <dl class="cw-kv">@for (row of c.values; track row.name) {<dt>{{ row.name }}</dt><dd class="cw-mono"><bdi>{{ row.value }}</bdi></dd>}</dl>
        <h4>What you can do</h4>
        <ul>@for (step of c.steps; track $index) {<li>{{ step }}</li>}</ul>
        @if (link(); as address) {<p class="link">Test it again yourselves, without an account: <span class="cw-mono">{{ address }}</span></p>}
        <div class="acts">
          <button matButton="outlined" class="cw-xs" type="button" (click)="copy()"><cw-icon [name]="copied() ? 'check' : 'content_copy'" size="s" />{{ copied() ? 'Copied' : 'Copy' }}</button>
          <button matButton="outlined" class="cw-xs" type="button" (click)="print()"><cw-icon name="print" size="s" />Print</button>
          <ng-content />
        </div>
      </div>
    </section>
  `,
  styles: `
    :host { display: block; }
    .safe { display: inline-flex; gap: 4px; align-items: center; }
    h3 { font: var(--mat-sys-title-small); }
    h4 { margin-top: 10px; font: var(--mat-sys-label-large); }
    p { margin-top: 6px; overflow-wrap: anywhere; }
    dl { margin: 10px 0 0; }
    dd { margin: 0; overflow-wrap: anywhere; }
    ul { margin: 4px 0 0; padding-inline-start: 18px; list-style: disc; }
    .acts { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 12px; }
  `,
})
export class FixCardView {
  readonly card = input.required<FixCard>();
  readonly house = input.required<string>();
  /** Address of a link to test again, while it is known. */
  readonly link = input<string | null>(null);
  /** Shown to the partner's own people. */
  readonly own = input(false);
  protected readonly site = inject(SiteTime);
  protected readonly copied = signal(false);

  protected readonly text = computed(() => {
    const c = this.card();
    const again = this.link() ? ['', `Test it again yourselves, without an account: ${this.link()}`] : [];
    return [c.title, '', c.greeting, '', ...c.words, '', ...c.values.map((row) => `${row.name}: ${row.value}`), '', 'What you can do:', ...c.steps.map((step) => `- ${step}`), ...again, '', this.house()].join('\n');
  });

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text());
    this.copied.set(true);
    setTimeout(() => this.copied.set(false), 2_000);
  }

  /** The card alone on paper, in a document of its own: nothing of the page around it is printed. */
  protected print(): void {
    const frame = document.createElement('iframe');
    frame.setAttribute('aria-hidden', 'true');
    frame.style.cssText = 'position: fixed; width: 0; height: 0; border: 0;';
    document.body.append(frame);
    const paper = frame.contentDocument!.createElement('pre');
    paper.textContent = this.text();
    paper.style.cssText = 'font: 12pt/1.5 sans-serif; white-space: pre-wrap; margin: 2cm;';
    frame.contentDocument!.body.append(paper);
    frame.contentWindow!.addEventListener('afterprint', () => frame.remove(), { once: true });
    frame.contentWindow!.print();
  }
}
