import { Component, computed, DestroyRef, effect, inject, input, signal } from '@angular/core';
import { DomSanitizer, type SafeResourceUrl } from '@angular/platform-browser';
import { MatButton } from '@angular/material/button';
import { Icon, OwnScript } from '@causeway/console-ui';
import { renderedUrl } from './addresses';
import { failureFrom, failureWords } from './frame-failure';
import { reportLines, type ReportLine } from './report-lines';
import type { DocumentInstance } from './viewer-model';
import { ViewerApi } from './viewer.api';
import { documentWords, isPdf, isStructuredReport } from './viewer-words';

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'pdf'; readonly address: string; readonly frame: SafeResourceUrl }
  | { readonly kind: 'report'; readonly lines: readonly ReportLine[] }
  | { readonly kind: 'other' }
  | { readonly kind: 'failed'; readonly words: string };

/** A series without pixels: a PDF or a structured report as something to read, anything else by its name. */
@Component({
  selector: 'cw-document-pane',
  imports: [Icon, MatButton, OwnScript],
  templateUrl: './document-pane.html',
  styleUrl: './document-pane.scss',
})
export class DocumentPane {
  readonly documents = input.required<readonly DocumentInstance[]>();
  private readonly api = inject(ViewerApi);
  private readonly sanitizer = inject(DomSanitizer);
  private readonly chosen = signal(0);

  protected readonly shown = signal<Shown>({ kind: 'loading' });
  protected readonly index = computed(() => Math.min(this.chosen(), this.documents().length - 1));
  protected readonly document = computed(() => this.documents()[this.index()] ?? null);
  protected readonly words = computed(() => documentWords(this.document()?.sopClass ?? ''));

  constructor() {
    effect((onCleanup) => {
      const document = this.document();
      let current = true;
      onCleanup(() => (current = false));
      this.shown.set({ kind: 'loading' });
      if (document) void this.read(document).then((shown) => (current ? this.show(shown) : undefined));
    });
    inject(DestroyRef).onDestroy(() => this.show({ kind: 'loading' }));
  }

  protected step(by: number): void {
    this.chosen.set(Math.max(0, Math.min(this.documents().length - 1, this.index() + by)));
  }

  private show(next: Shown): void {
    const before = this.shown();
    if (before.kind === 'pdf') URL.revokeObjectURL(before.address);
    this.shown.set(next);
  }

  private async read(document: DocumentInstance): Promise<Shown> {
    try {
      if (isPdf(document.sopClass)) {
        const blob = await this.api.document(renderedUrl(document.place, document.sopUid));
        const address = URL.createObjectURL(new Blob([blob], { type: 'application/pdf' }));
        // The bytes are shown as a PDF whatever they are: the type of the blob is ours, and a PDF runs no script of this page.
        return { kind: 'pdf', address, frame: this.sanitizer.bypassSecurityTrustResourceUrl(address) };
      }
      if (isStructuredReport(document.sopClass)) return { kind: 'report', lines: reportLines(await this.api.tags(document.place.examId, document.sopUid)) };
      return { kind: 'other' };
    } catch (error) {
      return { kind: 'failed', words: failureWords(failureFrom(error), '').title };
    }
  }
}
