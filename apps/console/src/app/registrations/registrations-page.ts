import { Component, computed, inject, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Clock, dateText, EmptyState, Note, PersonName, ProblemCard, ReasonAsker, SkeletonRows, UndoToast } from '@causeway/console-ui';
import type { MoveOffer, RegistrationView } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Access } from '../core/access/access';
import { Preferences } from '../core/preferences/preferences';
import { resyncs, signalsOf } from '../core/stream/signals';
import { PatientSearch } from '../match/patient-search';
import { RailCounts } from '../shell/rail-counts';
import { RegistrationsApi } from './registrations.api';

/** Patients of outside exams who are not registered here yet: what was sent, and whom they turned out to be. */
@Component({
  selector: 'cw-registrations-page',
  imports: [Clock, EmptyState, MatButton, Note, PatientSearch, PersonName, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './registrations-page.html',
  styleUrl: './registrations-page.scss',
})
export class RegistrationsPage {
  private readonly api = inject(RegistrationsApi);
  private readonly reasons = inject(ReasonAsker);
  private readonly toast = inject(UndoToast);
  private readonly rail = inject(RailCounts);
  private readonly access = inject(Access);
  /** A clerk need not be allowed to see exams. */
  protected readonly seesExams = computed(() => this.access.can('exam.list'));
  protected readonly namesHidden = inject(Preferences).namesHidden;

  protected readonly open = resource({ loader: () => this.load() });
  /** The request whose patient is being looked up. */
  protected readonly searching = signal<string | null>(null);
  protected readonly refused = signal<{ readonly id: string; readonly text: string } | null>(null);
  protected readonly failure = computed(() => {
    const error = this.open.error();
    return error === undefined ? null : wordsOf(problemFrom(error.cause ?? error).problem);
  });
  protected readonly day = dateText;

  constructor() {
    merge(signalsOf('registration', 'match'), resyncs()).pipe(debounceTime(400), takeUntilDestroyed()).subscribe(() => this.open.reload());
  }

  protected may(row: RegistrationView, move: string): boolean {
    return row.moves.some((m) => m.move === move);
  }

  protected async complete(row: RegistrationView, patientId: string): Promise<void> {
    const duty = await this.dutyReason(row.moves.find((m) => m.move === 'complete'));
    if (duty !== null && (await this.send(row, 'complete', { patientId, ...duty }))) this.toast.show({ text: 'Registered: the exam goes on by itself' });
  }

  protected async ask(row: RegistrationView, move: 'decline' | 'cancel'): Promise<void> {
    const decline = move === 'decline';
    const answer = await this.reasons.ask({
      title: decline ? 'Decline this registration' : 'Call the request off',
      sentence: decline ? 'The exam goes back to be matched by a person. Say why the patient cannot be registered.' : 'Nobody registers this patient for the exam. Say why.',
      reasons: [], verb: decline ? 'Decline' : 'Call off',
    });
    if (answer !== null) await this.send(row, move, { reason: answer.text });
  }

  private async load(): Promise<readonly RegistrationView[]> {
    const rows = await this.api.open();
    this.rail.set('registrations', { count: rows.length, hot: rows.length > 0 });
    return rows;
  }

  /** Empty when none is needed; null when the person thought better of it. */
  private async dutyReason(offer: MoveOffer | undefined): Promise<{ dutyReason?: string } | null> {
    if (offer?.needs !== 'duty-reason') return {};
    const answer = await this.reasons.ask({ title: 'You are not on duty', sentence: 'Say why you do this now.', reasons: [], verb: 'Go on' });
    return answer === null ? null : { dutyReason: answer.text };
  }

  private async send(row: RegistrationView, move: string, body: object): Promise<boolean> {
    this.refused.set(null);
    try {
      await this.api.command(row.id, move, { version: row.version, ...body });
      this.searching.set(null);
      return true;
    } catch (error) {
      this.refused.set({ id: row.id, text: wordsOf(problemFrom(error).problem).text });
      return false;
    } finally {
      this.open.reload();
    }
  }
}
