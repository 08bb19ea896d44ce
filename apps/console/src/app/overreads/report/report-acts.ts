import { inject, Injectable, signal } from '@angular/core';
import { UndoToast } from '@causeway/console-ui';
import type { OverreadDetail, Problem, SignReport } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { newCommandKey } from '../../core/api/command';
import { isConflict } from '../../core/api/problem-words';
import { OverreadActs } from '../overread-acts';
import { OverreadsApi } from '../overreads.api';
import type { AddendumText } from './addendum-form';
import { OverreadStore } from './overread.store';
import { ReportDraft } from './report-draft';
import { type FieldFaults, faultsBeforeSigning } from './report-text';

/** These leave the text with who wrote it, or bring it to them; all others end the claim it was written under. */
const KEEPS_TEXT: ReadonlySet<string> = new Set(['claim', 'take-over', 'resume']);
const SAID: Readonly<Record<string, string>> = {
  release: 'Back in the pool, with your draft', decline: 'Declined', return: 'It waits for images; the sender is told', submit: 'Handed to the attending',
  'send-back': 'Sent back to its author', withdraw: 'Withdrawn', retract: 'Retracted: everyone who was told is told again', resume: 'Back in the pool',
  sign: 'Signed', addend: 'Addendum signed', acknowledge: 'Acknowledged', pick: 'A read is asked for',
};

/** The acts of the report page: stores the text first, asks what must be asked, sends once, and keeps everything when it is refused. */
@Injectable()
export class ReportActs {
  private readonly api = inject(OverreadsApi);
  private readonly acts = inject(OverreadActs);
  private readonly store = inject(OverreadStore);
  private readonly draft = inject(ReportDraft);
  private readonly toast = inject(UndoToast);

  readonly busy = signal(false);
  /** What stood in the way of the last act, in a sentence. */
  readonly said = signal<string | null>(null);
  /** Somebody else, or a newer state, was faster. */
  readonly conflict = signal<Problem | null>(null);
  readonly faults = signal<FieldFaults>({});
  /** The reader signs for the images they saw, though others came since. */
  readonly acceptsOlder = signal(false);

  /** Key of the signature under way: the same for the same report, however often it is sent. */
  private signing: { readonly body: string; readonly key: string } | null = null;

  /** True when it is signed. */
  async sign(): Promise<boolean> {
    if (this.busy() || !this.draft.writing()) return false;
    this.clear();
    const faults = faultsBeforeSigning(this.draft.text(), this.store.detail()?.kind ?? 'over-read');
    if (Object.keys(faults).length > 0) {
      this.faults.set(faults);
      return false;
    }
    return this.once(async () => {
      if (!(await this.stored(true))) return false;
      const detail = this.store.detail();
      const offer = detail?.moves.find((m) => m.move === 'sign');
      if (!detail || !offer) return this.refuse('This read cannot be signed by you now.');
      if (detail.exam.revision > this.draft.revisionSeen() && !this.acceptsOlder()) return this.refuse('The exam has images you have not said you saw. Say so above, or sign for the earlier ones.');
      if (offer.needs === 'reauthenticate' && !(await this.acts.confirm('sign'))) return false;
      const body = this.signature(detail);
      return this.ended('sign', () => this.api.sign(detail.id, body, this.keyOf(body)));
    });
  }

  /** A move of the page's buttons. True when it was made. */
  async move(name: string): Promise<boolean> {
    const detail = this.store.detail();
    if (detail === null || this.busy()) return false;
    this.clear();
    return this.once(async () => {
      if (!KEEPS_TEXT.has(name) && !(await this.stored())) return false;
      const ends = !KEEPS_TEXT.has(name);
      const done = await this.acts.act(this.store.detail() ?? detail, name, ends ? (body) => this.sent(name, () => this.api.command(detail.id, name, this.fresh(body)), !this.draft.cosigning()) : undefined);
      if (done === null) return false;
      if ('problem' in done) return this.failed(done.problem);
      if (ends) return this.over(name);
      this.store.take(done.read);
      return true;
    });
  }

