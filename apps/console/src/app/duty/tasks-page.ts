import { Component, computed, inject, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { EmptyState, Note, ProblemCard, SiteTime, SkeletonRows, StateChip, type StateLook } from '@causeway/console-ui';
import type { HandoverView, OwnedTask, PersonRef, TaskPage } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { reasonWords } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { addressOf } from '../slices';
import { poolWords } from './duty-words';

type View = 'mine' | 'owner' | 'pool' | 'escalation' | 'all';
const KINDS: Readonly<Record<string, string>> = { inbound: 'Outside exam', overread: 'Over-read', registration: 'Registration', requestOut: 'Request', requestIn: 'Request of a partner', case: 'Emergency case' };
const LOOKS: Readonly<Record<OwnedTask['by'], StateLook>> = {
  owner: { hue: 'good', icon: 'person', word: 'In somebody’s hands' }, pool: { hue: 'held', icon: 'groups', word: 'In a pool' }, escalation: { hue: 'stop', icon: 'priority_high', word: 'Escalated' },
};
const ANSWERS: Readonly<Record<string, string>> = { accept: 'Take it', decline: 'Decline', cancel: 'Take the offer back' };

/** Whose each open task is: one owner, one pool or one escalation, and never nobody. What one has in hand can be offered to a colleague. */
@Component({
  selector: 'cw-tasks-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './tasks-page.html',
  styleUrls: ['../exchange/things.scss', './tasks-page.scss'],
})
export class TasksPage {
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = LOOKS;
  protected readonly kinds = KINDS;
  protected readonly answers = ANSWERS;
  protected readonly poolWords = poolWords;
  protected readonly because = reasonWords;
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly view = computed((): View => this.views.find(([view]) => view === this.params().get('view'))?.[0] ?? 'all');
  protected readonly views: readonly (readonly [View, string])[] = [['all', 'All'], ['mine', 'Mine'], ['owner', 'In hands'], ['pool', 'In pools'], ['escalation', 'Escalated']];
  protected readonly loaded = resource({ params: () => this.view(), loader: ({ params }) => this.api.get<TaskPage>('ownership/tasks', { view: params }) });
  protected readonly offers = resource({ loader: () => this.api.get<readonly HandoverView[]>('handovers') });
  protected readonly page = computed(() => valueOf(this.loaded));
  protected readonly open = computed(() => valueOf(this.offers) ?? []);
  protected readonly failure = computed(() => failureOf(this.loaded));

  constructor() {
    reloadOn(merge(signalsOf('duty', 'inbound', 'overread', 'lease', 'requestOut', 'requestIn', 'registration', 'case', 'notice'), resyncs()).pipe(debounceTime(1000)), this.loaded, this.offers);
  }

  protected address(item: { readonly kind: string; readonly id: string }): string | null {
    return addressOf(item);
  }
  protected count(view: View): number | null {
    const counts = this.page()?.counts;
    return !counts ? null : view === 'all' ? counts.owner + counts.pool + counts.escalation : counts[view];
  }
  protected hands(t: OwnedTask): string {
    const names = t.people.slice(0, 3).map((p) => p.name).join(', ') + (t.people.length > 3 ? ` and ${t.people.length - 3} more` : '');
    return t.role === null ? names : `${poolWords(t.role)}: ${names}`;
  }

  protected async offer(task: OwnedTask): Promise<void> {
    await this.acting.make('handovers', async (attempt) => {
      const people = await this.api.get<readonly PersonRef[]>('handovers/colleagues', { kind: task.kind, id: task.id });
      const a = await this.fields.ask({
        title: 'Offer to a colleague', verb: 'Offer', sentence: people.length === 0 ? 'Nobody else may do this task.' : 'It stays where it is until they take it; after a quarter of an hour the offer is over.',
        fields: [{ name: 'receiverId', label: 'Colleague', kind: 'choice', choices: people.map((p) => [p.id, `${p.name}, ${p.title}`] as const) }, { name: 'note', label: 'Note', kind: 'text', optional: true, hint: 'Without patient data.' }],
      }, attempt);
      return a && { kind: task.kind, id: task.id, receiverId: a['receiverId'], ...(a['note'] ? { note: a['note'] } : {}) };
    });
    this.again();
  }
  protected async answer(offer: HandoverView, move: string): Promise<void> {
    await this.acting.send(`handovers/${offer.id}/${move}`, { version: offer.version });
    this.again();
  }
  private again(): void {
    this.loaded.reload();
    this.offers.reload();
  }
}
