import { Component, computed, DOCUMENT, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { durationText, Note, overreadLooks, SiteTime, Ticker } from '@causeway/console-ui';
import type { OverreadDetail } from '@causeway/contracts';
import { wordsOf } from '../../core/api/problem-words';
import { ReportActs } from './report-acts';
import { ReportDraft } from './report-draft';
import { plainText } from './report-text';

/** What a reader must know before going on: the claim is lost, the text is not saved, images came, somebody else wrote. */
@Component({
  selector: 'cw-read-notes',
  imports: [MatButton, Note],
  templateUrl: './read-notes.html',
  styles: `
    :host { display: flex; flex-direction: column; gap: 8px; }
    :host:empty { display: none; }
    .ways { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin-top: 6px; }
    label { display: inline-flex; align-items: center; gap: 6px; min-height: 28px; cursor: pointer; }
  `,
})
export class ReadNotes {
  readonly read = input.required<OverreadDetail>();
  readonly claimed = output<void>();

  protected readonly draft = inject(ReportDraft);
  protected readonly acts = inject(ReportActs);
  private readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  private readonly clipboard = inject(DOCUMENT).defaultView?.navigator.clipboard;
  protected readonly copied = signal(false);

  protected readonly lostWords = computed(() => {
    const lost = this.draft.lost();
    if (lost === null) return null;
    const at = this.site.time(lost.at);
    switch (lost.state) {
      case 'claimed': case 'drafting': return lost.by === null ? `Your claim ended at ${at}.` : `${lost.by} took this read over at ${at}.`;
      case 'open': return `Your claim ran out at ${at}, and the read is back in the pool.`;
      case 'signed': case 'acknowledged': return `This read was signed${lost.by === null ? '' : ` by ${lost.by}`} at ${at}.`;
      default: return `Since ${at} this read is: ${overreadLooks[lost.state].word.toLowerCase()}.`;
    }
  });
  protected readonly mayClaim = computed(() => this.read().moves.some((m) => m.move === 'claim'));
  protected readonly notSaved = computed(() => {
    const state = this.draft.saver.state();
    if (state.kind === 'retrying') {
      const seconds = Math.max(0, (state.at - this.ticker.fine()) / 1000);
      const why = state.problem.status === 0 ? 'Causeway does not answer' : wordsOf(state.problem).title;
      return `${why}. Trying again ${seconds < 1 ? 'now' : `in ${durationText(seconds)}`}, and as soon as the connection is back.`;
    }
    if (state.kind !== 'refused') return null;
    const words = wordsOf(state.problem);
    return `${words.title}. ${words.text}`;
  });
  protected readonly newImages = computed(() => {
    const { exam, signed } = this.read();
    if (this.draft.writing()) return exam.revision > this.draft.revisionSeen() ? 'writing' : null;
    return signed.length > 0 && this.read().revisionChanged ? 'signed' : null;
  });

  protected async copy(): Promise<void> {
    await this.clipboard?.writeText(plainText(this.draft.text()));
    this.copied.set(true);
  }
}
