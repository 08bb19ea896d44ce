import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon, Note, StateChip, type StateLook } from '@causeway/console-ui';
import type { FacilityImport, ImportReport } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { FacilitiesApi } from '../facilities.api';

const LOOKS: Readonly<Record<ImportReport['lines'][number]['does'], StateLook>> = {
  new: { hue: 'good', icon: 'add', word: 'New' }, changed: { hue: 'active', icon: 'edit', word: 'Changed' }, same: { hue: 'wait', icon: 'check', word: 'As it is' }, wrong: { hue: 'stop', icon: 'error', word: 'Wrong' },
};

/** Partners in and out as CSV or as an mCSD bundle. A file is tried first; nothing is taken while one line is wrong. */
@Component({
  selector: 'cw-import-page',
  imports: [Icon, MatButton, Note, RouterLink, StateChip],
  template: `
    <div class="cw-page-head"><a matButton="text" routerLink="/facilities" aria-label="Back to all facilities"><cw-icon name="arrow_back" /></a><h1>Import and export partners</h1></div>
    <div class="body">
      <section class="cw-panel pad" aria-labelledby="out-head"><h2 id="out-head">Export</h2>
        <p>All partners you work with. A cell that a spreadsheet would run as a formula begins with an apostrophe; import takes it away again. Secrets are never in it.</p>
        <div class="line"><button matButton="outlined" type="button" (click)="save('csv')"><cw-icon name="download" size="s" />CSV</button><button matButton="outlined" type="button" (click)="save('mcsd')"><cw-icon name="download" size="s" />mCSD bundle (FHIR)</button></div>
      </section>
      <section class="cw-panel pad" aria-labelledby="in-head"><h2 id="in-head">Import</h2>
        <p>Columns are those of the export; <b>name</b> is needed, what a file leaves out stays as it is. A partner of the same name is changed, another is a new prospect.</p>
        <label class="line">File, .csv or .json <input class="cw-input" type="file" accept=".csv,.json,text/csv,application/json,application/fhir+json" #file (change)="choose(file)" /></label>
        @if (problem(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        @if (report(); as r) {
          <cw-note [hue]="wrong() > 0 ? 'stop' : r.dryRun ? 'active' : 'good'" [icon]="wrong() > 0 ? 'error' : 'fact_check'" role="status">{{ summary() }}</cw-note>
          @if (wrong() === 0 && r.dryRun && changes() > 0) {<div><button matButton="filled" type="button" [disabled]="busy()" disabledInteractive (click)="send(false)">Take {{ changes() }} {{ changes() === 1 ? 'partner' : 'partners' }}</button></div>}
          <div class="scroll" role="region" aria-label="Line by line" tabindex="0"><table>
            <thead><tr><th scope="col">Line</th><th scope="col">Partner</th><th scope="col">What happens</th><th scope="col">What is wrong</th></tr></thead>
            <tbody>@for (l of shown(); track l.line) {<tr><td>{{ l.line }}</td><th scope="row"><bdi>{{ l.name || '(no name)' }}</bdi></th><td><cw-state-chip [look]="looks[l.does]" [plain]="true" /></td><td>@for (f of l.faults; track $index) {<div>{{ f }}</div>}</td></tr>}</tbody>
          </table></div>
        }
      </section>
    </div>
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `:host { overflow: auto; align-content: start; flex: 1; } .body { display: grid; gap: 12px; padding: 0 20px 24px; max-width: 1100px; } section { display: grid; gap: 10px; padding-top: 12px; } h2 { font: var(--mat-sys-title-medium); }`,
})
export class ImportPage {
  private readonly api = inject(FacilitiesApi);
  private readonly chosen = signal<Omit<FacilityImport, 'dryRun'> | null>(null);
  protected readonly report = signal<ImportReport | null>(null);
  protected readonly problem = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly looks = LOOKS;
  protected readonly wrong = computed(() => this.report()?.lines.filter((l) => l.does === 'wrong').length ?? 0);
  protected readonly changes = computed(() => this.report()?.lines.filter((l) => l.does === 'new' || l.does === 'changed').length ?? 0);
  /** Wrong lines first: they are what has to be done. */
  protected readonly shown = computed(() => [...(this.report()?.lines ?? [])].sort((a, b) => Number(b.does === 'wrong') - Number(a.does === 'wrong') || a.line - b.line));
  protected readonly summary = computed(() => {
    const r = this.report();
    if (!r) return '';
    if (this.wrong() > 0) return `${this.wrong()} of ${r.lines.length} lines are wrong. Nothing was taken: correct the file and choose it again.`;
    return r.dryRun ? `Tried, nothing taken yet: ${this.changes()} of ${r.lines.length} would be new or changed.` : `Taken: ${r.taken} of ${r.lines.length} partners are new or changed.`;
  });

  protected async choose(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    this.report.set(null);
    this.chosen.set({ form: /\.json$/i.test(file.name) || file.type.includes('json') ? 'mcsd' : 'csv', text: await file.text() });
    input.value = '';
    await this.send(true);
  }
  protected async send(dryRun: boolean): Promise<void> {
    const chosen = this.chosen();
    if (!chosen) return;
    await this.run(async () => this.report.set(await this.api.take({ ...chosen, dryRun })));
  }
  protected async save(form: 'csv' | 'mcsd'): Promise<void> {
    await this.run(async () => {
      const address = URL.createObjectURL(await this.api.file(form));
      Object.assign(document.createElement('a'), { href: address, download: form === 'csv' ? 'facilities.csv' : 'facilities-mcsd.json' }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    });
  }
  private async run(work: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
    } catch (error) {
      this.problem.set(wordsOf(problemFrom(error).problem).text);
    }
    this.busy.set(false);
  }
}
