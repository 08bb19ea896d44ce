import { Component, computed, inject, input, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { SiteTime } from '@causeway/console-ui';
import type { NoticeWhy } from '@causeway/contracts';
import { poolWords } from '../duty/duty-words';
import { causeWords, channelWords } from './channel-words';
import { PreferencesApi } from './preferences.api';

const ROLES: Readonly<Record<string, string>> = { requester: 'who asked', consultant: 'who decides', team: 'the team', 'ball-holder': 'who has it in hand', 'everyone-told-before': 'who was told before', 'next-on-duty': 'next on duty', owner: 'who has it in hand',
  authors: 'an author', committee: 'a member of the committee', voters: 'somebody whose vote is missing', stakeholders: 'somebody whose work follows it', records: 'who keeps the records', reviewers: 'who reviews what ends',
  approvers: 'the second person', 'system-administrators': 'a system administrator' };

/** Why this person, and by which ways it went: asked for when somebody wants to know. */
@Component({
  selector: 'cw-notice-ways',
  imports: [MatButton],
  template: `
    <button matButton="text" class="cw-xs" type="button" [attr.aria-expanded]="sentence() !== null" (click)="toggle()">Why me?<span class="cw-vh"> {{ about() }}</span></button>
    <span role="status" class="cw-small">{{ sentence() ?? '' }}</span>
  `,
  styles: `:host { display: flex; flex-wrap: wrap; gap: 0 6px; align-items: center; margin-inline-start: -8px; } span { color: var(--mat-sys-on-surface-variant); }`,
})
export class NoticeWays {
  private readonly api = inject(PreferencesApi);
  private readonly site = inject(SiteTime);
  readonly notice = input.required<string>();
  readonly about = input('');
  private readonly why = signal<NoticeWhy | 'failed' | null>(null);

  protected readonly sentence = computed(() => {
    const why = this.why();
    if (why === null) return null;
    if (why === 'failed') return 'This cannot be told now. Try again.';
    const rule = why.policy ? ` by rule ${why.policy.rules.at(-1) ?? 'default'} of the ${why.policy.kind} policy, version ${why.policy.number}` : '';
    const ways = why.deliveries.map((d) => `${channelWords[d.channel]} ${d.state === 'sent' ? `taken ${this.site.dateTime(d.at ?? d.dueAt)}` : d.state === 'dropped' ? 'not needed any more' : d.state === 'failed' ? `failed: ${causeWords(d.cause)}` : `waits until ${this.site.dateTime(d.dueAt)}${d.cause ? `: ${causeWords(d.cause)}` : ''}`}`);
    return `Told as ${ROLES[why.role] ?? poolWords(why.role).toLowerCase()}${rule}. ${ways.length === 0 ? 'In the console only.' : `${ways.join('. ')}.`}`;
  });

  protected async toggle(): Promise<void> {
    if (this.why() !== null) return this.why.set(null);
    this.why.set(await this.api.why(this.notice()).catch(() => 'failed' as const));
  }
}
