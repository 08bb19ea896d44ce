import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Field, FieldInput, Icon, Note, ProblemCard, SkeletonRows, StateChip, type StateLook } from '@causeway/console-ui';
import type { MilestoneView, ProgrammePlan, SaveMilestone, SettleMilestone } from '@causeway/contracts';
import { serviceLines, type FacilityState } from '@causeway/domain';
import { debounceTime, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { stageLooks, tierWords } from '../facilities/facility-words';
import { ProgrammeHead } from './programme-head';
import { orderText } from './programme-words';

type Form = Omit<SaveMilestone, 'serviceLine'> & { readonly id: string | null; readonly serviceLine: string };

/** Waves and milestones of the whole exchange, partners by stage and tier, what comes next and why, and reviews that are due. */
@Component({
  selector: 'cw-plan-page',
  imports: [EmptyState, Field, FieldInput, Icon, MatButton, Note, ProblemCard, ProgrammeHead, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './plan-page.html',
  styleUrl: './programme.scss',
})
export class PlanPage {
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly loaded = resource({ loader: () => this.api.get<ProgrammePlan>('programme/plan') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = linkedSignal(() => valueOf(this.loaded));
  protected readonly form = signal<Form | null>(null);
  protected readonly tried = signal(false);
  protected readonly refused = signal<string | null>(null);
  protected readonly waves = computed(() => {
    const all = this.view()?.milestones ?? [];
    return [...new Set(all.map((m) => m.wave))].map((name) => ({ name, rows: all.filter((m) => m.wave === name) }));
  });
  protected readonly looks = stageLooks;
  protected readonly tiers = tierWords;
  protected readonly tierCodes = Object.keys(tierWords);
  protected readonly lines = serviceLines;
  protected readonly day = dateText;
  protected readonly sentence = computed(() => {
    const all = this.view()?.milestones ?? [];
    const late = all.filter((m) => m.late).length;
    return all.length === 0 ? 'waves, milestones and what comes next' : `${all.filter((m) => m.state === 'done').length} of ${all.filter((m) => m.state !== 'dropped').length} milestones done${late > 0 ? `, ${late} late` : ''}`;
  });

  constructor() {
    reloadOn(merge(signalsOf('programme', 'facility'), resyncs()).pipe(debounceTime(1000)), this.loaded);
  }

  protected look(m: MilestoneView): StateLook {
    if (m.state === 'done') return { hue: 'good', icon: 'check_circle', word: 'Done' };
    if (m.state === 'dropped') return { hue: 'wait', icon: 'remove', word: 'Dropped' };
    return m.late ? { hue: 'stop', icon: 'error', word: 'Late' } : { hue: 'active', icon: 'timelapse', word: 'Open' };
  }
  protected order(n: { readonly tier: string; readonly because: Parameters<typeof orderText>[1]; readonly on: string | null }): string {
    return orderText(tierWords[n.tier] ?? n.tier, n.because, n.on);
  }
  protected stageWord(state: FacilityState): string {
    return stageLooks[state].word;
  }

  protected edit(m: MilestoneView | null): void {
    this.refused.set(null);
    this.tried.set(false);
    this.form.set(m
      ? { id: m.id, version: m.version, wave: m.wave, name: m.name, serviceLine: m.serviceLine ?? '', owner: m.owner, dueOn: m.dueOn, facilityIds: m.partners.map((p) => p.id) }
      : { id: null, version: 0, wave: this.waves()[0]?.name ?? '', name: '', serviceLine: '', owner: '', dueOn: '', facilityIds: [] });
  }
  protected type(name: 'wave' | 'name' | 'owner' | 'dueOn' | 'serviceLine', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.form.update((f) => f && { ...f, [name]: value });
  }
  protected toggle(id: string): void {
    this.form.update((f) => f && { ...f, facilityIds: f.facilityIds.includes(id) ? f.facilityIds.filter((x) => x !== id) : [...f.facilityIds, id] });
  }
  protected fault(text: string, why: string): string | null {
    return this.tried() && text.trim() === '' ? why : null;
  }
  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const f = this.form();
    this.tried.set(true);
    if (!f || [f.wave, f.name, f.owner, f.dueOn].some((t) => t.trim() === '')) return;
    const { id, serviceLine, ...rest } = f;
    const body = { ...rest, serviceLine: serviceLine || null };
    try {
      this.view.set(await (id ? this.api.put<ProgrammePlan>(`programme/milestones/${id}`, body) : this.api.post<ProgrammePlan>('programme/milestones', body)));
      this.form.set(null);
    } catch (error) {
      const { problem } = problemFrom(error);
      if (problem.status === 412) await this.again(id);
      this.refused.set(wordsOf(problem).text);
    }
  }
  /** Somebody was faster: what was typed stays, and goes over the new state when it is saved again. */
  private async again(id: string | null): Promise<void> {
    const fresh = await this.api.get<ProgrammePlan>('programme/plan');
    this.view.set(fresh);
    const now = fresh.milestones.find((m) => m.id === id);
    if (now) this.form.update((f) => f && { ...f, version: now.version });
  }
  protected async settle(m: MilestoneView, state: SettleMilestone['state']): Promise<void> {
    const done = state === 'dropped'
      ? await this.acting.make<ProgrammePlan>(`programme/milestones/${m.id}/settle`, async (attempt) => {
        const a = await this.fields.ask({ title: `Drop “${m.name}”`, verb: 'Drop it', fields: [{ name: 'words', label: 'Why', kind: 'words', most: 500 }] }, attempt);
        return a && { version: m.version, state, words: a['words'] };
      })
      : await this.acting.send<ProgrammePlan>(`programme/milestones/${m.id}/settle`, { version: m.version, state, words: '' });
    if (done) this.view.set(done);
    else if (this.acting.refused()) this.loaded.reload();
  }
}
