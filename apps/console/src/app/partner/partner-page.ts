import { Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, Icon, Note, SkeletonRows } from '@causeway/console-ui';
import type { OnboardingStep } from '@causeway/contracts';
import type { ApiProblem } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { PartnerAgreement } from './agreement-step';
import { PartnerCertificateStep } from './certificate-step';
import { PartnerConnectionStep } from './connection-step';
import { PartnerContacts } from './contacts-step';
import { PartnerForm } from './partner-form';
import { PartnerProceduresStep } from './procedures-step';
import { PartnerRoundTrip } from './round-trip-step';
import { PartnerSummary } from './summary-step';

type Step = OnboardingStep | 'summary';
const STEPS: readonly { readonly step: Step; readonly words: string }[] = [
  { step: 'agreement', words: 'Agreement' }, { step: 'contacts', words: 'People' }, { step: 'connection', words: 'Connection' }, { step: 'certificate', words: 'Certificates' }, { step: 'procedures', words: 'Procedures' },
  { step: 'roundTrip', words: 'Test' }, { step: 'summary', words: 'Summary' },
];

/** A partner's part of its onboarding, from an expiring link and without an account: outside the signed-in frame. */
@Component({
  selector: 'cw-partner-page',
  imports: [BrandMark, Icon, MatButton, Note, PartnerAgreement, PartnerCertificateStep, PartnerConnectionStep, PartnerContacts, PartnerProceduresStep, PartnerRoundTrip, PartnerSummary, SkeletonRows],
  providers: [PartnerForm],
  templateUrl: './partner-page.html',
  styleUrl: './partner-page.scss',
})
export class PartnerPage {
  protected readonly form = inject(PartnerForm);
  protected readonly steps = STEPS;
  protected readonly step = signal<Step>('agreement');

  constructor() {
    void this.form.load();
  }

  protected isDone(step: Step): boolean {
    const view = this.form.view();
    return view !== null && (step === 'summary' ? view.finishedAt !== null : view.done[step]);
  }
  protected go(step: Step): void {
    this.form.problem.set(null);
    this.step.set(step);
  }
  protected by(n: number): void {
    this.go(STEPS[STEPS.findIndex((s) => s.step === this.step()) + n]?.step ?? this.step());
  }
  protected date(instant: string): string {
    return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
  }
  protected closedWords(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }
}
