import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { Field, FieldInput, holderWord, Note, ProblemCard } from '@causeway/console-ui';
import type { CaseDetail, ChoicesView, TemplateView } from '@causeway/contracts';
import { failureOf, valueOf } from '../core/api/loaded';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { noPatient, PatientFields, type PatientForm, toldFrom } from '../exchange/patient-fields';

const DRAFT = { useCase: 'U10', facilityId: '', serviceLine: 'trauma', question: '', callerName: '', callerPhone: '', consultantId: '', role: 'donor', linked: '' };
type Draft = typeof DRAFT;

/** Opens a case: made to be filled in with one hand while somebody speaks on the telephone. */
@Component({
  selector: 'cw-open-page',
  imports: [Field, FieldInput, MatButton, Note, ProblemCard, PatientFields],
  providers: [Acting],
  templateUrl: './open-page.html',
  styleUrl: '../exchange/form.scss',
})
export class OpenPage {
  /** The kind of case, where the person came from there. */
  readonly useCase = input<string>();
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  protected readonly acting = inject(Acting);
  protected readonly choices = resource({ loader: () => this.api.get<ChoicesView>('cases/choices') });
  protected readonly templates = resource({ loader: () => this.api.get<readonly TemplateView[]>('case-templates') });
  protected readonly failure = computed(() => failureOf(this.choices, this.templates));
  protected readonly facilities = computed(() => valueOf(this.choices)?.facilities ?? []);
  protected readonly serviceLines = computed(() => valueOf(this.choices)?.serviceLines ?? ['trauma']);
  protected readonly draft = signal<Draft>(DRAFT);
  protected readonly patient = signal<PatientForm>(noPatient);
  protected readonly transferAsked = signal(false);
  protected readonly tried = signal(false);
  protected readonly template = computed(() => valueOf(this.templates)?.find((t) => t.useCase === this.draft().useCase) ?? null);
  protected readonly groups = computed(() => [...new Set((valueOf(this.templates) ?? []).map((t) => t.group))].map((group) => ({ group, rows: (valueOf(this.templates) ?? []).filter((t) => t.group === group) })));
  protected readonly consultants = computed(() => (valueOf(this.choices)?.people ?? []).filter((p) => p.decides && p.serviceLines.includes(this.draft().serviceLine)));

  protected readonly parties = (ball: readonly string[]): string => ball.map(holderWord).join(', then ');

  constructor() {
    effect(() => {
      const useCase = this.useCase();
      if (useCase) untracked(() => this.draft.update((d) => ({ ...d, useCase })));
    });
  }

  protected set(name: keyof Draft, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.draft.update((d) => ({ ...d, [name]: value, ...(name === 'serviceLine' ? { consultantId: '' } : {}) }));
  }

  /** Opens it; then straight on to asking for the exams when the person wants that. */
  protected async open(event: Event, thenAsk: boolean): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const d = this.draft();
    if (this.patient().family.trim() === '') return;
    const issuer = valueOf(this.choices)?.facilities.find((f) => f.id === d.facilityId)?.issuer ?? null;
    const made = await this.acting.send<CaseDetail>('cases', {
      useCase: d.useCase, patient: toldFrom(this.patient(), issuer), facilityId: d.facilityId || null, serviceLine: d.serviceLine, question: d.question, consultantId: d.consultantId || null, transferAsked: this.transferAsked(),
      caller: d.callerName.trim() ? { name: d.callerName, phone: d.callerPhone, place: '' } : null, ...(d.useCase === 'U17' ? { role: d.role } : {}),
    });
    if (!made) return;
    await this.router.navigate(thenAsk ? ['/requests/new'] : ['/cases', made.id], thenAsk ? { queryParams: { case: made.id } } : {});
  }
}
