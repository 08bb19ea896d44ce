import { Component, computed, DestroyRef, inject, input, linkedSignal, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { dateText, Icon, Keymap, Note, ProblemCard, SkeletonRows, Ticker } from '@causeway/console-ui';
import type { FacilityDetail } from '@causeway/contracts';
import { backwardMoves, forwardMoves, type FacilityMove, type FacilityState } from '@causeway/domain';
import { debounceTime, filter, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { Lines } from './connections/lines';
import { FacilitiesApi } from './facilities.api';
import { FacilityActs } from './facility-acts';
import { daysIn, daysText, flowWords, kindWords, moveWords, stageLooks, volumeText } from './facility-words';
import { ActivityTab } from './tabs/activity-tab';
import { AgreementTab } from './tabs/agreement-tab';
import { CertificatesPanel } from './tabs/certificates-panel';
import { ContactsTab } from './tabs/contacts-tab';
import { DocumentsTab } from './tabs/documents-tab';
import { LinksPanel } from './tabs/links-panel';
import { MappingTab } from './tabs/mapping-tab';
import { OverviewTab } from './tabs/overview-tab';
import { RetrievablePanel } from './tabs/retrievable-panel';
import { ScorePanel } from './tabs/score-panel';

const TABS = [
  { tab: 'overview', words: 'Overview', count: () => 0 },
  { tab: 'contacts', words: 'Contacts', count: (f: FacilityDetail) => f.contacts.length },
  { tab: 'agreement', words: 'Agreement', count: (f: FacilityDetail) => f.agreements.filter((a) => a.state === 'in-force').length },
  { tab: 'connections', words: 'Connections', count: (f: FacilityDetail) => f.endpoints.length },
  { tab: 'mapping', words: 'Mapping', count: (f: FacilityDetail) => f.procedures.length },
  { tab: 'activity', words: 'Activity', count: () => 0 },
  { tab: 'documents', words: 'Documents', count: (f: FacilityDetail) => f.documents.length },
] as const;
const LINE: readonly FacilityState[] = ['prospect', 'contacted', 'agreement', 'connecting', 'testing', 'live'];

/** One partner: where it stands, what it needs next, and everything known of it. */
@Component({
  selector: 'cw-facility-page',
  imports: [ActivityTab, AgreementTab, CertificatesPanel, ContactsTab, DocumentsTab, Icon, Lines, LinksPanel, MappingTab, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, Note, OverviewTab, ProblemCard, RetrievablePanel, RouterLink, ScorePanel, SkeletonRows],
  providers: [Acting, FacilityActs],
  templateUrl: './facility-page.html',
  styleUrl: './facility-page.scss',
})
export class FacilityPage {
  readonly id = input.required<string>();

  private readonly api = inject(FacilitiesApi);
  private readonly ticker = inject(Ticker);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly acts = inject(FacilityActs);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.detail(params) });
  /** As last read, or as the last command left it. */
  protected readonly facility = linkedSignal(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly tabs = TABS;
  protected readonly tab = computed(() => TABS.find((t) => t.tab === this.params().get('tab'))?.tab ?? 'overview');
  protected readonly looks = stageLooks;
  protected readonly moves = moveWords;
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('facility').pipe(filter((e) => e.id === this.id())), signalsOf('endpoint'), resyncs()).pipe(debounceTime(500)), this.loaded);
    const now = (): FacilityDetail | undefined => this.facility();
    inject(Keymap).register({
      name: 'Facility', element: null,
      bindings: [
        { keys: ['>'], does: 'Move it on', run: () => this.key(now(), (f) => this.acts.forward(f)) },
        { keys: ['<'], does: 'Move it back', run: () => this.key(now(), (f) => this.acts.backward(f)) },
        { keys: ['n'], does: 'Next step', when: () => now()?.mayDevelop === true, run: () => { const f = now(); if (f) void this.step(f); } },
      ],
    }, inject(DestroyRef));
  }

  protected about(f: FacilityDetail): string {
    return [kindWords[f.kind] ?? f.kind, f.place, f.host ? 'this house' : volumeText(f), f.owner ? `owner ${f.owner.name}` : ''].filter(Boolean).join(' · ');
  }
  protected age(f: FacilityDetail): string {
    return daysText(daysIn(f.stateSince, this.ticker.coarse()));
  }
  protected paused(f: FacilityDetail): string {
    const why = f.agreedUntil === null ? 'No agreement is in force. ' : f.pausedBecause ? `${f.pausedBecause}. ` : '';
    return `Paused. ${why}${flowWords[f.flow ?? ''] ?? ''}.`;
  }
  protected stagesOf(f: FacilityDetail): readonly { readonly state: FacilityState; readonly done: boolean; readonly now: boolean }[] {
    const line = LINE.includes(f.state) ? LINE : [...LINE, f.state];
    const at = line.indexOf(f.state);
    return line.map((state, i) => ({ state, done: i < at, now: i === at }));
  }
  protected others(f: FacilityDetail): readonly FacilityMove[] {
    return f.moves.map((m) => m.move as FacilityMove).filter((m) => m !== forwardMoves[f.state] && m !== backwardMoves[f.state]);
  }
  protected took(f: FacilityDetail): void {
    this.facility.set(f);
  }
  protected async make(f: FacilityDetail, move: FacilityMove): Promise<void> {
    if (await this.acts.move(f, move)) this.loaded.reload();
  }
  protected async step(f: FacilityDetail): Promise<void> {
    const after = await this.acts.nextStep(f);
    if (after) this.took(after);
  }
  private key(f: FacilityDetail | undefined, moveOf: (f: FacilityDetail) => FacilityMove | null): void {
    const move = f && moveOf(f);
    if (f && move) void this.make(f, move);
  }
}
