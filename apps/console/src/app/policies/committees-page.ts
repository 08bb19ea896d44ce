import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { CommitteesView, CommitteeView } from '@causeway/contracts';
import { failureOf } from '../core/api/loaded';
import { CommitteeCard } from './committee-card';
import { CommitteeForm } from './committee-form';
import { PoliciesApi } from './policies.api';

/** Who votes on which policies, what they are there for, to whom they report, and by which rules. Its chair changes it. */
@Component({
  selector: 'cw-committees-page',
  imports: [CommitteeCard, CommitteeForm, Icon, MatButton, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './committees-page.html',
  styleUrl: './committees-page.scss',
})
export class CommitteesPage {
  private readonly api = inject(PoliciesApi);
  protected readonly loaded = resource({ loader: (): Promise<CommitteesView> => this.api.committees() });
  protected readonly view = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly failure = computed(() => failureOf(this.loaded));
  /** The committee that is written; null is a new one, undefined none. */
  protected readonly editing = signal<CommitteeView | null | undefined>(undefined);

  protected closed(view: CommitteesView | null): void {
    if (view) this.loaded.set(view);
    this.editing.set(undefined);
  }
}
