import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Icon, Note, SiteTime } from '@causeway/console-ui';
import type { FacilityDetail, FacilityTasks, FacilityTaskView } from '@causeway/contracts';
import { valueOf } from '../../core/api/loaded';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { FacilitiesApi } from '../facilities.api';

/** What is to be done for a partner in its stage, by whom and until when. */
@Component({
  selector: 'cw-tasks-panel',
  imports: [Icon, MatButton, Note, RouterLink],
  providers: [Acting],
  template: `
    @if (view(); as v) {
      <section class="cw-panel" aria-labelledby="tasks-head">
        <div class="cw-panel-head"><h2 id="tasks-head">Tasks</h2><span class="cw-spacer"></span><a class="cw-small" routerLink="/facilities/playbooks">Playbooks</a>
          @if (facility().mayDevelop && v.applicable > 0) {<button matButton="outlined" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive (click)="apply()"><cw-icon name="add" size="s" />{{ v.applicable }} of the playbook</button>}</div>
        @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        <ul class="rows">
          @for (t of open(); track t.id) {
            <li><div class="line"><span class="grow"><bdi>{{ t.words }}</bdi><br /><span class="cw-small cw-muted">{{ t.owner?.name ?? 'PACS team' }}, <span [class.cw-ink]="t.overdue" data-hue="attn">{{ t.overdue ? 'was due ' : 'by ' }}{{ day(t.dueOn) }}</span></span></span>
              @if (v.mayWork) {<span class="both"><button matButton="outlined" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive [attr.aria-label]="'Done: ' + t.words" (click)="settle(t, 'done')">Done</button><button matButton="text" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive [attr.aria-label]="'Not needed: ' + t.words" (click)="settle(t, 'dropped')">Not needed</button></span>}</div></li>
          } @empty {<li class="cw-muted">{{ v.applicable > 0 ? 'Nothing yet. The playbook of this stage says what others do here.' : 'Nothing is open.' }}</li>}
          @for (t of settled(); track t.id) {<li class="cw-muted cw-small"><bdi>{{ t.words }}</bdi>: {{ t.state === 'done' ? 'done' : 'not needed' }}, <bdi>{{ t.settledBy }}</bdi>@if (t.settledAt) {, {{ site.date(t.settledAt) }}}</li>}
        </ul>
      </section>
    }
  `,
  styleUrl: '../tabs/tab.scss',
  styles: '.both { display: flex; gap: 4px; } .grow { min-width: 180px; }',
})
export class TasksPanel {
  readonly facility = input.required<FacilityDetail>();
  private readonly api = inject(FacilitiesApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly day = dateText;
  private readonly loaded = resource({ params: () => [this.facility().id, this.facility().version] as const, loader: ({ params }) => this.api.tasks(params[0]) });
  protected readonly view = linkedSignal(() => valueOf(this.loaded));
  protected readonly open = computed(() => this.view()?.tasks.filter((t) => t.state === 'open') ?? []);
  protected readonly settled = computed(() => this.view()?.tasks.filter((t) => t.state !== 'open').slice(0, 5) ?? []);

  protected async apply(): Promise<void> {
    const after = await this.acting.send<FacilityTasks>(`facilities/${this.facility().id}/tasks/apply`, {});
    if (after) this.view.set(after);
  }
  protected async settle(task: FacilityTaskView, state: 'done' | 'dropped'): Promise<void> {
    const after = await this.acting.make<FacilityTasks>(`facilities/${this.facility().id}/tasks/${task.id}/settle`, async (attempt) => {
      const answer = await this.fields.ask({ title: task.words, sentence: 'It stands in the history of the partner.', verb: state === 'done' ? 'Done' : 'Not needed', fields: [{ name: 'words', label: state === 'done' ? 'What came of it' : 'Why not', kind: 'words', optional: true }] }, attempt);
      return answer && { state, words: answer['words'] ?? '' };
    });
    if (after) this.view.set(after);
  }
}
