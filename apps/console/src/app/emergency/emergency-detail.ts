import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Note, ProblemCard, SiteTime, SkeletonRows, StateChip, Ticker } from '@causeway/console-ui';
import { emergencyVerdicts, type EmergencyDetail } from '@causeway/contracts';
import { filter, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { emergencyLook, endWord, reasonWord, verdictWord } from './emergency-words';

/** One emergency access: the patient's exams for who opened it, what they did with it for who judges it. */
@Component({
  selector: 'cw-emergency-detail',
  imports: [MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './emergency-detail.html',
  styleUrls: ['../exchange/things.scss', './emergency-page.scss'],
})
export class EmergencyDetailPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly fields = inject(FieldsAsker);
  private readonly ticker = inject(Ticker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly reasons = reasonWord;
  protected readonly verdicts = verdictWord;
  protected readonly ends = endWord;
  private readonly answered = signal<EmergencyDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<EmergencyDetail>(`breakglass/${params}`) });
  protected readonly e = computed(() => {
    const [own, read] = [this.answered(), valueOf(this.loaded)];
    return own && own.id === this.id() && (!read || own.version > read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly look = computed(() => { const e = this.e(); return e && emergencyLook(e, this.ticker.now()); });
  protected readonly mine = computed(() => this.e()?.person.id === this.session.person()?.id);

  constructor() {
    reloadOn(merge(signalsOf('breakglass').pipe(filter((s) => s.id === this.id())), resyncs()), this.loaded);
  }
  protected may(move: string): boolean {
    return this.e()?.moves.some((m) => m.move === move) ?? false;
  }
  protected labelOf(examId: string): string {
    return this.e()?.exams.find((x) => x.id === examId)?.label ?? 'an exam';
  }

  protected end(): Promise<void> {
    return this.run('end', () => Promise.resolve({}));
  }
  protected review(): Promise<void> {
    return this.run('review', (attempt) => this.fields.ask({
      title: 'Review', verb: 'Give the verdict', sentence: 'Your verdict stands and is written into the audit.',
      fields: [
        { name: 'verdict', label: 'Verdict', kind: 'choice', choices: emergencyVerdicts.map((code) => [code, verdictWord[code]] as const) },
        { name: 'note', label: 'Note', kind: 'words', optional: true, hint: 'What must follow, where it was not simply justified.' },
      ],
    }, attempt));
  }
  private async run(move: string, bodyOf: Parameters<Acting['move']>[3] extends (now: never, attempt: infer A) => Promise<object | null> ? (attempt: A) => Promise<object | null> : never): Promise<void> {
    const e = this.e();
    if (!e) return;
    const done = await this.acting.move('breakglass', e, move, (_now, attempt) => bodyOf(attempt));
    if (done) this.answered.set(done);
    this.loaded.reload();
  }
}
