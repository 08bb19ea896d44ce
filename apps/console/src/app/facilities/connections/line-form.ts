import { Component, computed, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Answers, type Attempt, Field, FieldInput, Questions, StoppedNote } from '@causeway/console-ui';
import type { EndpointDetail, FormField, TransportForm } from '@causeway/contracts';
import { directionsOf, directionWords, grouped, kindWords, purposesOf, purposeWords } from './line-words';
import { TheirEndNote } from './their-end';
import { asked, entered, settingsFrom, wrongFields, type LineAnswers, type Values } from './line-values';

export interface LineQuestion {
  readonly forms: readonly TransportForm[];
  /** The line that is changed; null for a new one. */
  readonly line: EndpointDetail | null;
  readonly gateways: readonly { readonly id: string; readonly name: string }[];
}

/** The settings of a line, drawn from the schema of its transport. A secret that is kept is said to be set, and can be replaced, never read. */
@Component({
  selector: 'cw-line-form',
  imports: [Field, FieldInput, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, StoppedNote, TheirEndNote],
  providers: [Answers],
  templateUrl: './line-form.html',
  styleUrl: './line-form.scss',
})
export class LineForm {
  private readonly question = inject<LineQuestion>(MAT_DIALOG_DATA);
  protected readonly answers = inject<Answers<LineAnswers>>(Answers);
  protected readonly line = this.question.line;
  protected readonly gateways = this.question.gateways;
  protected readonly kinds = this.question.forms.map(({ kind }) => kind);
  protected readonly values = signal<Values>(asked(this.line, this.question.forms));
  protected readonly faults = signal<Values>({});
  protected readonly advanced = signal(false);
  protected readonly kindWords = kindWords;
  protected readonly purposeWords = purposeWords;
  protected readonly directionWords = directionWords;
  protected readonly purposes = computed(() => purposesOf[this.values()['kind'] ?? ''] ?? []);
  protected readonly directions = computed(() => directionsOf[this.values()['kind'] ?? ''] ?? []);
  /** What a line they alone call needs is only who they are. */
  protected readonly calls = computed(() => this.values()['direction'] !== 'in');
  protected readonly called = computed(() => this.values()['direction'] !== 'out');
  private readonly form = computed(() => this.question.forms.find(({ kind }) => kind === this.values()['kind'])?.fields ?? []);
  protected readonly groups = computed(() => grouped(this.form().filter((field) => !field.path.startsWith('listen.') && (this.advanced() || !field.advanced))));
  protected readonly hasAdvanced = computed(() => this.form().some((field) => field.advanced));

  protected set(name: string, event: Event): void {
    const target = event.target as HTMLInputElement;
    const value = target.type === 'checkbox' ? String(target.checked) : target.value;
    this.values.update((all) => ({ ...all, [name]: value, ...(name === 'kind' ? { direction: directionsOf[value]?.[0] ?? 'out', purpose: purposesOf[value]?.[0] ?? '' } : {}) }));
    this.faults.update(({ [name]: _gone, ...rest }) => rest);
  }

  /** Set and not shown: a new value replaces it. */
  protected kept(field: FormField): boolean {
    return field.secret && (this.line?.secrets.includes(field.path) ?? false);
  }
  protected hint(field: FormField): string {
    return this.kept(field) ? `Set. Leave it empty to keep it, as long as the address stays. ${field.hint}` : field.fallback === undefined || field.kind === 'switch' ? field.hint : `${field.hint} When empty: ${field.fallback}.`;
  }

  protected answer(event: Event): void {
    event.preventDefault();
    const wrong = wrongFields(this.values(), this.calls() ? this.form() : [], this.called(), this.line?.secrets ?? []);
    if (Object.keys(wrong).length > 0) {
      if (this.form().some((field) => field.advanced && wrong[field.path])) this.advanced.set(true);
      return this.faults.set(wrong);
    }
    this.answers.give(entered(this.values(), this.calls() ? settingsFrom(this.values(), this.form()) : {}));
  }
}

@Injectable({ providedIn: 'root' })
export class LineAsker {
  private readonly questions = inject(Questions);

  /** What was entered, or null when the person thought better of it. */
  ask(question: LineQuestion, attempt: Attempt): Promise<LineAnswers | null> {
    return this.questions.ask(LineForm, { name: 'line', data: question, width: '620px' }, attempt);
  }
}
