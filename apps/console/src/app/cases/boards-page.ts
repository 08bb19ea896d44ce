import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { EmptyState, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { BoardAgenda, BoardView, ChoicesView } from '@causeway/contracts';
import { failureOf } from '../core/api/loaded';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';

/** Tumor boards to come, and how many of their patients are ready. */
@Component({
  selector: 'cw-boards-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <div class="cw-page-head"><h1>Tumor boards</h1><span class="cw-spacer"></span><a matButton="text" routerLink="/cases">All cases</a><button matButton="filled" type="button" (click)="plan()">Plan a board</button></div>
    @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
    @if (boards.hasValue()) {
      <ul class="boards">
        @for (b of boards.value(); track b.id) {
          <li class="cw-panel"><a [routerLink]="['/cases/boards', b.id]"><b>{{ b.name }}</b></a><span class="cw-muted">{{ site.dateTime(b.startsAt) }} · {{ b.serviceLine }}</span><span class="cw-value">{{ b.ready }} of {{ b.patients }} ready</span></li>
        } @empty {<li><cw-empty-state kind="new" icon="group" title="No board is planned" text="Plan one, then put cases of the kind “Tumor board” on its agenda." /></li>}
      </ul>
    } @else if (failure(); as words) {
      <cw-problem-card [title]="words.title" [text]="words.text" [icon]="words.icon" [hue]="words.hue" [traceId]="words.traceId" [canRetry]="words.canRetry" (retry)="boards.reload()" />
    } @else {<div class="boards"><div class="cw-panel"><cw-skeleton-rows [rows]="3" what="Boards" /></div></div>}
  `,
  styles: `
    :host { display: block; flex: 1; min-height: 0; overflow: auto; }
    .boards { display: grid; gap: 10px; margin: 0; padding: 8px 20px 20px; list-style: none; }
    .boards li.cw-panel { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 18px; padding: 12px 14px; }
    a { flex: 1 1 200px; } a[matButton] { flex: none; }
    cw-note { margin: 0 20px; }
  `,
})
export class BoardsPage {
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  private readonly fields = inject(FieldsAsker);
  protected readonly site = inject(SiteTime);
  protected readonly acting = inject(Acting);
  protected readonly boards = resource({ loader: () => this.api.get<readonly BoardView[]>('boards') });
  protected readonly failure = computed(() => failureOf(this.boards));

  protected async plan(): Promise<void> {
    const choices = await this.api.get<ChoicesView>('cases/choices');
    const made = await this.acting.make<BoardAgenda>('boards', async (attempt) => {
      const a = await this.fields.ask({ title: 'Plan a board', verb: 'Plan', fields: [{ name: 'name', label: 'Name', kind: 'text', value: 'Tumor board' }, { name: 'serviceLine', label: 'Service line', kind: 'choice', value: 'oncology', choices: choices.serviceLines.map((l) => [l, l] as const) }, { name: 'startsAt', label: 'When', kind: 'instant', value: localIn(3 * 24 * 60) }] }, attempt);
      return a && { ...a, startsAt: instantOf(a['startsAt'] ?? '') };
    });
    if (made) await this.router.navigate(['/cases/boards', made.id]);
  }
}
