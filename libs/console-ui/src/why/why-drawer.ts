import { DOCUMENT, Injectable, Injector, type Signal, inject } from '@angular/core';
import { Dialog } from '@angular/cdk/dialog';
import { createGlobalPositionStrategy } from '@angular/cdk/overlay';
import type { WhyModel } from './why-model';

/** Something that can be done with the decision; `said` is what came of it. */
export interface WhyAction { readonly words: string; readonly run: () => Promise<string> }

export type WhyState = { readonly state: 'loading' } | { readonly state: 'failed'; readonly words: string } | { readonly state: 'ready'; readonly why: WhyModel; readonly actions?: readonly WhyAction[] };

/** A bar further down than this share of the window does not stand at the top of its page. */
const HIGHEST_SHARE = 0.4;

/** Opens the Why drawer from the right. It starts under the patient banner, so that the person stays in sight. */
@Injectable({ providedIn: 'root' })
export class WhyDrawer {
  private readonly dialog = inject(Dialog);
  private readonly injector = inject(Injector);
  private readonly document = inject(DOCUMENT);
  private closeOpen: () => void = () => undefined;

  async show(state: Signal<WhyState>): Promise<void> {
    const { WhyDrawerBody } = await import('./why-drawer-body');
    this.closeOpen();
    const top = this.belowBanner();
    const ref = this.dialog.open(WhyDrawerBody, {
      data: state,
      hasBackdrop: false,
      ariaModal: false,
      ariaLabelledBy: 'cw-why-title',
      autoFocus: 'first-heading',
      positionStrategy: createGlobalPositionStrategy(this.injector).top(`${top}px`).right('0'),
      width: 'min(400px, 100vw)',
      height: `calc(100vh - ${top}px)`,
    });
    this.closeOpen = () => ref.close();
  }

  close(): void {
    this.closeOpen();
  }

  private belowBanner(): number {
    const bars = this.document.querySelectorAll<HTMLElement>('cw-patient-banner, [data-cw-top]');
    const limit = this.document.documentElement.clientHeight * HIGHEST_SHARE;
    return Math.max(0, ...[...bars].map((bar) => Math.round(bar.getBoundingClientRect().bottom)).filter((bottom) => bottom < limit));
  }
}
