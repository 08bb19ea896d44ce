import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput } from '@causeway/console-ui';
import { MAPPED_PERMILLE, mappedPermille, suggestProcedure } from '@causeway/domain';
import { PartnerForm } from './partner-form';

interface Row { readonly name: string; readonly code: string; readonly exams: number; readonly ours: string | null }

/** Their names of procedures, each with ours: what is near is suggested, and a person decides. */
@Component({
  selector: 'cw-partner-procedures',
  imports: [Field, FieldInput, MatButton],
  template: `
    <section class="cw-panel" aria-labelledby="procedures-head">
      <div class="cw-panel-head"><h2 id="procedures-head">Procedures</h2><span class="cw-spacer"></span><span class="cw-ink" [attr.data-hue]="permille() >= needed ? 'good' : 'attn'">{{ percent() }} % of your exams have a name of ours; {{ needed / 10 }} % are needed</span></div>
      <form (submit)="add($event)"><div class="pad"><cw-field label="Your names of procedures" hint="One to a line: name; code; exams a year. The last two may be left out."><textarea cwInput rows="4" [value]="pasted()" (input)="pasted.set($any($event.target).value)"></textarea></cw-field></div>
        <div class="buttons"><button matButton="outlined" type="submit">Add to the list</button></div></form>
      @if (rows().length > 0) {
        <div class="scroll" tabindex="0" role="region" aria-label="Names"><table>
          <thead><tr><th scope="col">Yours</th><th scope="col">Exams</th><th scope="col">Ours</th></tr></thead>
          <tbody>@for (r of rows(); track r.name) {<tr><th scope="row"><bdi>{{ r.name }}</bdi>&ngsp;<span class="cw-muted cw-mono">{{ r.code }}</span></th><td>{{ r.exams }}</td><td><select class="cw-input" [attr.aria-label]="'Our name for ' + r.name" (change)="map(r, $any($event.target).value)"><option value="">none of these</option>@for (o of names(r); track o) {<option [value]="o" [selected]="o === r.ours">{{ o }}</option>}</select></td></tr>}</tbody>
        </table></div>
      }
      <div class="buttons"><button matButton="filled" type="button" [disabled]="form.busy() || rows().length === 0" disabledInteractive (click)="save()">Save names</button>@if (saved()) {<span class="cw-ink" data-hue="good" role="status">Saved</span>}</div>
    </section>
  `,
  styleUrl: './step.scss',
})
export class PartnerProceduresStep {
  protected readonly form = inject(PartnerForm);
  protected readonly needed = MAPPED_PERMILLE;
  protected readonly pasted = signal('');
  protected readonly saved = signal(false);
  private readonly edited = signal<readonly Row[] | null>(null);
  protected readonly rows = computed<readonly Row[]>(() => this.edited() ?? this.form.view()?.procedures ?? []);
  protected readonly permille = computed(() => mappedPermille({ exams: this.rows().reduce((n, r) => n + r.exams, 0), mapped: this.rows().reduce((n, r) => n + (r.ours === null ? 0 : r.exams), 0) }));
  protected readonly percent = computed(() => Math.floor(this.permille() / 10));

  protected names(r: Row): readonly string[] {
    const vocabulary = this.form.view()?.vocabulary ?? [];
    return r.ours === null || vocabulary.includes(r.ours) ? vocabulary : [r.ours, ...vocabulary];
  }
  protected add(event: Event): void {
    event.preventDefault();
    const all = new Map(this.rows().map((r) => [r.name, r]));
    for (const line of this.pasted().split('\n')) {
      const [name = '', code = '', exams = ''] = line.split(';').map((part) => part.trim());
      if (name === '') continue;
      const n = Number(exams.replace(/\D/g, ''));
      all.set(name, { name, code, exams: n > 0 ? n : 1, ours: all.get(name)?.ours ?? suggestProcedure(name, this.form.view()?.vocabulary ?? []) });
    }
    this.edited.set([...all.values()]);
    this.pasted.set('');
    this.saved.set(false);
  }
  protected map(r: Row, ours: string): void {
    this.edited.set(this.rows().map((x) => (x.name === r.name ? { ...x, ours: ours === '' ? null : ours } : x)));
    this.saved.set(false);
  }
  protected async save(): Promise<void> {
    const procedures = this.rows().map(({ name, code, exams, ours }) => ({ name, code, exams, ours }));
    if (!(await this.form.send('procedures', { procedures }, 'PUT'))) return;
    this.edited.set(null);
    this.saved.set(true);
  }
}
