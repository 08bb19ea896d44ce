import { Component, computed, ElementRef, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, Field, FieldInput, Icon, Note, SkeletonRows } from '@causeway/console-ui';
import type { AskedOpinion, OpinionDoor } from '@causeway/contracts';
import { opinionKinds } from '@causeway/domain';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { askerWords, departmentWord, kindWords } from './opinion-words';
import { SecondOpinionApi } from './second-opinion.api';

const EMPTY = { serviceLine: '', kind: '', family: '', given: '', birthDate: '', relation: '', askedBy: '', mail: '', phone: '', question: '', images: '' };
type Draft = typeof EMPTY;

/** Where a patient asks for a second opinion: what, who, how to reach them, and that they agree. The rules are the server's; it says of each field what is wrong. */
@Component({
  selector: 'cw-ask-opinion-form',
  imports: [BrandMark, Field, FieldInput, Icon, MatButton, Note, SkeletonRows],
  templateUrl: './ask-opinion-form.html',
  styleUrl: './second-opinion.scss',
})
export class AskOpinionForm {
  private readonly api = inject(SecondOpinionApi);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly door = signal<OpinionDoor | null>(null);
  protected readonly failed = signal<ApiProblem | null>(null);
  protected readonly asked = signal<AskedOpinion | null>(null);
  protected readonly draft = signal<Draft>(EMPTY);
  protected readonly agreed = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  protected readonly faults = signal<Readonly<Record<string, string>>>({});
  protected readonly kinds = opinionKinds;
  protected readonly kindWords = kindWords;
  protected readonly askers = askerWords;
  protected readonly department = departmentWord;
  protected readonly house = computed(() => this.door()?.house ?? 'Causeway');
  protected readonly open = computed(() => (this.door()?.lines.length ?? 0) > 0 && this.door()?.shut === null);
  /** Of the department that is chosen, else of the first: whom to call instead. */
  protected readonly call = computed(() => (this.door()?.lines.find((l) => l.serviceLine === this.draft().serviceLine) ?? this.door()?.lines[0])?.callNumber ?? null);

  constructor() {
    void this.load();
  }

  protected async load(): Promise<void> {
    this.failed.set(null);
    try {
      const door = await this.api.door();
      this.door.set(door);
      const [only, more] = door.lines;
      if (only && !more) this.draft.update((d) => ({ ...d, serviceLine: only.serviceLine }));
    } catch (error) {
      this.failed.set(problemFrom(error));
    }
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.asked.set(await this.api.ask({ ...this.draft(), agreed: this.agreed() }));
    } catch (error) {
      const { problem } = problemFrom(error);
      // of several faults of a field the first says enough
      this.faults.set(Object.fromEntries([...(problem.errors ?? [])].reverse().map((e) => [e.pointer.slice(1), e.detail])));
      this.problem.set(problem.errors?.length ? 'Something is missing or wrong. Look at what is marked below.' : wordsOf(problem).text);
      setTimeout(() => this.element.nativeElement.querySelector<HTMLElement>('[aria-invalid], [data-fault]')?.focus());
    } finally {
      this.busy.set(false);
    }
  }

  protected set(name: keyof Draft, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((d) => ({ ...d, [name]: value, ...(name === 'relation' && value === 'self' ? { askedBy: '' } : {}) }));
    this.clear(name);
  }
  protected agree(): void {
    this.agreed.set(!this.agreed());
    this.clear('agreed');
  }
  protected fault(name: string): string | null {
    return this.faults()[name] ?? null;
  }
  protected words(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }
  private clear(name: string): void {
    this.faults.update(({ [name]: _gone, ...rest }) => rest);
  }
}
