import { Component, computed, ElementRef, inject, input, output } from '@angular/core';
import { Field, FieldInput, Segments, type Segment } from '@causeway/console-ui';
import type { ReportText } from '@causeway/contracts';
import { needsCall, type ReadKind } from '@causeway/domain';
import { adequacyWords } from '../overread-words';
import { CallRecord } from './call-record';
import { GradeChoice } from './grade-choice';
import type { FieldFaults } from './report-text';

const CONTROLS = 'input:not([tabindex="-1"]), textarea';

/**
 * The fields of a report. Texts are plain text areas, because dictation types into them; nothing is cut off, corrected or completed.
 * Alt and a number go to a section, F2 to the next field and Shift F2 back.
 */
@Component({
  selector: 'cw-report-form',
  imports: [CallRecord, Field, FieldInput, GradeChoice, Segments],
  templateUrl: './report-form.html',
  styleUrl: './report-form.scss',
  host: { '(keydown.f2)': 'next($event, 1)', '(keydown.shift.f2)': 'next($event, -1)', '(focusout)': 'left.emit()' },
})
export class ReportForm {
  readonly text = input.required<ReportText>();
  readonly writable = input(false);
  readonly faults = input<FieldFaults>({});
  readonly kind = input<ReadKind>('over-read');
  readonly outsideReport = input(true);
  readonly requester = input<string | null>(null);
  readonly priors = input<readonly string[]>([]);
  readonly edited = output<Partial<ReportText>>();
  /** A field was left: a moment to save. */
  readonly left = output<void>();

  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  protected readonly adequacies: readonly Segment[] = Object.entries(adequacyWords).map(([value, word]) => ({ value, word }));
  private readonly mustCall = computed(() => {
    const { grade } = this.text();
    return grade !== null && needsCall(grade) ? grade : null;
  });
  protected readonly asksCall = computed(() => this.mustCall() !== null || this.text().call !== null);
  protected readonly callTitle = computed(() => (this.mustCall() === null ? (this.kind() === 'primary' ? 'A critical finding: who was told' : 'Who was told') : `Because it is ${this.mustCall()}: who was told`));

  /** Puts the focus into the section with this number, 1 to 6. */
  toSection(number: number): void {
    const section = this.host.querySelector(`[data-section="${number}"]`);
    const control = section?.querySelector<HTMLElement>('input:checked') ?? section?.querySelector<HTMLElement>(CONTROLS);
    control?.focus();
  }

  /** Puts the focus on the first field that something is wrong with. */
  toFault(): void {
    const pointers = Object.keys(this.faults());
    const section = [...this.host.querySelectorAll<HTMLElement>('[data-pointer]')].find((e) => pointers.some((p) => p.startsWith(e.dataset['pointer'] ?? '?')));
    section?.querySelector<HTMLElement>('[aria-invalid=true], input:checked, input, textarea')?.focus();
  }

  /** To the next field, round and round. A group of answers is one field. */
  next(event: Event, step: 1 | -1): void {
    event.preventDefault();
    const fields = [...this.host.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(CONTROLS)].filter((c) => !c.disabled && this.isStop(c));
    const here = fields.findIndex((c) => c === document.activeElement || (c.type === 'radio' && (document.activeElement as HTMLInputElement | null)?.name === c.name));
    fields.at(here < 0 ? (step > 0 ? 0 : -1) : (here + step) % fields.length)?.focus();
  }

  protected edit(key: 'comparison' | 'findings' | 'impression' | 'recommendation', event: Event): void {
    const { value } = event.target as HTMLTextAreaElement;
    if (value !== this.text()[key]) this.edited.emit({ [key]: value });
  }

  /** A primary report has no grade that asks for a call: the reader says whether somebody was told at once. */
  protected tell(event: Event): void {
    this.edited.emit({ call: (event.target as HTMLInputElement).checked ? { person: '', how: '', at: null, readBack: false } : null });
  }

  protected usePrior(prior: string): void {
    const { comparison } = this.text();
    this.edited.emit({ comparison: comparison.trim() === '' ? prior : `${comparison.trim()}; ${prior}` });
  }

  /** Of a group of radio buttons, the one that Tab reaches. */
  private isStop(control: HTMLInputElement | HTMLTextAreaElement): boolean {
    if (control.type !== 'radio') return true;
    const group = [...this.host.querySelectorAll<HTMLInputElement>(`input[name="${control.name}"]`)];
    return control === (group.find((c) => c.checked) ?? group[0]);
  }
}
