import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, Note, SiteTime } from '@causeway/console-ui';
import type { ArbitrationView, PolicyDetail, Ruling } from '@causeway/contracts';
import { Acting } from '../exchange/acting';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';

const RULINGS: Readonly<Record<Ruling, string>> = { adopt: 'Ruled: adopt it as it is', change: 'Ruled: change it before it is proposed again', withdraw: 'Ruled: withdraw it' };
const WEEK_MINUTES = 7 * 1440;

/** Disputes of a proposal that two committees could not settle, before an arbiter: what was asked, and the ruling with its reason. */
@Component({
  selector: 'cw-arbitration-panel',
  imports: [Icon, MatButton, Note],
  providers: [Acting],
  templateUrl: './arbitration-panel.html',
  styleUrl: './arbitration-panel.scss',
})
export class ArbitrationPanel {
  readonly policy = input.required<PolicyDetail>();
  readonly done = output<PolicyDetail | null>();

  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly rulingWords = RULINGS;
  protected readonly of = computed(() => this.policy().arbitrations);
  private readonly disputes = computed(() => this.policy().comments.filter((c) => c.kind === 'dispute'));
  protected readonly mayRefer = computed(() => this.disputes().length > 0 && this.of().committees.length > 1);

  protected async refer(): Promise<void> {
    const p = this.policy();
    const { committees, people } = this.of();
    const others = committees.filter((c) => c.name !== p.committee);
    const done = await this.acting.make<PolicyDetail>(`policies/${p.id}/arbitrations`, async (attempt) => {
      const answer = await this.fields.ask({
        title: 'Refer a dispute to an arbiter', sentence: `${p.committee ?? 'The committee'} and another committee cannot settle it. The arbiter wrote nothing of it and belongs to neither.`, verb: 'Refer it',
        fields: [
          { name: 'dispute', label: 'Dispute', kind: 'choice', choices: this.disputes().map((c) => [c.id, `${c.person.name}: ${c.text.slice(0, 80)}`] as const) },
          { name: 'other', label: 'The other committee', kind: 'choice', choices: others.map((c) => [c.id, c.name] as const) },
          { name: 'arbiter', label: 'Arbiter', kind: 'choice', choices: [...others.map((c) => [`committee ${c.id}`, `${c.name}, by its officers`] as const), ...people.map((x) => [`person ${x.id}`, x.name] as const)] },
          { name: 'question', label: 'What is to be settled', kind: 'words' }, { name: 'dueAt', label: 'Ruling due', kind: 'instant', value: localIn(WEEK_MINUTES) },
        ],
      }, attempt);
      if (!answer) return null;
      const [kind, id] = (answer['arbiter'] ?? '').split(' ');
      return { version: p.version, disputeId: answer['dispute'], otherCommitteeId: answer['other'], arbiter: kind === 'person' ? { personId: id } : { committeeId: id }, question: answer['question'], dueAt: instantOf(answer['dueAt'] ?? '') };
    });
    if (done) this.done.emit(done);
  }
  protected async rule(a: ArbitrationView): Promise<void> {
    const done = await this.acting.make<PolicyDetail>(`arbitrations/${a.id}/rule`, async (attempt) => {
      const answer = await this.fields.ask({
        title: 'Rule on the dispute', sentence: 'The ruling binds the proposal at once and cannot be taken back. Everybody of both committees reads it.', verb: 'Rule', danger: true,
        fields: [{ name: 'ruling', label: 'Ruling', kind: 'choice', choices: [['adopt', 'Adopt it as it is'], ['change', 'Change it: back to its author'], ['withdraw', 'Withdraw it']] }, { name: 'reason', label: 'Reason', kind: 'words' }],
      }, attempt);
      return answer && { version: a.version, ruling: answer['ruling'], reason: answer['reason'] };
    });
    if (done) this.done.emit(done);
  }
}
