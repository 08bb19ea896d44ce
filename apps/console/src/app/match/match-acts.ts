import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { ReasonAsker, UndoToast } from '@causeway/console-ui';
import type { CandidateView, MatchDetail } from '@causeway/contracts';
import { Session } from '../core/session/session';
import { BlastListAsker } from './blast-list-dialog';
import { elementList } from './match-words';
import { MatchStore } from './match.store';

/** What people do about whose exam it is: asks what must be asked, then does it through the store of the page. */
@Injectable()
export class MatchActs {
  private readonly store = inject(MatchStore);
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
    const answer = await this.reasons.ask({
      title: two ? 'Ask a second person' : 'Override the match',
      sentence: `The policy wants ${elementList(candidate.blockedBy)} to agree, and they do not.${two ? ' A second person must look and confirm before it counts.' : ' It counts at once, under your name.'} Say how you know that this is the same person.`,
      reasons: [], verb: two ? 'Ask second person' : 'Override and match', danger: true, minText: 10,
    });
    if (answer === null || !(await this.password(two ? 'ask-second' : 'override', 'Override the match'))) return;
    const done = await this.store.act(two ? 'ask-second' : 'override', { patientId: candidate.patientId, elements: candidate.blockedBy, reason: answer.text });
    if (done) this.toast.show({ text: two ? 'A second person is asked' : `Matched to MRN ${candidate.mrn}, overridden` });
  }

  async confirmSecond(): Promise<void> {
    if (!(await this.password('confirm-second', 'Confirm the match'))) return;
    if (await this.store.act('confirm-second')) this.toast.show({ text: 'Confirmed by two people' });
  }

  async withReason(move: 'decline-second' | 'question', title: string, sentence: string, verb: string): Promise<void> {
    const answer = await this.reasons.ask({ title, sentence, reasons: [], verb });
    if (answer !== null && (await this.password(move, title))) await this.store.act(move, { reason: answer.text });
  }

  async askRegistration(): Promise<void> {
    if (await this.store.act('ask-registration')) this.toast.show({ text: 'Registration is asked' });
  }

  /** Takes the association back; first shows everything that followed it. */
  async unlink(match: MatchDetail): Promise<void> {
    const answer = await this.blastList.ask(match.id);
    if (answer === null || !(await this.password('unlink', 'Take the match back'))) return;
    if (await this.store.act('unlink', { reason: answer, blastListSeen: true })) this.toast.show({ text: 'Taken back: everyone who has it is asked' });
  }

  toExam(examId: string): void {
    void this.router.navigate(['/inbound', examId]);
  }

  private async password(move: string, title: string): Promise<boolean> {
    const offer = this.store.match()?.moves.find((m) => m.move === move);
    if (offer?.needs !== 'reauthenticate') return true;
    return this.session.confirmPassword({ title, sentence: 'This act is signed with your password.', verb: 'Confirm', danger: true });
  }
}
