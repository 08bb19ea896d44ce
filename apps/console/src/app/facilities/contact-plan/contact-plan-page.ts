import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, Note, ProblemCard, SkeletonRows, StateChip, type StateLook } from '@causeway/console-ui';
import type { ContactPlan, FacilityDetail } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../../core/api/loaded';
import { Session } from '../../core/session/session';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { FacilitiesApi } from '../facilities.api';
import { contactWords } from '../facility-words';

type Row = ContactPlan['rows'][number];
const VIEWS = [['planned', 'Clinicians and managers'], ['mine', 'Mine'], ['due', 'Overdue'], ['all', 'Everybody']] as const;
type View = (typeof VIEWS)[number][0];
const PLANNED: readonly string[] = ['clinical', 'administrative'];

/** Who of ours should talk to whom of the partners, and when: clinicians with clinicians, managers with managers. */
@Component({
  selector: 'cw-contact-plan-page',
  imports: [EmptyState, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './contact-plan-page.html',
  styleUrl: '../tabs/tab.scss',
  styles: `
    :host { overflow: auto; align-content: start; flex: 1; } .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; padding: 0 20px 24px; }
    .scroll { overflow-x: auto; position: relative; } table { border-collapse: collapse; width: 100%; } th, td { padding: 6px 14px; text-align: start; vertical-align: top; border-top: 1px solid var(--mat-sys-outline-variant); } thead th { border-top: 0; font-weight: 500; white-space: nowrap; } tbody th { font-weight: 400; min-width: 150px; } td { min-width: 96px; }
  `,
})
export class ContactPlanPage {
  private readonly api = inject(FacilitiesApi);
  private readonly fields = inject(FieldsAsker);
  private readonly session = inject(Session);
  protected readonly acting = inject(Acting);
  protected readonly loaded = resource({ loader: () => this.api.contactPlan() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly plan = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly views = VIEWS;
  protected readonly view = signal<View>('planned');
  protected readonly rows = computed(() => (this.plan()?.rows ?? []).filter((r) => this.shows(r)));
  protected readonly stale = computed(() => (this.plan()?.rows ?? []).filter((r) => r.stale).length);
  protected readonly kinds = contactWords;
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('facility'), resyncs()).pipe(debounceTime(800)), this.loaded);
  }

  private shows(r: Row): boolean {
    switch (this.view()) {
      case 'planned': return PLANNED.includes(r.kind);
      case 'mine': return r.counterpart?.id === this.session.person()?.id;
      case 'due': return r.stale;
      default: return true;
    }
  }
  protected look(r: Row): StateLook {
    if (r.dueOn === null) return { hue: 'wait', icon: 'schedule', word: 'No rhythm' };
    return r.stale ? { hue: 'attn', icon: 'hourglass_top', word: 'Overdue' } : { hue: 'good', icon: 'event_available', word: 'In time' };
  }
  protected async talk(r: Row): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${r.facilityId}/activities`, async (attempt) => {
      const answer = await this.fields.ask({ title: `Talked with ${r.name}`, sentence: `It stands in the history of ${r.facility}, and the next talk counts from today.`, verb: 'Save', fields: [{ name: 'kind', label: 'How', kind: 'choice', value: 'call', choices: [['call', 'Call'], ['mail', 'Mail'], ['visit', 'Visit'], ['meeting', 'Meeting']] }, { name: 'words', label: 'What was said', kind: 'words' }] }, attempt);
      return answer && { ...answer, contactId: r.id };
    });
    if (done) this.loaded.reload();
  }
}
