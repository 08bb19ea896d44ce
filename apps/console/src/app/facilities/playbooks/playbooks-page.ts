import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { PlaybookView } from '@causeway/contracts';
import { playbookStages, type PlaybookStage } from '@causeway/domain';
import { Access } from '../../core/access/access';
import { problemFrom } from '../../core/api/api-problem';
import { failureOf, valueOf } from '../../core/api/loaded';
import { wordsOf } from '../../core/api/problem-words';
import { FacilitiesApi } from '../facilities.api';
import { kindWords, stageLooks } from '../facility-words';

type Step = PlaybookView['steps'][number];

/** What is done for a partner in each stage, step by step: for all, or for one kind of facility. */
@Component({
  selector: 'cw-playbooks-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  template: `
    <div class="cw-page-head"><a matButton="text" routerLink="/facilities" aria-label="Back to all facilities"><cw-icon name="arrow_back" /></a><h1>Playbooks</h1></div>
    <div class="body">
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (!loaded.hasValue()) {<cw-skeleton-rows [rows]="6" what="Playbooks" />}
      @else {
        <div class="pick">
          <cw-field label="Stage"><select cwInput (change)="stage.set($any($event.target).value)">@for (s of stages; track s) {<option [value]="s" [selected]="s === stage()">{{ looks[s].word }}</option>}</select></cw-field>
          <cw-field label="For"><select cwInput (change)="kind.set($any($event.target).value)"><option value="" [selected]="kind() === ''">every kind without its own</option>@for (k of kinds; track k[0]) {<option [value]="k[0]" [selected]="k[0] === kind()">{{ k[1] }}</option>}</select></cw-field>
        </div>
        @if (said(); as s) {<cw-note [hue]="s.ok ? 'good' : 'stop'" [icon]="s.ok ? 'check_circle' : 'error'" [attr.role]="s.ok ? 'status' : 'alert'">{{ s.text }}</cw-note>}
        <section class="cw-panel" aria-labelledby="steps-head">
          <div class="cw-panel-head"><h2 id="steps-head">Steps</h2><span class="cw-muted cw-small">{{ origin() }}</span></div>
          <ol>
            @for (s of steps(); track $index; let i = $index) {
              <li>
                <cw-field [label]="'Step ' + (i + 1)"><input cwInput type="text" maxlength="300" [readonly]="!mayEdit" [value]="s.words" (input)="change(i, { words: $any($event.target).value })" /></cw-field>
                <cw-field label="Days"><input cwInput type="number" min="0" max="365" [readonly]="!mayEdit" [value]="s.days" (input)="change(i, { days: +$any($event.target).value })" /></cw-field>
                <cw-field label="Whose"><select cwInput [disabled]="!mayEdit" (change)="change(i, { holder: $any($event.target).value })"><option value="outreach" [selected]="s.holder === 'outreach'">owner of the partner</option><option value="pacs" [selected]="s.holder === 'pacs'">PACS team</option></select></cw-field>
                @if (mayEdit) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Take step ' + (i + 1) + ' away'" (click)="steps.set(without(i))"><cw-icon name="close" size="s" /></button>}
              </li>
            } @empty {<li class="cw-muted">No steps: partners of this kind follow the general list.</li>}
          </ol>
          @if (mayEdit) {<div class="acts"><button matButton="outlined" type="button" (click)="add()"><cw-icon name="add" size="s" />Add a step</button><button matButton="filled" type="button" [disabled]="busy()" disabledInteractive (click)="save()">Save</button></div>}
        </section>
        <p class="cw-muted cw-small">Days count from when the steps are put on a partner’s page as tasks. Tasks that stand there already stay as they are.</p>
      }
    </div>
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `
    :host { overflow: auto; align-content: start; flex: 1; }
    .body { display: grid; gap: 12px; padding: 0 20px 24px; max-width: 900px; }
    .pick { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; }
    ol { margin: 0; padding: 8px 14px; list-style: none; display: grid; gap: 8px; }
    ol > li { display: grid; grid-template-columns: minmax(160px, 1fr) 90px 190px 40px; gap: 8px; align-items: end; }
    .acts { display: flex; gap: 8px; padding: 0 14px 14px; }
    @media (max-width: 700px) { ol > li { grid-template-columns: 1fr 1fr; } }
  `,
})
export class PlaybooksPage {
  private readonly api = inject(FacilitiesApi);
  protected readonly mayEdit = inject(Access).can('facility.develop');
  protected readonly stages = playbookStages;
  protected readonly looks = stageLooks;
  protected readonly kinds = Object.entries(kindWords);
  protected readonly stage = signal<PlaybookStage>('prospect');
  protected readonly kind = signal('');
  protected readonly busy = signal(false);
  protected readonly said = signal<{ readonly ok: boolean; readonly text: string } | null>(null);
  protected readonly loaded = resource({ loader: () => this.api.playbooks() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly book = computed(() => valueOf(this.loaded)?.find((p) => p.stage === this.stage() && (p.kind ?? '') === this.kind()) ?? null);
  protected readonly steps = linkedSignal((): readonly Step[] => this.book()?.steps ?? []);
  protected readonly origin = computed(() => {
    const book = this.book();
    return book === null ? 'none of its own' : book.by === null ? 'as it comes with Causeway' : `by ${book.by}`;
  });

  protected change(at: number, more: Partial<Step>): void {
    this.steps.update((all) => all.map((s, i) => (i === at ? { ...s, ...more } : s)));
  }
  protected without(at: number): readonly Step[] {
    return this.steps().filter((_, i) => i !== at);
  }
  protected add(): void {
    this.steps.update((all) => [...all, { words: '', days: 7, holder: 'outreach' }]);
  }
  protected async save(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.said.set(null);
    try {
      this.loaded.set(await this.api.savePlaybook({ stage: this.stage(), kind: (this.kind() || null) as never, version: this.book()?.version ?? 0, steps: [...this.steps()] }));
      this.said.set({ ok: true, text: 'Saved. It holds for what is put on partners’ pages from now on.' });
    } catch (error) {
      this.said.set({ ok: false, text: wordsOf(problemFrom(error).problem).text });
    } finally {
      this.busy.set(false);
    }
  }
}
