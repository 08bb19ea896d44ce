import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { roles } from '@causeway/access';
import { EmptyState, Note, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import { personRoles, type AccessReviewDetail, type AccessReviewRow } from '@causeway/contracts';
import { merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf, valueOf } from '../core/api/loaded';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { reviewLooks } from './review-words';

/** Access reviews: those that are open, late or complete, and how far each is. */
@Component({
  selector: 'cw-reviews-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './reviews-page.html',
  styleUrls: ['../exchange/things.scss', './reviews-page.scss'],
})
export class ReviewsPage {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = reviewLooks;
  private readonly access = inject(Access);
  protected readonly mayStart = computed(() => this.access.can('people.manage'));
  protected readonly loaded = resource({ loader: () => this.api.get<readonly AccessReviewRow[]>('access-reviews') });
  protected readonly rows = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));

  constructor() {
    reloadOn(merge(signalsOf('access-review'), resyncs()), this.loaded);
  }

  protected async start(): Promise<void> {
    const made = await this.acting.make<AccessReviewDetail>('access-reviews', async (attempt) => {
      const a = await this.fields.ask({
        title: 'Start an access review', verb: 'Start', sentence: 'Section leads are asked about the people of their section, administrators about everybody else. Each confirms or takes away roles.',
        fields: [
          { name: 'name', label: 'Name', kind: 'text' }, { name: 'dueOn', label: 'Answers until', kind: 'date' },
          { name: 'role', label: 'Who', kind: 'choice', value: 'all', choices: [['all', 'Everybody who may sign in'], ...personRoles.map((role) => [role, `Only who holds: ${roles[role]}`] as const)] },
        ],
      }, attempt);
      if (!a || !(await this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'A review is started with your password.', verb: 'Start' }))) return null;
      return { name: a['name'], dueOn: a['dueOn'], roles: a['role'] === 'all' ? [] : [a['role']] };
    });
    if (made) await this.router.navigate(['/access-reviews', made.id]);
  }
}
