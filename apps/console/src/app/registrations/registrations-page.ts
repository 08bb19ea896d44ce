import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { type Attempt, Clock, dateText, EmptyState, Note, PersonName, ProblemCard, ReasonAsker, SkeletonRows, UndoToast } from '@causeway/console-ui';
import type { MoveOffer, RegistrationView } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Access } from '../core/access/access';
import { Preferences } from '../core/preferences/preferences';
import { Attempts, differences } from '../core/attempts/attempts';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { spoken } from '../core/why/decision-words';
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
  private readonly attempts = inject(Attempts);
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
  protected readonly failure = computed(() => failureOf(this.open));
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('registration', 'match'), resyncs()).pipe(debounceTime(400)), this.open);
  }

  protected may(row: RegistrationView, move: string): boolean {
    return row.moves.some((m) => m.move === move);
  }

  protected async complete(row: RegistrationView, patientId: string): Promise<void> {
    const done = await this.send(row, 'complete', async (attempt) => {
      const duty = await this.dutyReason(row.moves.find((m) => m.move === 'complete'), attempt);
      return duty && { patientId, ...duty };
    });
    if (done) this.toast.show({ text: 'Registered: the exam goes on by itself' });
  }

  protected async ask(row: RegistrationView, move: 'decline' | 'cancel'): Promise<void> {
    const decline = move === 'decline';
    await this.send(row, move, async (attempt) => {
      const answer = await this.reasons.ask({
        title: decline ? 'Decline this registration' : 'Call the request off',
        sentence: decline ? 'The exam goes back to be matched by a person. Say why the patient cannot be registered.' : 'Nobody registers this patient for the exam. Say why.',
        reasons: [], verb: decline ? 'Decline' : 'Call off',
      }, attempt);
      return answer && { reason: answer.text };
    });
  }

  private async load(): Promise<readonly RegistrationView[]> {
    const rows = await this.api.open();
    this.rail.set('registrations', { count: rows.length, hot: rows.length > 0 });
    return rows;
  }

  /** Empty when none is needed; null when the person thought better of it. */
  private async dutyReason(offer: MoveOffer | undefined, attempt: Attempt): Promise<{ dutyReason?: string } | null> {
    if (offer?.needs !== 'duty-reason') return {};
    const answer = await this.reasons.ask({ title: 'You are not on duty', sentence: 'Say why you do this now.', reasons: [], verb: 'Go on' }, attempt);
    return answer === null ? null : { dutyReason: answer.text };
  }

  private async send(row: RegistrationView, move: string, bodyOf: (attempt: Attempt) => Promise<object | null>): Promise<boolean> {
    this.refused.set(null);
    const acted = await this.attempts.run({ seen: row, move, read: () => this.now(row), changes: registrationChanges }, async (now, attempt) => {
      const body = await bodyOf(attempt);
      return body && this.api.command(row.id, move, { version: now.version, ...body });
    });
    if (acted === null) return false;
    this.open.reload();
    if ('problem' in acted) {
      this.refused.set({ id: row.id, text: wordsOf(acted.problem).text });
      return false;
    }
    this.searching.set(null);
    return true;
  }

  /** The request as it is now; one that is no longer on the list is over. */
  private async now(row: RegistrationView): Promise<RegistrationView> {
    return (await this.api.open()).find((r) => r.id === row.id) ?? { ...row, version: row.version + 1, state: 'over', moves: [] };
  }
}

const registrationChanges = (before: RegistrationView, after: RegistrationView): readonly string[] =>
  differences(before, after, [['State', (r) => (r.state === 'over' ? 'no longer open' : spoken(r.state))]]);
