import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, Note, policyLooks, ReasonAsker, SiteTime, StateChip } from '@causeway/console-ui';
import type { PolicyDetail } from '@causeway/contracts';
import { Acting } from '../exchange/acting';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';
import { specialtyWords } from './committee-words';
import type { DraftFields } from './draft-keeper';
import { lowerFirst, reasonWords } from './rule-words';

const SAID: Readonly<Record<string, string>> = { comment: 'says', evidence: 'brings evidence', dispute: 'disputes' };
const BECAUSE: Readonly<Record<string, string>> = {
  'no-majority': 'The ballot found no majority; a tie fails.', 'author-only': 'Nobody but its author was for it.', 'no-quorum': 'Too few voted, so it is back in review.',
  'constituency-not-heard': 'A constituency was not heard, so it is back in review.', 'specialty-not-heard': 'A specialty it touches was not heard, so it is back in review.',
  'ruled-to-change': 'The arbiter ruled that it must change before it is proposed again.', 'withdrawn-by-ruling': 'The arbiter ruled that it is withdrawn.', 'base-no-longer-in-force': 'Another version took force in between.',
};

/** What stays worth knowing while it is in force. */
const LASTING: Readonly<Record<string, string>> = {
  'adopted-by-ruling': 'The arbiter of a dispute between committees ruled that it is adopted as it is.',
  'adopted-urgently': 'Two officers adopted it without a vote. The committee votes afterwards whether it stays.', ratified: 'Two officers adopted it without a vote, and the committee ratified it.',
  'not-ratified': 'Two officers adopted it without a vote, and the committee did not ratify it. Bring the earlier version back: open it under Other versions and restore it as a draft.',
};

/** What a version is for, where it stands, what may be done now, and what people say of it. */
@Component({
  selector: 'cw-proposal-panel',
  imports: [Field, FieldInput, MatButton, Note, RouterLink, StateChip],
  templateUrl: './proposal-panel.html',
  styleUrl: './proposal-panel.scss',
})
export class ProposalPanel {
  readonly policy = input.required<PolicyDetail>();
  readonly draft = input<DraftFields | null>(null);
  readonly editable = input(false);
  readonly edited = output<Partial<DraftFields>>();
  readonly done = output<PolicyDetail | null>();

  private readonly reasons = inject(ReasonAsker);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = policyLooks;
  protected readonly said = SAID;
  protected readonly saying = signal<'comment' | 'evidence' | 'dispute'>('comment');
  protected readonly words = signal('');
  /** The rule that is spoken of; empty for the whole text. */
  protected readonly of = signal('');
  protected readonly because = computed(() => {
    const { reason, state } = this.policy();
    if (reason !== null && reason in LASTING) return LASTING[reason] ?? null;
    return reason === null || ['in-force', 'superseded'].includes(state) ? null : (BECAUSE[reason] ?? reason);
  });

  protected specialties(names: readonly string[]): string {
    return names.map(specialtyWords).join(', ');
  }
  protected may(move: string): boolean {
    return this.policy().moves.some((m) => m.move === move);
  }

  /** A rule as people of the committee name it; one that this text has no more by its own name. */
  protected ruleName(id: string): string {
    const at = this.policy().text.rules.findIndex((rule) => rule.id === id);
    return at < 0 ? id : `rule ${at + 1}, ${lowerFirst(reasonWords(this.policy().text.rules[at]!.because))}`;
  }

  protected async act(move: 'submit' | 'call-vote' | 'rebase'): Promise<void> {
    const p = this.policy();
    this.done.emit(await this.acting.move<PolicyDetail>('policies', p, move, () => Promise.resolve({})));
  }
  protected async reasoned(move: 'send-back' | 'withdraw'): Promise<void> {
    const p = this.policy();
    const question = move === 'withdraw' ? { title: 'Withdraw this version', sentence: 'It is closed for good. A new draft can take its rules up again.', verb: 'Withdraw', danger: true } : { title: 'Send it back', sentence: 'Its author may change it again. What you say is kept with it.', verb: 'Send back' };
    this.done.emit(await this.acting.move<PolicyDetail>('policies', p, move, async (_now, attempt) => {
      const answer = await this.reasons.ask({ ...question, reasons: [] }, attempt);
      return answer && { reason: answer.text };
    }));
  }
  protected async urgently(): Promise<void> {
    const p = this.policy();
    const asked = p.askedUrgently;
    this.done.emit(await this.acting.move<PolicyDetail>('policies', p, 'adopt-urgently', async (_now, attempt) => {
      const answer = await this.reasons.ask({
        title: asked ? 'Agree to adopt it now' : 'Adopt without a vote', reasons: [], verb: asked ? 'Adopt it' : 'Ask', danger: true,
        sentence: asked ? 'It is adopted by both your names. The committee votes within 14 days whether it stays.' : 'Say who would come to harm by waiting. An officer of another constituency must agree within a day; the committee votes afterwards.',
      }, attempt);
      return answer && { reason: answer.text };
    }));
  }
  protected async schedule(): Promise<void> {
    const p = this.policy();
    this.done.emit(await this.acting.move<PolicyDetail>('policies', p, 'schedule', async (_now, attempt) => {
      const answer = await this.fields.ask({
        title: 'When it takes force', sentence: 'Exams that arrive from then on are decided by it.', verb: 'Schedule',
        fields: [
          { name: 'effectiveAt', label: 'From', kind: 'instant', value: localIn(0) },
          { name: 'applyNow', label: 'Exams that are already on their way', kind: 'choice', choices: [['no', 'end by the version they began with'], ['yes', 'are decided again (apply now)']] },
        ],
      }, attempt);
      return answer && { effectiveAt: instantOf(answer['effectiveAt'] ?? ''), applyNow: answer['applyNow'] === 'yes' };
    }));
  }
  protected async say(): Promise<void> {
    const done = await this.acting.send<PolicyDetail>(`policies/${this.policy().id}/comments`, { kind: this.saying(), text: this.words().trim(), ruleId: this.of() || null });
    if (done) {
      this.words.set('');
      this.of.set('');
    }
    this.done.emit(done);
  }
}
