import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Icon, inboundLooks, Note, PersonName, ProblemCard, SiteTime, SkeletonRows, StateChip, type StateLook, UndoToast } from '@causeway/console-ui';
import type { ParcelDetail, ParcelDocument, ParcelExam } from '@causeway/contracts';
import { auditTime, filter, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { relationWord } from '../invitation/invitation-words';
import { asWords, counted, formWords, ignoredText, lookOf, reasonWords, sizeText } from './parcel-words';
import { ParcelsApi } from './parcels.api';
import { Uploads } from './uploads';

/** One disc: who is on it, what was taken, what was not and why, and what to tell the sender. */
@Component({
  selector: 'cw-parcel-page',
  imports: [Icon, MatButton, Note, PersonName, ProblemCard, RouterLink, SkeletonRows, StateChip],
  templateUrl: './parcel-page.html',
  styleUrl: './parcel-page.scss',
})
export class ParcelPage {
  readonly id = input.required<string>();
  private readonly api = inject(ParcelsApi);
  private readonly uploads = inject(Uploads);
  private readonly toast = inject(UndoToast);
  private readonly access = inject(Access);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;

  protected readonly parcel = resource({ params: () => this.id(), loader: ({ params }) => this.api.one(params) });
  /** What was shown last stays while it is asked for again. */
  protected readonly shown = linkedSignal<ParcelDetail | null, ParcelDetail | null>({
    source: () => (this.parcel.hasValue() ? this.parcel.value() : null), computation: (now, before) => now ?? (before?.value?.id === this.id() ? before.value : null),
  });
  protected readonly failure = computed(() => failureOf(this.parcel));
  protected readonly live = computed(() => this.uploads.sending()[this.id()] ?? null);
  protected readonly look = computed(() => {
    const parcel = this.shown();
    return parcel ? lookOf(parcel, this.live() !== null) : null;
  });
  protected readonly share = computed(() => {
    const parcel = this.shown();
    return parcel ? Math.min(100, Math.floor(((this.live()?.sent ?? parcel.received) / parcel.bytes) * 100)) : 0;
  });
  protected readonly mayAttach = computed(() => this.access.can('inbound.check'));
  protected readonly exams = computed(() => (this.shown()?.people ?? []).flatMap((person) => person.exams.map((exam) => ({ ...exam, who: person.name.text }))));
  protected readonly attachTo = signal<Readonly<Record<number, string>>>({});
  protected readonly trouble = signal<string | null>(null);

  protected readonly relation = relationWord;
  protected readonly size = sizeText;
  protected readonly counted = counted;
  protected readonly forms = formWords;
  protected readonly ignored = ignoredText;
  protected readonly keptWords = asWords;
  protected readonly reason = reasonWords;
  protected readonly day = dateText;

  constructor() {
    const own = signalsOf('parcel').pipe(filter((event) => event.id === this.id()));
    reloadOn(merge(own, signalsOf('inbound', 'match'), resyncs()).pipe(auditTime(700)), this.parcel);
  }

  protected examLook(exam: ParcelExam): StateLook {
    return exam.state ? inboundLooks[exam.state as keyof typeof inboundLooks] : { hue: 'active', icon: 'downloading', word: 'Checking' };
  }

  protected pick(n: number, examId: string): void {
    this.attachTo.update((all) => ({ ...all, [n]: examId }));
  }

  protected async attach(document: ParcelDocument): Promise<void> {
    const examId = this.attachTo()[document.n] || (this.exams().length === 1 ? this.exams()[0]!.examId : '');
    if (!examId) {
      this.trouble.set('Choose the exam this document belongs to.');
      return;
    }
    this.trouble.set(null);
    try {
      await this.api.attach(this.id(), document.n, examId);
      this.toast.show({ text: 'The document is a report of that exam now' });
    } catch (error) {
      this.trouble.set(wordsOf(problemFrom(error).problem).text);
    }
    this.parcel.reload();
  }

  protected async copyReport(lines: readonly string[]): Promise<void> {
    try {
      await navigator.clipboard.writeText(lines.join('\n'));
      this.toast.show({ text: 'Copied' });
    } catch {
      this.trouble.set('The browser did not let us copy. Mark the text and copy it by hand.');
    }
  }
}
