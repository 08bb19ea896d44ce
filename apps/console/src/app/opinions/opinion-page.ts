import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Field, FieldInput, Icon, Note, PersonName, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { AcceptedOpinion, OpinionCandidate, OpinionDetail } from '@causeway/contracts';
import { opinionDeclines } from '@causeway/domain';
import { debounceTime, filter, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { askerWord, declineWords, kindWords } from '../second-opinion/opinion-words';

const ELEMENTS: Readonly<Record<string, string>> = { family: 'family name', given: 'given name', 'birth-date': 'birth date', sex: 'sex', phone: 'telephone', address: 'address', identifier: 'number', mrn: 'record number', accession: 'accession' };
const NOBODY = 'nobody';

/** One question of a patient: who asks and what; then say who it is and take it up, or decline it. */
@Component({
  selector: 'cw-opinion-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, PersonName, ProblemCard, RouterLink, SkeletonRows],
  providers: [Acting],
  templateUrl: './opinion-page.html',
  styleUrls: ['../exchange/form.scss', './opinion-page.scss'],
})
export class OpinionPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<OpinionDetail>(`opinions/${params}`) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly o = computed(() => valueOf(this.loaded) ?? null);
  /** Who it is: a local patient's id, `nobody` known here, or not said yet. */
  protected readonly who = signal('');
  protected readonly question = signal('');
  protected readonly wanted = signal('');
  protected readonly consultantId = signal('');
  protected readonly tried = signal(false);
  /** What became of the mail, this once. */
  protected readonly accepted = signal<AcceptedOpinion | null>(null);
  protected readonly nobody = NOBODY;
  protected readonly kinds = kindWords;
  protected readonly declines = declineWords;
  protected readonly asker = askerWord;
  protected readonly day = dateText;
  private filled = '';

  constructor() {
    reloadOn(merge(signalsOf('opinion').pipe(filter((e) => e.id === this.id())), resyncs()).pipe(debounceTime(500)), this.loaded);
    // what the patient wrote stands in the fields to begin with; a later look at the same question leaves what was typed
    effect(() => {
      const o = this.o();
      if (o && o.id !== this.filled) untracked(() => this.fill(o));
    });
  }
  private fill(o: OpinionDetail): void {
    this.filled = o.id;
    this.question.set(`${kindWords[o.kind][0]}. ${o.question}`);
    this.wanted.set(o.images);
  }

  protected may(move: string): boolean {
    return this.o()?.moves.some((m) => m.move === move) ?? false;
  }
  protected agreement(c: OpinionCandidate): string {
    const words = (all: readonly string[]): string => all.map((e) => ELEMENTS[e] ?? e).join(', ');
    return [`agrees: ${words(c.agrees) || 'nothing'}`, ...(c.differs.length > 0 ? [`differs: ${words(c.differs)}`] : [])].join(' · ');
  }
  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  protected async accept(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const o = this.o();
    if (!o || this.who() === '' || this.question().trim().length < 3 || this.wanted().trim().length < 3) return;
    const done = await this.acting.send<AcceptedOpinion>(`opinions/${o.id}/accept`, {
      version: o.version, patientId: this.who() === NOBODY ? null : this.who(), question: this.question(), wanted: this.wanted(), consultantId: this.consultantId() || null,
    });
    if (done) {
      this.accepted.set(done);
      this.loaded.set(done.opinion);
    } else this.loaded.reload();
  }

  protected async decline(): Promise<void> {
    const o = this.o();
    if (!o) return;
    const done = await this.acting.make<OpinionDetail>(`opinions/${o.id}/decline`, async (attempt) => {
      const a = await this.fields.ask({
        title: 'Decline the question', sentence: 'The patient gets the reason by mail, in plain words and without a word about health, with the number of your line.', verb: 'Decline it', danger: true,
        fields: [{ name: 'reason', label: 'Why', kind: 'choice', choices: opinionDeclines.map((code) => [code, declineWords[code][0]] as const) }],
      }, attempt);
      return a && { version: o.version, reason: a['reason'] };
    });
    if (done) this.loaded.set(done);
    else this.loaded.reload();
  }
}
