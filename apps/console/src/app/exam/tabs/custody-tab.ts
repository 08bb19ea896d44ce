import { Component, computed, inject, input } from '@angular/core';
import { Timeline, type TimelineStep } from '@causeway/console-ui';
import type { TimelineEntry } from '@causeway/contracts';
import { spoken } from '../../core/why/decision-words';
import { Why } from '../../core/why/why';
import { eventWords } from '../exam-words';

const bad = new Set(['inbound.fail-delivery', 'transfer.fail', 'inbound.quarantine', 'inbound.reject', 'inbound.recall', 'match.unlink']);

/** Everything that happened to the exam, newest last, with a Why where the console decided. */
@Component({
  selector: 'cw-custody-tab',
  imports: [Timeline],
  template: `<section><cw-timeline [steps]="steps()" (why)="why.open($event)" /></section>`,
  styleUrl: './tab.scss',
})
export class CustodyTab {
  readonly entries = input.required<readonly TimelineEntry[]>();
  protected readonly why = inject(Why);
  protected readonly steps = computed(() => this.entries().map((entry): TimelineStep => ({
    at: entry.at,
    what: eventWords(entry.event),
    who: entry.who,
    detail: entry.detail === null ? null : wordsOfDetail(entry.detail),
    stands: 'done',
    decisionId: entry.decisionId,
    ...(bad.has(entry.event) ? { hue: 'stop' as const } : {}),
  })));
}

/** A coded reason is read out; what a person typed stays as typed. */
const wordsOfDetail = (detail: string): string => (/^[a-z0-9]+(-[a-z0-9]+)+$/.test(detail) ? spoken(detail) : detail);
