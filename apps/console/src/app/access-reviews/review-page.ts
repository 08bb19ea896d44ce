import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { roles, type Role } from '@causeway/access';
import { Note, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { AccessReviewDetail, AccessReviewItem } from '@causeway/contracts';
import { filter, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { itemLook, reviewLooks } from './review-words';

/** One access review: each person with their roles, to be confirmed or taken away. */
@Component({
  selector: 'cw-review-page',
  imports: [MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './review-page.html',
  styleUrls: ['../exchange/things.scss', './reviews-page.scss'],
})
export class ReviewPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = reviewLooks;
  protected readonly look = itemLook;
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<AccessReviewDetail>(`access-reviews/${params}`) });
  protected readonly review = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));

  constructor() {
    reloadOn(merge(signalsOf('access-review').pipe(filter((s) => s.id === this.id())), resyncs()), this.loaded);
  }
  protected rolesOf(held: readonly Role[]): string {
    return held.map((role) => roles[role]).join(', ') || 'no role';
  }

  protected confirm(item: AccessReviewItem): Promise<void> {
    return this.decide(item, () => Promise.resolve({ revoke: [] }));
  }
  protected revoke(item: AccessReviewItem): Promise<void> {
    const choices = [...(item.roles.length > 1 ? [['all', 'All roles: they can no longer sign in'] as const] : []), ...item.roles.map((role) => [role, item.roles.length > 1 ? roles[role] : `${roles[role]}: they can no longer sign in`] as const)];
    return this.decide(item, async (attempt) => {
      const a = await this.fields.ask({
        title: `Take a role from ${item.person.name}`, verb: 'Take it away', danger: true, sentence: 'It counts from their next request.',
        fields: [{ name: 'role', label: 'Role', kind: 'choice', choices }, { name: 'note', label: 'Why', kind: 'words' }],
      }, attempt);
      return a && { revoke: a['role'] === 'all' ? item.roles : [a['role']], note: a['note'] };
    });
  }
  private async decide(item: AccessReviewItem, bodyOf: (attempt: Parameters<FieldsAsker['ask']>[1]) => Promise<object | null>): Promise<void> {
    const done = await this.acting.make<AccessReviewDetail>(`access-reviews/${this.id()}/items/${item.id}/decide`, async (attempt) => {
      const body = await bodyOf(attempt);
      if (!body || !(await this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'Your answer is signed with your password.', verb: 'Sign' }))) return null;
      return { version: item.version, seen: item.roles, ...body };
    });
    if (done || this.acting.refused() !== null) this.loaded.reload();
  }
}
