import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ballotLooks, Field, FieldInput, Icon, type IconName, Note, ReasonAsker, SiteTime, StateChip } from '@causeway/console-ui';
import type { BallotMemberView, BallotView } from '@causeway/contracts';
import { Acting } from '../exchange/acting';
import { specialtyWords } from './committee-words';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';

const REASONS: Readonly<Record<string, string>> = {
  'no-majority': 'no majority; a tie fails', 'author-only': 'nobody but the author is for it', 'no-quorum': 'too few voted', 'constituency-not-heard': 'not every constituency was heard', 'specialty-not-heard': 'not every specialty the proposal touches was heard', withdrawn: 'the policy was withdrawn', 'text-changed': 'the text is no longer the one that was voted on',
};
const DAY_MS = 86_400_000;

/** One ballot: the replay as every voter sees it, who voted how and why, and one's own vote. */
@Component({
  selector: 'cw-ballot-panel',
  imports: [Field, FieldInput, Icon, MatButton, Note, StateChip],
  templateUrl: './ballot-panel.html',
  styleUrl: './ballot-panel.scss',
})
export class BallotPanel {
  readonly ballot = input.required<BallotView>();
  readonly title = input('');
  readonly changed = output();

  private readonly reasons = inject(ReasonAsker);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = ballotLooks;
  protected readonly reason = signal('');
  protected readonly whose = signal('');
  protected readonly effort = computed(() => this.ballot().replay.result?.effort ?? null);
  protected readonly voted = computed(() => this.ballot().count.quorum.voted);
  protected readonly all = computed(() => this.ballot().members.length);
  protected readonly shares = computed(() => {
    const { count } = this.ballot();
    const n = Math.max(1, this.all());
    return [['good', count.for], ['stop', count.against], ['held', count.abstain]].map(([hue, k]) => ({ hue: hue as string, width: (Number(k) / n) * 100 }));
  });
  protected readonly objections = computed(() => this.ballot().members.filter((m) => m.choice === 'against' && m.reason !== ''));
  protected readonly others = computed(() => this.ballot().members.filter((m) => this.ballot().mine.includes(m.person.id) && !m.me));
  protected readonly author = computed(() => this.ballot().members.find((m) => m.author)?.person.name ?? null);

  protected specialties(names: readonly string[]): string {
    return names.map(specialtyWords).join(', ');
  }
  protected may(move: string): boolean {
    return this.ballot().moves.some((m) => m.move === move);
  }
  protected because(): string | null {
    const { reason } = this.ballot();
    return reason === null ? null : (REASONS[reason] ?? reason);
  }
  protected wordOf(m: BallotMemberView): { readonly word: string; readonly icon: IconName; readonly hue: string } {
    if (m.recused !== null) return { word: 'Recused', icon: 'front_hand', hue: 'wait' };
    switch (m.choice) {
      case 'for': return { word: 'For', icon: 'thumb_up', hue: 'good' };
      case 'against': return { word: 'Against', icon: 'thumb_down', hue: 'stop' };
      case 'abstain': return { word: 'Abstains', icon: 'remove', hue: 'held' };
      default: return { word: 'Open', icon: 'hourglass_top', hue: 'attn' };
    }
  }
  protected sum(n: number): string {
    return `${n > 0 ? '+' : n < 0 ? '−' : '±'}${Math.abs(Math.round(n)).toLocaleString('en')}`;
  }

  protected async vote(choice: 'for' | 'against' | 'abstain'): Promise<void> {
    const b = this.ballot();
    const whose = b.mine.includes(this.whose()) ? this.whose() : b.mine.find((id) => b.members.some((m) => m.me && m.person.id === id)) ?? b.mine[0];
    const mine = b.members.some((m) => m.me && m.person.id === whose);
    const done = await this.acting.send(`ballots/${b.id}/vote`, { version: b.version, choice, reason: this.reason().trim(), forPersonId: mine ? null : whose });
    if (done === null) return;
    this.reason.set('');
    this.changed.emit();
  }
  protected async recuse(): Promise<void> {
    const b = this.ballot();
    const done = await this.acting.move<BallotView>('ballots', b, 'recuse', async (_now, attempt) => {
      const answer = await this.reasons.ask({ title: 'Step back from this ballot', sentence: 'You will not vote, and you do not count for the quorum. The reason is kept.', reasons: [], verb: 'Step back' }, attempt);
      return answer && { reason: answer.text };
    });
    if (done) this.changed.emit();
  }
  protected async act(move: 'delegate' | 'extend' | 'void'): Promise<void> {
    const b = this.ballot();
    const done = await this.acting.move<BallotView>('ballots', b, move, async (_now, attempt) => {
      if (move === 'void') {
        const answer = await this.reasons.ask({ title: 'Void this ballot', sentence: 'It ends without a result and the policy goes back into review.', reasons: [], verb: 'Void it', danger: true }, attempt);
        return answer && { reason: answer.text };
      }
      if (move === 'delegate') {
        const me = b.members.find((m) => m.me);
        const peers = b.members.filter((m) => m.constituency === me?.constituency && m.recused === null);
        const answer = await this.fields.ask({ title: 'Hand over your vote', sentence: 'To a member of your own constituency. To yourself takes it back.', verb: 'Hand over', fields: [{ name: 'delegateId', label: 'Member', kind: 'choice', choices: peers.map((m) => [m.person.id, m.me ? 'Myself' : m.person.name] as const) }] }, attempt);
        return answer && { delegateId: answer['delegateId'] };
      }
      const later = localIn((Date.parse(b.closesAt) + 7 * DAY_MS - Date.now()) / 60_000);
      const answer = await this.fields.ask({ title: 'Extend the ballot', sentence: 'Once, by at most thirty days.', verb: 'Extend', fields: [{ name: 'closesAt', label: 'Votes until', kind: 'instant', value: later }] }, attempt);
      return answer && { closesAt: instantOf(answer['closesAt'] ?? '') };
    });
    if (done) this.changed.emit();
  }
}
