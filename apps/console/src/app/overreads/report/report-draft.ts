import { computed, DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { Ticker } from '@causeway/console-ui';
import type { OverreadDetail, ReportText } from '@causeway/contracts';
import { OverreadsApi } from '../overreads.api';
import { DraftSaver } from './draft-saver';
import { OverreadStore } from './overread.store';
import { emptyText, keyOfText } from './report-text';
import { UnsavedTexts } from './unsaved-texts';

/** How a claim ended that was ours a moment ago. */
export interface LostClaim {
  /** Who has it now; null when nobody does. */
  readonly by: string | null;
  readonly at: string;
  readonly state: OverreadDetail['state'];
}

const holds = (detail: OverreadDetail): boolean => detail.lease?.mine === true && detail.moves.some((m) => m.move === 'draft');
const cosigns = (detail: OverreadDetail): boolean => detail.state === 'cosigning' && detail.moves.some((m) => m.move === 'sign');

/**
 * The text of one read while it is written: what stands on the page wins over what the server has, is saved by itself, and outlives a lost
 * claim, a lost connection and leaving the page.
 */
@Injectable()
export class ReportDraft {
  private readonly api = inject(OverreadsApi);
  private readonly store = inject(OverreadStore);
  private readonly unsaved = inject(UnsavedTexts);
  private readonly ticker = inject(Ticker);

  private readonly written = signal<ReportText>(emptyText);
  readonly text = this.written.asReadonly();
  /** The exam's revision whose images the reader says they have looked at. */
  readonly revisionSeen = signal(0);
  /** Who may type now: the reader into a draft that is saved, the co-signer into a text that is stored with the signature. */
  private readonly hand = signal<'none' | 'reader' | 'cosigner'>('none');
  readonly writing = computed(() => this.hand() !== 'none');
  readonly cosigning = computed(() => this.hand() === 'cosigner');
  readonly lost = signal<LostClaim | null>(null);
  /** Somebody else stored a draft after our text was typed: the person says which one goes on. */
  readonly rival = signal<ReportText | null>(null);

  private id: string | null = null;
  private base = keyOfText(null);
  /** True during an own act: what the stream says meanwhile is not a surprise. */
  private acting = false;

  readonly saver = new DraftSaver<ReportText>({
    send: (text, key, leaving) => this.send(text, key, leaving),
    saved: () => this.id && this.unsaved.drop(this.id),
    lost: () => void this.refused(),
    now: () => this.ticker.now(),
  });
  readonly hasUnsaved = computed(() => this.unsaved.ids().includes(this.store.id()));

  constructor() {
    const document = inject(DOCUMENT);
    const online = () => void this.saver.flush();
    const leaving = () => void this.saver.flush(true);
    const hidden = () => document.hidden && leaving();
    const listeners = [[document.defaultView, 'online', online], [document.defaultView, 'pagehide', leaving], [document.defaultView, 'beforeunload', leaving], [document, 'visibilitychange', hidden]] as const;
    for (const [target, event, listener] of listeners) target?.addEventListener(event, listener);
    inject(DestroyRef).onDestroy(() => {
      for (const [target, event, listener] of listeners) target?.removeEventListener(event, listener);
      this.saver.reset();
    });
  }

  /** Takes in what the read is now; called whenever the page learns of it. */
  follow(detail: OverreadDetail): void {
    if (this.acting) return;
    const hand = handOf(detail);
    const heldBefore = this.hand() === 'reader';
    if (detail.id === this.id && heldBefore && hand !== 'reader') return this.lose(detail);
    if (detail.id !== this.id || hand !== this.hand() || (hand === 'reader' && this.saver.state().kind === 'stopped')) return this.begin(detail);
    // the same person in another window, or a read that somebody else writes on
    if (!this.hasUnsaved() && this.lost() === null && keyOfText(detail.draft) !== this.base) this.show(detail);
  }

  edit(change: Partial<ReportText>): void {
    if (!this.writing() || this.id === null) return;
    this.written.update((text) => ({ ...text, ...change }));
    this.keep();
    if (this.hand() === 'reader' && this.rival() === null) this.saver.change(this.written());
  }

  /** Stores the draft now. Words that another reader left become one's own by this, without a change. */
  async save(): Promise<boolean> {
    if (this.hand() === 'reader' && this.store.detail()?.state === 'claimed') this.edit({});
    return this.saver.flush();
  }

  /** The reader has looked at the images that came later. */
  sawRevision(revision: number): void {
    this.revisionSeen.set(revision);
    this.edit({});
  }

  /**
   * An own act that ends the claim: what the stream says meanwhile is no surprise. Afterwards nothing is kept here, unless `stored` is false:
   * a co-signer's words that did not go along are still theirs to copy.
   */
  async endingWith(act: () => Promise<OverreadDetail>, stored: boolean): Promise<OverreadDetail> {
    this.acting = true;
    try {
      const done = await act();
      if (stored) this.unsaved.drop(done.id);
      this.begin(done);
      this.store.take(done);
      return done;
    } finally {
      this.acting = false;
    }
  }

  /** Which text goes on where two were written. */
  choose(mine: boolean): void {
    const theirs = this.rival();
    if (theirs === null || this.id === null) return;
    this.rival.set(null);
    this.base = keyOfText(theirs);
    if (mine) return this.edit({});
    this.written.set(theirs);
    this.unsaved.drop(this.id);
  }

  /** The person has taken their text elsewhere, or does not want it. */
  letGo(): void {
    const detail = this.store.detail();
    if (detail === null) return;
    this.unsaved.drop(detail.id);
    this.begin(detail);
  }

  private begin(detail: OverreadDetail): void {
    this.saver.reset();
    this.id = detail.id;
    this.lost.set(null);
    this.rival.set(null);
    this.hand.set(handOf(detail));
    this.show(detail);
    const kept = this.unsaved.of(detail.id);
    if (kept === null) return;
    if (keyOfText(kept.text) === this.base) return this.unsaved.drop(detail.id);
    this.written.set(kept.text);
    this.revisionSeen.set(kept.revisionSeen);
    if (!this.writing()) this.lost.set(lostTo(detail));
    else if (kept.base !== this.base) this.rival.set(detail.draft ?? emptyText);
    else if (this.hand() === 'reader') this.saver.change(kept.text);
  }

  private show(detail: OverreadDetail): void {
    this.base = keyOfText(detail.draft);
    this.written.set(detail.draft ?? emptyText);
    this.revisionSeen.set(detail.revisionSeen ?? detail.exam.revision);
  }

  /** The server did not take the text: what it says now decides what this page is. When it says nothing, nothing more is typed here. */
  private async refused(): Promise<void> {
    const before = this.store.detail();
    await this.store.reload();
    const after = this.store.detail();
    if (before !== null && after === before) this.lose(before);
  }

  private lose(detail: OverreadDetail): void {
    this.saver.stop();
    this.hand.set('none');
    this.lost.set(lostTo(detail));
  }

  private keep(): void {
    if (this.id !== null) this.unsaved.keep(this.id, { text: this.written(), base: this.base, revisionSeen: this.revisionSeen() });
  }

  private async send(text: ReportText, key: string, leaving: boolean): Promise<void> {
    const detail = this.store.detail();
    if (detail === null) return;
    const done = await this.api.draft(detail.id, { version: detail.version, epoch: detail.epoch, text, revisionSeen: this.revisionSeen() }, key, leaving);
    if (this.id !== done.id) return;
    this.base = keyOfText(done.draft);
    if (this.hasUnsaved()) this.keep();
    this.store.take(done);
  }
}

const handOf = (detail: OverreadDetail): 'none' | 'reader' | 'cosigner' => (holds(detail) ? 'reader' : cosigns(detail) ? 'cosigner' : 'none');
const lostTo = ({ lease, signed, stateSince, state }: OverreadDetail): LostClaim => ({
  by: lease?.mine ? null : (lease?.holder.name ?? signed.at(-1)?.author.name ?? null), at: stateSince, state,
});
