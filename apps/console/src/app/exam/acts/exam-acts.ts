import { inject, Injectable } from '@angular/core';
import { type Attempt, ReasonAsker, SiteTime, UndoToast } from '@causeway/console-ui';
import type { InboundDetail, InboundRow, MoveOffer, PersonRef, Problem } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { newCommandKey } from '../../core/api/command';
import { Attempts } from '../../core/attempts/attempts';
import { Session } from '../../core/session/session';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { examChanges } from '../../inbound/exam-changes';
import { InboundActs } from '../../inbound/inbound-acts';
import { InboundApi } from '../../inbound/inbound.api';
import { ExamApi } from '../exam.api';
import { NeedAsker } from './need-dialog';
import { ParkAsker } from './park-dialog';
import { ReleaseAsker } from './release-dialog';
import { SplitAsker } from './split-dialog';

/** What an act came to: the row as it is now, what stood in the way, or nothing because the person thought better of it. */
export type ExamActed = { readonly row: InboundRow; readonly child?: string } | { readonly problem: Problem } | null;

/** The acts of the exam page: asks what must be asked, shows what will happen, sends. Those of the inbox are the inbox's. */
@Injectable({ providedIn: 'root' })
export class ExamActs {
  private readonly api = inject(ExamApi);
  private readonly inbound = inject(InboundApi);
  private readonly shared = inject(InboundActs);
  private readonly session = inject(Session);
  private readonly reasons = inject(ReasonAsker);
  private readonly fields = inject(FieldsAsker);
  private readonly attempts = inject(Attempts);
  private readonly toast = inject(UndoToast);
  private readonly site = inject(SiteTime);
  private readonly park = inject(ParkAsker);
  private readonly need = inject(NeedAsker);
  private readonly split = inject(SplitAsker);
  private readonly release = inject(ReleaseAsker);

  async act(exam: InboundDetail, name: string): Promise<ExamActed> {
    const offer = exam.moves.find((m) => m.move === name);
    if (!offer) return null;
    switch (name) {
      case 'release': return this.doRelease(exam, offer);
      case 'pass-check': return this.doPassCheck(exam, offer);
      case 'park': return this.doPark(exam, offer);
      case 'split': return this.doSplit(exam, offer);
      case 'set-need': return this.doNeed(exam, offer);
      case 'pick': return this.doPick(exam, offer);
      default: return this.shared.act(exam, name);
    }
  }

  private async doRelease(exam: InboundDetail, offer: MoveOffer): Promise<ExamActed> {
    const agreed = await this.release.ask({ exam, preview: () => this.api.preview(exam.id) });
    if (!agreed) return null;
    return this.command(exam, offer, 'release', { version: exam.version, revision: exam.revision }, 'On its way to PACS');
  }

  private doPassCheck(exam: InboundDetail, offer: MoveOffer): Promise<ExamActed> {
    return this.command(exam, offer, 'pass-check', { version: exam.version, revision: exam.revision }, 'Check passed');
  }

  private doPark(exam: InboundDetail, offer: MoveOffer): Promise<ExamActed> {
    return this.tried(exam, offer, 'Set aside', async (now, attempt) => {
      const answer = await this.park.ask(attempt);
      if (answer === null) return null;
      const { note, ...rest } = answer;
      return { body: { version: now.version, ...rest, ...(note === '' ? {} : { note }) }, said: `Set aside until ${this.site.dateTime(answer.until)}` };
    }, async (body) => ({ row: await this.inbound.command(exam.id, 'park', body) }));
  }

  private doSplit(exam: InboundDetail, offer: MoveOffer): Promise<ExamActed> {
    return this.tried(exam, offer, 'Part series off', async (now, attempt) => {
      const answer = await this.split.ask(exam.series, attempt);
      return answer && { body: { version: now.version, seriesUids: [...answer.seriesUids], reason: answer.reason }, said: 'Parted off as an exam of its own' };
    }, async (body) => {
      const { parent, child } = await this.api.split(exam.id, body, newCommandKey());
      return { row: parent, child };
    });
  }

  private async doNeed(exam: InboundDetail, offer: MoveOffer): Promise<ExamActed> {
    let people: readonly PersonRef[];
    try {
      people = await this.api.requesters();
    } catch (error) {
      return { problem: problemFrom(error).problem };
    }
    return this.tried(exam, offer, 'Set the need', async (now, attempt) => {
      const answer = await this.need.ask(exam.need, people, attempt);
      return answer && { body: { version: now.version, ...answer }, said: 'The need is saved' };
    }, async (body) => ({ row: await this.api.saveNeed(exam.id, body, newCommandKey()) }));
  }

  private doPick(exam: InboundDetail, offer: MoveOffer): Promise<ExamActed> {
    return this.tried(exam, offer, 'Ask for a read', async (_now, attempt) => {
      const answer = await this.fields.ask({
        title: 'Ask for a read', sentence: 'A radiologist of this house reads it and answers you. How many exams of a patient are read, the over-read policy says.', verb: 'Ask for it',
        fields: [{ name: 'question', label: 'What do you want to know?', kind: 'words' }],
      }, attempt);
      return answer && { body: { examId: exam.id, question: answer['question'] ?? '' }, said: 'A read is asked for' };
    }, async ({ examId, question }) => {
      await this.api.pick({ examId, question }, newCommandKey());
      return { row: await this.api.detail(exam.id) };
    });
  }

  private command(exam: InboundDetail, offer: MoveOffer, name: string, body: object, said: string): Promise<ExamActed> {
    return this.tried(exam, offer, said, () => Promise.resolve({ body, said }), async (whole) => ({ row: await this.inbound.command(exam.id, name, whole) }));
  }

  /** Asks, takes the step an offer wants, sends and says that it is done; a failure is an answer, not an error. */
  private async tried<B extends object>(
    exam: InboundDetail, offer: MoveOffer, title: string, ask: (now: InboundDetail, attempt: Attempt) => Promise<{ readonly body: B; readonly said: string } | null>,
    send: (body: B & { dutyReason?: string }) => Promise<{ readonly row: InboundRow; readonly child?: string }>,
  ): Promise<ExamActed> {
    const acted = await this.attempts.run({ seen: exam, move: offer.move, read: () => this.api.detail(exam.id), changes: examChanges }, async (now, attempt) => {
      const asked = await ask(now, attempt);
      const step = asked && (await this.step(offer, title, attempt));
      if (!asked || !step) return null;
      const done = await send({ ...asked.body, ...step });
      this.toast.show({ text: asked.said });
      return done;
    });
    return acted && 'done' in acted ? acted.done : acted;
  }

  private async step(offer: MoveOffer, title: string, attempt: Attempt): Promise<{ dutyReason?: string } | null> {
    if (offer.needs === 'nothing') return {};
    if (offer.needs === 'reauthenticate') return (await this.session.confirmPassword({ title, sentence: 'This act is signed with your password.', verb: 'Confirm' })) ? {} : null;
    const answer = await this.reasons.ask({ title: 'You are not on duty for this', sentence: 'You may still do it. Say why; it is recorded with the act.', reasons: [], verb: 'Go on' }, attempt);
    return answer === null ? null : { dutyReason: answer.text };
  }
}
