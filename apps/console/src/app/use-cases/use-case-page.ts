import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, holderWord, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { TemplateChange, TemplateDetail } from '@causeway/contracts';
import { dispositionRows, dispositions, outcomeFields, templateFaults, type Disposition, type OutcomeField, type TemplateEdit, type UseCaseId } from '@causeway/domain';
import { Access } from '../core/access/access';
import { ApiProblem, problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { ExchangeApi } from '../exchange/exchange.api';
import { contentWord, contentWords, fieldWords, outcomeWords, profileWords, targetWords } from './use-case-words';

type Within = 'profile' | 'minutes' | 'days';

/** One use case: what holds, who changed it and why, and for who may, a form that makes the next version. */
@Component({
  selector: 'cw-use-case-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './use-case-page.html',
  styleUrls: ['../exchange/form.scss', './use-case-page.scss'],
})
export class UseCasePage {
  readonly useCase = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ params: () => this.useCase(), loader: ({ params }) => this.api.get<TemplateDetail>(`case-templates/${params}`) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly t = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly mayOpenCase = computed(() => this.access.can('case.work'));
  private readonly access = inject(Access);
  protected readonly edit = signal<TemplateEdit | null>(null);
  protected readonly reason = signal('');
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);
  protected readonly saved = signal(false);
  protected readonly tried = signal(false);
  protected readonly within = signal<Within>('profile');
  protected readonly number = signal('60');
  protected readonly faults = computed(() => {
    const edit = this.edit();
    return new Map(edit ? templateFaults(this.useCase() as UseCaseId, this.whole(edit)).map((f) => [f.field, f.says]) : []);
  });
  protected readonly letters = contentWords;
  protected readonly outcomes = outcomeFields;
  protected readonly all = dispositions;
  protected readonly rows = dispositionRows;
  protected readonly outcomeWords = outcomeWords;
  protected readonly profiles = Object.entries(profileWords);
  protected readonly profileWords = profileWords;
  protected readonly holder = holderWord;
  protected readonly contentWord = contentWord;
  protected readonly targetWords = targetWords;

  constructor() {
    // another use case, another form
    effect(() => {
      this.useCase();
      untracked(() => this.leave());
    });
  }

  protected mayChange(): boolean {
    return this.t()?.moves.some((m) => m.move === 'save') ?? false;
  }
  protected begin(): void {
    const t = this.t();
    if (!t) return;
    const { urgency, profile, content, ball, mustRecord, dispositions: may, decided } = t;
    this.edit.set({ urgency, profile, content, ball, mustRecord, dispositions: may, decided } as TemplateEdit);
    this.within.set(decided === null ? 'profile' : 'seconds' in decided ? 'minutes' : 'days');
    this.number.set(decided === null ? '60' : String('seconds' in decided ? decided.seconds / 60 : decided.workingDays));
    this.saved.set(false);
  }
  protected leave(): void {
    this.edit.set(null);
    this.reason.set('');
    this.refused.set(null);
    this.tried.set(false);
  }
  protected put(change: Partial<TemplateEdit>): void {
    this.edit.update((e) => e && { ...e, ...change });
  }
  protected valueOf(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
  protected urgent(event: Event): void {
    this.put({ urgency: this.valueOf(event) as TemplateEdit['urgency'] });
  }
  protected clocked(event: Event): void {
    this.put({ profile: this.valueOf(event) as TemplateEdit['profile'] });
  }
  protected measured(event: Event): void {
    this.within.set(this.valueOf(event) as Within);
  }
  /** Boxes keep the order of their list. */
  protected tick(of: 'content' | 'mustRecord' | 'dispositions', code: string): void {
    const e = this.edit();
    if (!e) return;
    const has = (e[of] as readonly string[]).includes(code);
    const order: readonly string[] = of === 'content' ? contentWords.map(([l]) => l) : of === 'mustRecord' ? outcomeFields : dispositions;
    const next = order.filter((c) => (c === code ? !has : (e[of] as readonly string[]).includes(c)));
    this.put({ [of]: next as never });
  }
  protected party(at: number, event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.put({ ball: (this.edit()?.ball ?? []).flatMap((p, i) => (i !== at ? [p] : value ? [value] : [])) });
  }
  protected addParty(): void {
    const known = this.t()?.parties ?? [];
    const ball = this.edit()?.ball ?? [];
    this.put({ ball: [...ball, known.find((p) => p !== ball.at(-1)) ?? 'opener'] });
  }
  protected fault(of: keyof TemplateEdit): string | null {
    return this.tried() ? (this.faults().get(of) ?? null) : null;
  }
  private whole(edit: TemplateEdit): TemplateEdit {
    const n = Math.round(Number(this.number()));
    return { ...edit, decided: this.within() === 'profile' ? null : this.within() === 'minutes' ? { seconds: n * 60 } : { workingDays: n } };
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const [edit, t] = [this.edit(), this.t()];
    if (!edit || !t || this.faults().size > 0 || this.reason().trim().length < 3) return;
    this.refused.set(null);
    const offer = t.moves.find((m) => m.move === 'save');
    if (offer?.needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: 'Change the use case', sentence: 'How cases of this kind are handled changes for everybody. It is recorded with your name.', verb: 'Change it' }))) return;
    this.busy.set(true);
    try {
      this.loaded.set(await this.api.put<TemplateDetail>(`case-templates/${this.useCase()}`, { ...this.whole(edit), version: t.version, reason: this.reason().trim() }));
      this.leave();
      this.saved.set(true);
    } catch (error) {
      const { problem } = problemFrom(error);
      // what was typed stays; what somebody else saved is read, so that the next try goes out on top of it
      if (problem.status === 412) this.loaded.reload();
      this.refused.set(wordsOf(new ApiProblem(problem).problem).text);
    } finally {
      this.busy.set(false);
    }
  }

  protected changeText(c: TemplateChange['changed'][number]): string {
    const say = (text: string): string => (text === '' ? 'as its clock says' : text.split(' ').map((word) => this.word(c.field, word)).join(c.field === 'decided' ? ' ' : ', '));
    return `${fieldWords[c.field]}: ${say(c.before)} → ${say(c.after)}`;
  }
  private word(field: keyof TemplateEdit, code: string): string {
    if (field === 'content') return contentWord(code);
    if (field === 'ball') return holderWord(code);
    if (field === 'mustRecord') return outcomeWords[code as OutcomeField] ?? code;
    if (field === 'dispositions') return dispositionRows[code as Disposition]?.name ?? code;
    return code;
  }
}