  acknowledge(): Promise<boolean> {
    return this.plain('acknowledge', {});
  }

  /** Asks for a read of an exam that waits for somebody to choose it. */
  pick(question: string): Promise<boolean> {
    return this.plain('pick', question.trim() === '' ? {} : { question: question.trim() });
  }

  async addend(addendum: AddendumText): Promise<boolean> {
    const detail = this.store.detail();
    const offer = detail?.moves.find((m) => m.move === 'addend');
    if (!detail || !offer || this.busy()) return false;
    this.clear();
    return this.once(async () => {
      if (offer.needs === 'reauthenticate' && !(await this.acts.confirm('addend'))) return false;
      const body = { version: this.store.detail()?.version ?? detail.version, ...addendum };
      return this.ended('addend', () => this.api.command(detail.id, 'addend', body, this.keyOf(body)));
    });
  }

  clear(): void {
    this.said.set(null);
    this.conflict.set(null);
    this.faults.set({});
  }

  private plain(name: string, more: object): Promise<boolean> {
    const detail = this.store.detail();
    if (!detail?.moves.some((m) => m.move === name) || this.busy()) return Promise.resolve(false);
    this.clear();
    const body = { version: detail.version, ...more };
    return this.once(() => this.ended(name, () => this.api.command(detail.id, name, body, this.keyOf(body))));
  }

  private async once(work: () => Promise<boolean>): Promise<boolean> {
    this.busy.set(true);
    try {
      return await work();
    } finally {
      this.busy.set(false);
    }
  }

  /** Everything typed is on the server; when it is not, its own note says why. */
  private async stored(toSign = false): Promise<boolean> {
    if (this.draft.rival() !== null) return this.refuse('Choose which of the two texts goes on first.');
    if (!this.draft.writing() || this.draft.cosigning()) return true;
    return (await (toSign ? this.draft.save() : this.draft.saver.flush())) || this.refuse('Your text could not be saved, so nothing was done. It is kept here.');
  }

  private async ended(name: string, act: () => Promise<OverreadDetail>, stored = true): Promise<boolean> {
    try {
      await this.sent(name, act, stored);
    } catch (error) {
      return this.failed(problemFrom(error).problem);
    }
    return this.over(name);
  }

  /** An act that ends the writing: the draft is held still meanwhile. */
  private sent(name: string, act: () => Promise<OverreadDetail>, stored: boolean): Promise<OverreadDetail> {
    return this.draft.endingWith(() => this.acts.withPassword(name, act), stored);
  }

  private over(name: string): true {
    this.signing = null;
    this.acceptsOlder.set(false);
    this.toast.show({ text: SAID[name] ?? 'Done' });
    return true;
  }

  /** Saves of a draft moved the version on while the person was asked. */
  private fresh(body: object): object {
    const version = this.store.detail()?.version;
    return 'version' in body && version !== undefined ? { ...body, version } : body;
  }

  private signature(detail: OverreadDetail): SignReport {
    const now = this.store.detail() ?? detail;
    return { version: now.version, epoch: now.epoch, text: this.draft.text(), revisionSeen: this.draft.revisionSeen(), acceptOlderRevision: this.acceptsOlder() };
  }

  private keyOf(body: object): string {
    const text = JSON.stringify(body);
    if (this.signing?.body !== text) this.signing = { body: text, key: newCommandKey() };
    return this.signing.key;
  }

  private async failed(problem: Problem): Promise<boolean> {
    if (problem.status === 0) return this.refuse('No answer came, so it is not known whether it was done. Press again: it is never done twice.');
    const { errors } = problem;
    if (problem.status === 422 && errors) this.faults.set(Object.fromEntries(errors.map((e) => [e.pointer, e.detail])));
    if (isConflict(problem) && problem.code !== 'revision-changed') this.conflict.set(problem);
    else this.said.set(this.acts.sentence(problem));
    if (isConflict(problem)) await this.store.reload();
    return false;
  }

  private refuse(sentence: string): false {
    this.said.set(sentence);
    return false;
  }
}
