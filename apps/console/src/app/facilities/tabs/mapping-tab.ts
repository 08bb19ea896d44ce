import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Field, FieldInput, Note } from '@causeway/console-ui';
import type { FacilityDetail, ProcedureView } from '@causeway/contracts';
import { MAPPED_PERMILLE, mappedPermille } from '@causeway/domain';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { FacilitiesApi } from '../facilities.api';

/** Their names of procedures and ours. The share that is mapped counts by exams, not by names. */
@Component({
  selector: 'cw-mapping-tab',
  imports: [EmptyState, Field, FieldInput, MatButton, Note],
  template: `
    <section class="cw-panel" aria-labelledby="mapping-head">
      <div class="cw-panel-head"><h2 id="mapping-head">Procedures</h2><span class="cw-spacer"></span><span class="cw-ink" [attr.data-hue]="permille() >= needed ? 'good' : 'attn'">{{ percent() }} % of their exams mapped, {{ needed / 10 }} % needed</span></div>
      @if (problem(); as words) {<cw-note class="pad" hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
      @if (rows().length === 0) {<cw-empty-state kind="new" icon="compare_arrows" title="No name of theirs yet" text="The partner lists its names in the onboarding, or paste them below." />}
      @else {
        <div class="scroll"><table>
          <thead><tr><th scope="col">Theirs</th><th scope="col">Code</th><th scope="col" class="n">Exams</th><th scope="col">Ours</th></tr></thead>
          <tbody>@for (p of rows(); track p.name) {<tr><th scope="row"><bdi>{{ p.name }}</bdi></th><td class="cw-mono">{{ p.code }}</td><td class="n">{{ p.exams }}</td>
            <td>@if (facility().mayConnect) {<input class="cw-input" [attr.aria-label]="'Our name for ' + p.name" [value]="p.ours ?? ''" (change)="map(p, $any($event.target).value)" />} @else {{{ p.ours ?? '' }}}</td></tr>}</tbody>
        </table></div>
      }
      @if (facility().mayConnect) {
        <div class="pad"><cw-field label="Add names" hint="One to a line: their name; code; exams a year; our name"><textarea cwInput rows="3" [value]="pasted()" (input)="pasted.set($any($event.target).value)"></textarea></cw-field></div>
        <div class="buttons"><button matButton="filled" type="button" [disabled]="busy() || !touched()" disabledInteractive (click)="save()">Save names</button></div>
      }
    </section>
  `,
  styleUrl: './tab.scss',
})
export class MappingTab {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly api = inject(FacilitiesApi);
  private readonly edited = signal<ReadonlyMap<string, string | null>>(new Map());
  protected readonly pasted = signal('');
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  protected readonly needed = MAPPED_PERMILLE;
  protected readonly rows = computed(() => this.facility().procedures.map((p) => (this.edited().has(p.name) ? { ...p, ours: this.edited().get(p.name) ?? null } : p)));
  protected readonly permille = computed(() => mappedPermille({ exams: this.rows().reduce((n, p) => n + p.exams, 0), mapped: this.rows().reduce((n, p) => n + (p.ours === null ? 0 : p.exams), 0) }));
  protected readonly percent = computed(() => Math.floor(this.permille() / 10));
  protected readonly touched = computed(() => this.edited().size > 0 || this.pasted().trim() !== '');

  protected map(p: ProcedureView, ours: string): void {
    this.edited.update((all) => new Map(all).set(p.name, ours.trim() === '' ? null : ours.trim()));
  }
  protected async save(): Promise<void> {
    this.busy.set(true);
    this.problem.set(null);
    const added = this.pasted().split('\n').map((line) => line.split(';').map((part) => part.trim())).filter(([name]) => name);
    const all = new Map(this.rows().map((p) => [p.name, { name: p.name, code: p.code, exams: p.exams, ours: p.ours }]));
    for (const [name = '', code = '', exams = '', ours = ''] of added) all.set(name, { name, code, exams: exams === '' ? 1 : Number.isNaN(Number(exams)) ? -1 : Number(exams), ours: ours || null });
    try {
      this.changed.emit(await this.api.put<FacilityDetail>(`facilities/${this.facility().id}/procedures`, { procedures: [...all.values()] }));
      this.edited.set(new Map());
      this.pasted.set('');
    } catch (error) {
      const { problem } = problemFrom(error);
      this.problem.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `${[...all.keys()][Number(e.pointer.split('/')[2])] ?? ''}: ${e.detail}`)].join(' '));
    }
    this.busy.set(false);
  }
}
