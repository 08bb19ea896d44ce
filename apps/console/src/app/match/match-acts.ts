import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { type Attempt, ReasonAsker, UndoToast } from '@causeway/console-ui';
import type { CandidateView, MatchDetail } from '@causeway/contracts';
import { Attempts, differences } from '../core/attempts/attempts';
import { Session } from '../core/session/session';
import { matchStateWords } from '../inbound/inbound-words';
import { BlastListAsker } from './blast-list-dialog';
import { MatchApi } from './match.api';
import { elementList, percent } from './match-words';
import { MatchStore } from './match.store';

/** What people do about whose exam it is: asks what must be asked, then does it through the store of the page. */
@Injectable()
export class MatchActs {
  private readonly store = inject(MatchStore);
  private readonly api = inject(MatchApi);
  private readonly attempts = inject(Attempts);
  private readonly reasons = inject(ReasonAsker);
  private readonly session = inject(Session);
  private readonly toast = inject(UndoToast);
  private readonly blastList = inject(BlastListAsker);
  private readonly router = inject(Router);

  async accept(candidate: CandidateView): Promise<void> {
    if (await this.store.act('accept', { patientId: candidate.patientId })) this.toast.show({ text: `Matched to MRN ${candidate.mrn}` });
  }

  async dismiss(candidate: CandidateView): Promise<void> {
    if (await this.store.act('dismiss', { patientId: candidate.patientId })) this.toast.show({ text: 'Noted: not the same person' });
  }

  /** Matches although something differs that the policy wants equal. Two people where the policy says so. */
  async override(candidate: CandidateView): Promise<void> {
    const two = candidate.people === 2;
    const done = await this.asked(two ? 'ask-second' : 'override', 'Override the match', candidate.patientId, async (now, attempt) => {
      const answer = await this.reasons.ask({
        title: two ? 'Ask a second person' : 'Override the match',
        sentence: `The policy wants ${elementList(candidate.blockedBy)} to agree, and they do not.${two ? ' A second person must look and confirm before it counts.' : ' It counts at once, under your name.'} Say how you know that this is the same person.`,
        reasons: [], verb: two ? 'Ask second person' : 'Override and match', danger: true, minText: 10,
      }, attempt);
      return answer && { patientId: candidate.patientId, elements: candidateOf(now, candidate.patientId)?.blockedBy ?? candidate.blockedBy, reason: answer.text };
    });
    if (done) this.toast.show({ text: two ? 'A second person is asked' : `Matched to MRN ${candidate.mrn}, overridden` });
  }

  async confirmSecond(): Promise<void> {
    if (!(await this.password('confirm-second', 'Confirm the match'))) return;
    if (await this.store.act('confirm-second')) this.toast.show({ text: 'Confirmed by two people' });
  }

  async withReason(move: 'decline-second' | 'question', title: string, sentence: string, verb: string): Promise<void> {
    await this.asked(move, title, null, async (_now, attempt) => {
      const answer = await this.reasons.ask({ title, sentence, reasons: [], verb }, attempt);
      return answer && { reason: answer.text };
    });
  }

  async askRegistration(): Promise<void> {
    if (await this.store.act('ask-registration')) this.toast.show({ text: 'Registration is asked' });
  }

  /** Takes the association back; first shows everything that followed it. */
  async unlink(match: MatchDetail): Promise<void> {
    const done = await this.asked('unlink', 'Take the match back', null, async (_now, attempt) => {
      const reason = await this.blastList.ask(match.id, attempt);
      return reason === null ? null : { reason, blastListSeen: true };
    });
    if (done) this.toast.show({ text: 'Taken back: everyone who has it is asked' });
  }

  toExam(examId: string): void {
    void this.router.navigate(['/inbound', examId]);
  }

  /** An act that words are typed for: they stay until it is done or given up. */
  private async asked(move: string, title: string, patientId: string | null, bodyOf: (now: MatchDetail, attempt: Attempt) => Promise<object | null>): Promise<boolean> {
    const match = this.store.match();
    const examId = this.store.examId();
    if (match === null || examId === null || this.store.busy()) return false;
    const acted = await this.attempts.run({ seen: match, move, read: () => this.api.ofExam(examId), changes: (a, b) => matchChanges(a, b, patientId) }, async (now, attempt) => {
      const body = await bodyOf(now, attempt);
      return body && (await this.password(move, title)) ? this.store.send(now, move, body) : null;
    });
    if (acted !== null && 'problem' in acted) await this.store.refuse(acted.problem);
    return acted !== null && 'done' in acted;
  }

  private async password(move: string, title: string): Promise<boolean> {
    const offer = this.store.match()?.moves.find((m) => m.move === move);
    if (offer?.needs !== 'reauthenticate') return true;
    return this.session.confirmPassword({ title, sentence: 'This act is signed with your password.', verb: 'Confirm', danger: true });
  }
}

const candidateOf = (match: MatchDetail, patientId: string | null): CandidateView | undefined => match.candidates.find((c) => c.patientId === patientId);

/** Whose exam it is must be decided on the evidence as it is now: the chosen patient's is told too. */
const matchChanges = (before: MatchDetail, after: MatchDetail, patientId: string | null): readonly string[] => differences(before, after, [
  ['State', (m) => matchStateWords[m.state] ?? m.state],
  ['Matched to', (m) => candidateOf(m, m.confirmed?.patientId ?? null)?.mrn ?? m.confirmed?.by ?? ''],
  ['Candidates', (m) => m.candidates.map((c) => `MRN ${c.mrn}`).join(', ')],
  ['Agreement of the chosen patient', (m) => (candidateOf(m, patientId) ? percent(candidateOf(m, patientId)!.score) : '')],
  ['What differs', (m) => elementList(candidateOf(m, patientId)?.blockedBy ?? [])],
]);
