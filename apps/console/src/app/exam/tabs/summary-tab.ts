import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ClockBar, countText, dateText, Icon, inboundLooks, Note, OwnScript, overreadLooks, SiteTime, StateChip, type StateLook, WhyLink } from '@causeway/console-ui';
import type { InboundDetail } from '@causeway/contracts';
import { type OverreadState, useCaseOf } from '@causeway/domain';
import { kindWords, reasonWords } from '../../core/why/decision-words';
import { Why } from '../../core/why/why';
import { parkWords, quarantineWords, urgencyWords } from '../../inbound/inbound-words';
import { nameReason, relationWord } from '../../invitation/invitation-words';
import { fromLine } from '../../inbound/row-lines';
import { visitWaitText } from '../../inbound/visit-words';
import { findingWords, isGrave } from '../../viewer/viewer-words';
import { shownToText } from '../exam-words';

/** What is known of the exam at a glance: where it stands, who needs it, what was found, what the console decided. */
@Component({
  selector: 'cw-summary-tab',
  imports: [ClockBar, Icon, MatButton, Note, OwnScript, StateChip, WhyLink],
  templateUrl: './summary-tab.html',
  styleUrl: './tab.scss',
})
export class SummaryTab {
  readonly exam = input.required<InboundDetail>();
  readonly needAsked = output<void>();

  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly count = countText;
  protected readonly relation = relationWord;
  protected readonly nameWhy = nameReason;
  protected readonly from = fromLine;
  protected readonly kinds = kindWords;
  protected readonly shownTo = shownToText;
  protected readonly because = (codes: readonly string[]): string => codes.map(reasonWords).join(', ');
  protected readonly park = (reason: string): string => (parkWords as Readonly<Record<string, string>>)[reason] ?? reason;
  protected readonly quarantine = (reason: string): string => (quarantineWords as Readonly<Record<string, string>>)[reason] ?? reason;

  protected readonly look = computed(() => inboundLooks[this.exam().state]);
  protected readonly waits = computed(() => {
    const wait = this.exam().waitsForVisit;
    return wait && visitWaitText(wait, this.site);
  });
  protected readonly urgency = computed(() => urgencyWords[this.exam().need.urgency] ?? this.exam().need.urgency);
  protected readonly use = computed(() => useCaseOf(this.exam().need.useCase)?.name ?? 'Not known');
  protected readonly maySetNeed = computed(() => this.exam().moves.some((m) => m.move === 'set-need'));
  protected readonly studied = computed(() => {
    const { studyDate, studyTime } = this.exam().exam;
    if (studyDate === null) return 'No study date';
    return `${dateText(studyDate)}${/^\d{4}/.test(studyTime ?? '') ? `, ${studyTime!.slice(0, 2)}:${studyTime!.slice(2, 4)}` : ''}`;
  });
  protected readonly images = computed(() => {
    const { received, expected } = this.exam().images;
    return expected === null ? countText(received) : `${countText(received)} of ${countText(expected)}`;
  });
  protected readonly findings = computed(() => [...new Set([...this.exam().findings, ...this.exam().flags])].filter((f) => !f.startsWith('own-') && f !== 'correction-asked').map((code) => ({ code, words: findingWords(code), grave: isGrave(code) })));
  protected readonly own = computed(() => this.exam().flags.find((f) => f.startsWith('own-')) ?? null);
  protected readonly read = computed<StateLook | null>(() => {
    const { overread } = this.exam();
    return overread === null ? null : (overreadLooks[overread.state as OverreadState] ?? null);
  });
}
