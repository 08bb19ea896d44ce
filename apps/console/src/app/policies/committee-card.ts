import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Icon, Note, ReasonAsker, SiteTime } from '@causeway/console-ui';
import { constituencies, type CommitteesView, type CommitteeView } from '@causeway/contracts';
import { delegableKinds, measures, type MeasureId } from '@causeway/domain';
import { kindWords } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';
import { targetText } from '../programme/programme-words';
import { constituencyWords, rhythmWords, specialtyWords } from './committee-words';

const YEAR_MINUTES = 365 * 1440;

/** One committee: its charter, to whom it reports, what the house has handed to it, and who sits on it, by constituency and by specialty with the gaps. */
@Component({
  selector: 'cw-committee-card',
  imports: [Icon, MatButton, Note, RouterLink],
  providers: [Acting],
  templateUrl: './committee-card.html',
  styleUrl: './committee-card.scss',
})
export class CommitteeCard {
  readonly c = input.required<CommitteeView>();
  readonly all = input.required<readonly CommitteeView[]>();
  readonly mayChange = input(false);
  readonly edit = output();
  readonly changed = output<CommitteesView>();

  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly target = targetText;
  protected readonly day = dateText;
  protected readonly kinds = kindWords;
  protected readonly constituencies = constituencies;
  protected readonly constituencyWords = constituencyWords;
  protected readonly rhythmWords = rhythmWords;
  protected readonly reportsTo = computed(() => [...new Set([this.c().reportsTo, this.all().find((o) => o.id === this.c().parentId)?.name ?? ''])].filter(Boolean).join(', '));
  protected readonly kindList = computed(() => this.c().kinds.map((k) => kindWords[k].toLowerCase()).join(', '));
  /** Kinds of its own that may be handed to it and are not. */
  protected readonly free = computed(() => this.c().kinds.filter((k) => delegableKinds.includes(k) && !this.c().mandates.some((m) => m.kind === k && m.state === 'on')));
  protected readonly roster = computed(() => {
    const { specialties, members } = this.c();
    const names = [...new Set([...specialties, ...members.flatMap((m) => m.specialties)])];
    return names.map((name) => ({ name, word: specialtyWords(name), people: members.filter((m) => m.specialties.includes(name)).map((m) => m.person.name).join(', ') }));
  });

  protected measure(id: MeasureId): string {
    return measures[id].name;
  }
  protected async give(): Promise<void> {
    const done = await this.acting.make<CommitteesView>(`committees/${this.c().id}/mandates`, async (attempt) => {
      const answer = await this.fields.ask({
        title: `Hand a kind of policy to ${this.c().name}`, sentence: `It may then adopt policies of this kind for ${this.c().scope} itself. The house's rules stay the floor.`, verb: 'Hand it over',
        fields: [
          { name: 'kind', label: 'Kind', kind: 'choice', choices: this.free().map((k) => [k, kindWords[k]] as const) }, { name: 'until', label: 'Until', kind: 'instant', value: localIn(YEAR_MINUTES) },
          { name: 'reason', label: 'Reason', kind: 'words' },
        ],
      }, attempt);
      return answer && { kinds: [answer['kind']], until: instantOf(answer['until'] ?? ''), reason: answer['reason'] };
    });
    if (done) this.changed.emit(done);
  }
  protected async end(id: string): Promise<void> {
    const done = await this.acting.make<CommitteesView>(`mandates/${id}/end`, async (attempt) => {
      const answer = await this.reasons.ask({ title: 'End the hand-over', sentence: 'The committee of the house votes on this kind again. What the line adopted stays in force until somebody adopts something else.', reasons: [], verb: 'End it', danger: true }, attempt);
      return answer && { reason: answer.text };
    });
    if (done) this.changed.emit(done);
  }
}
