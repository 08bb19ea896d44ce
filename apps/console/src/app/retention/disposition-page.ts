import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, dispositionLooks, Icon, Note, ProblemCard, ReasonAsker, SiteTime, SkeletonRows, StateChip, type Attempt } from '@causeway/console-ui';
import type { DispositionDetail, DispositionItemView, SignedCertificate } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { reasonWords } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { saveCertificate } from './certificate';
import { RetentionNav } from './retention-nav';
import { objection, sizeText } from './retention-words';

const ACTS = [['review', 'Begin the review'], ['endorse', 'Endorse…'], ['approve', 'Approve: purge them'], ['send-back', 'Send back'], ['reject', 'Keep them on'], ['cancel', 'Call it off']] as const;

/** One batch: what a purge of each exam would meet now, and the two decisions. */
@Component({
  selector: 'cw-disposition-page',
  imports: [Icon, MatButton, Note, ProblemCard, RetentionNav, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './disposition-page.html',
  styleUrls: ['./retention-page.scss', './detail.scss'],
})
export class DispositionPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly answered = signal<DispositionDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<DispositionDetail>(`dispositions/${params}`) });
  protected readonly d = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version > read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly blocked = computed(() => (this.d()?.items ?? []).filter((i) => i.objections.length > 0).length);
  protected readonly looks = dispositionLooks;
  protected readonly acts = ACTS;
  protected readonly day = dateText;
  protected readonly size = sizeText;
  protected readonly because = reasonWords;
  protected readonly fate = (i: DispositionItemView): string => {
    if (i.state === 'purged') return i.purge === 'finished' ? 'purged' : 'being purged';
    if (i.state === 'in' && this.d()?.state === 'approved') return i.objections.length === 0 ? 'being purged' : i.objections.map(objection).join(', ');
    if (i.state === 'in') return i.objections.length === 0 ? 'nothing speaks against it' : i.objections.map(objection).join(', ');
    return `${i.state === 'out' ? 'taken out' : 'kept'}: ${objection(i.cause ?? '')}`;
  };

  constructor() {
    reloadOn(merge(signalsOf('disposition', 'purge', 'hold', 'verdict'), resyncs()).pipe(debounceTime(700)), this.loaded);
  }
  protected may(move: string): boolean {
    return this.d()?.moves.some((m) => m.move === move) ?? false;
  }
  protected async act(move: string): Promise<void> {
    const d = this.d();
    if (!d) return;
    const done = await this.acting.move('dispositions', d, move, (now, attempt) => this.bodyOf(now, move, attempt));
    if (done) this.answered.set(done);
    this.loaded.reload();
  }
  protected async certificate(): Promise<void> {
    saveCertificate(`disposition-${this.d()?.number}.json`, await this.api.get<SignedCertificate>(`dispositions/${this.id()}/certificate`));
  }

  private async bodyOf(d: DispositionDetail, move: string, attempt: Attempt): Promise<object | null> {
    switch (move) {
      case 'review':
      case 'approve': return {};
      case 'endorse': {
        const a = await this.fields.ask({
          title: 'Endorse', verb: 'Endorse', sentence: 'A second person approves it. Each purge then checks everything again.',
          fields: [
            { name: 'to', label: 'Before they go', kind: 'choice', value: 'purge', choices: [['purge', 'Nothing: purge them'], ...d.targets.map((t) => [t.id, `Export to ${t.label}, then purge`] as const)] },
            { name: 'note', label: 'Note', kind: 'words', optional: true },
          ],
        }, attempt);
        return a && (a['to'] === 'purge' ? { action: 'purge', note: a['note'] } : { action: 'export-then-purge', endpointId: a['to'], note: a['note'] });
      }
      case 'reject': {
        const a = await this.fields.ask({ title: 'Keep them on', verb: 'Keep them', fields: [{ name: 'keepUntil', label: 'Until', kind: 'date' }, { name: 'reason', label: 'Why', kind: 'words' }] }, attempt);
        return a && { keepUntil: a['keepUntil'], reason: a['reason'] };
      }
      default: {
        const answer = await this.reasons.ask({ title: move === 'cancel' ? 'Call it off' : 'Send it back', sentence: move === 'cancel' ? 'The exams stay, and may be proposed again.' : 'The reviewer looks again.', reasons: [], verb: 'Go on' }, attempt);
        return answer && { reason: answer.text };
      }
    }
  }
}
