import { Component, computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import { BrandMark, ProblemCard } from '@causeway/console-ui';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';

/** The server did not tell who is signed in: there is nothing to show but that, and a way to try again at the same address. */
@Component({
  selector: 'cw-unreachable-page',
  imports: [BrandMark, ProblemCard],
  template: `
    <main>
      <h1 class="cw-vh">Causeway</h1>
      <cw-brand-mark [size]="40" />
      <section class="cw-panel">
        <cw-problem-card [title]="words().title" [text]="words().text" [icon]="words().icon" [hue]="words().hue" [traceId]="words().traceId" (retry)="again()" />
      </section>
    </main>
  `,
  styles: `main { display: grid; gap: 16px; justify-items: center; align-content: center; min-height: 100dvh; padding: 16px; } section { max-width: 480px; }`,
})
export class UnreachablePage {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly words = computed(() => wordsOf(this.session.failure() ?? { type: 'about:blank', title: '', status: 0, traceId: '' }));

  protected again(): void {
    void this.router.navigateByUrl(this.router.url === '/unreachable' ? '/' : this.router.url, { onSameUrlNavigation: 'reload' });
  }
}
