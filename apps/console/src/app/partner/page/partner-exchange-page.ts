import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, dateText, Field, FieldInput, Note, SkeletonRows } from '@causeway/console-ui';
import { type CorrectionKind, correctionKinds, type PartnerExam } from '@causeway/contracts';
import type { ApiProblem } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { correctionStates, correctionWords, doorText, examStanding, keptText, qualityWords, requestText } from './partner-page-words';
import { PartnerView } from './partner-view';

/** What a partner sees of the exchange with us, from an expiring link and without an account. */
@Component({
  selector: 'cw-partner-exchange-page',
  imports: [BrandMark, Field, FieldInput, MatButton, Note, SkeletonRows],
  providers: [PartnerView],
  templateUrl: './partner-exchange-page.html',
  styleUrls: ['../partner-page.scss', './partner-exchange-page.scss'],
})
export class PartnerExchangePage {
  protected readonly page = inject(PartnerView);
  protected readonly kinds = correctionKinds;
  protected readonly kindWords = correctionWords;
  protected readonly states = correctionStates;
  protected readonly parts = qualityWords;
  protected readonly door = doorText;
  protected readonly standing = examStanding;
  protected readonly kept = keptText;
  protected readonly request = requestText;
  protected readonly day = dateText;
  /** The exam a correction is being written for. */
  protected readonly about = signal<PartnerExam | null>(null);
  protected readonly kind = signal<CorrectionKind>('wrong-patient');
  protected readonly words = signal('');
  protected readonly name = signal('');
  protected readonly refused = computed(() => {
    const p = this.page.problem();
    return p === null ? null : wordsOf(p.problem).text;
  });

  constructor() {
    void this.page.load();
  }

  protected async ask(event: Event): Promise<void> {
    event.preventDefault();
    const exam = this.about();
    if (!exam || !(await this.page.ask({ examId: exam.id, kind: this.kind(), words: this.words(), name: this.name() }))) return;
    this.about.set(null);
    this.words.set('');
  }
  protected write(exam: PartnerExam): void {
    this.page.problem.set(null);
    this.about.set(exam);
  }
  protected label(e: PartnerExam): string {
    return `${e.modality || 'Exam'}${e.accession ? ` ${e.accession}` : ''} of ${e.studyDate ? dateText(e.studyDate) : 'an unknown day'}`;
  }
  protected date(instant: string): string {
    return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  }
  protected share(permille: number | null, of: number): string {
    return permille === null ? (of === 0 ? 'nothing yet' : `too few (${of})`) : `${Math.round(permille / 10)} %`;
  }
  protected hue(permille: number | null): string {
    return permille === null ? 'wait' : permille >= 900 ? 'good' : permille >= 700 ? 'attn' : 'stop';
  }
  protected closedWords(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }
}
