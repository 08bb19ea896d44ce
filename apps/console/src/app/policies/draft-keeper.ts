import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import type { PolicyCheck, PolicyDetail } from '@causeway/contracts';
import { canonicalJson, type PolicyText } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { isConflict, wordsOf } from '../core/api/problem-words';
import { PoliciesApi } from './policies.api';

export interface DraftFields { readonly text: PolicyText; readonly title: string; readonly purpose: string }
const CHECK_MS = 350;
const SAVE_MS = 900;

/** What a person writes at a draft: checked while they write, saved by itself, and never lost to somebody who saved in between. Provided by the page. */
@Injectable()
export class DraftKeeper {
  private readonly api = inject(PoliciesApi);
  private id = '';
  private version = 0;
  private saved = '';
  private readonly fields = signal<DraftFields | null>(null);
  private readonly found = signal<PolicyCheck | null>(null);
  readonly draft = this.fields.asReadonly();
  readonly check = this.found.asReadonly();
  readonly state = signal<'saved' | 'changed' | 'saving' | 'failed' | 'conflict'>('saved');
  readonly problem = signal<string | null>(null);
  /** Called with the version as the api has it after each save. */
  onSaved: (detail: PolicyDetail) => void = () => undefined;
  readonly dirty = computed(() => this.state() !== 'saved');
  private checking: ReturnType<typeof setTimeout> | undefined;
  private saving: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const text = this.fields()?.text;
      if (text) untracked(() => this.checkSoon(text));
    });
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.checking);
      clearTimeout(this.saving);
      if (this.state() === 'changed') void this.save();
    });
  }

  /** Takes over what the api has, unless something newer is being written here. */
  load(detail: PolicyDetail): void {
    if (this.id === detail.id && this.state() !== 'saved') return;
    this.id = detail.id;
    this.version = detail.version;
    this.take({ text: detail.text, title: detail.title, purpose: detail.purpose });
    this.found.set({ faults: detail.faults, findings: detail.findings });
  }

  change(part: Partial<DraftFields>): void {
    const now = this.fields();
    if (!now) return;
    this.fields.set({ ...now, ...part });
    if (this.state() === 'conflict') return;
    this.state.set('changed');
    clearTimeout(this.saving);
    this.saving = setTimeout(() => void this.save(), SAVE_MS);
  }

  async save(): Promise<boolean> {
    clearTimeout(this.saving);
    const now = this.fields();
    if (!now || canonicalJson(now) === this.saved) {
      if (this.state() === 'changed') this.state.set('saved');
      return true;
    }
    if (now.title.trim().length < 3) return this.fail('Give it a title people recognise: it is saved then.');
    this.state.set('saving');
    try {
      const detail = await this.api.save(this.id, { version: this.version, ...now });
      this.version = detail.version;
      this.saved = canonicalJson(now);
      this.problem.set(null);
      const behind = canonicalJson(this.fields()) !== this.saved;
      this.state.set(behind ? 'changed' : 'saved');
      if (behind) this.saving = setTimeout(() => void this.save(), SAVE_MS);
      this.onSaved(detail);
      return true;
    } catch (error) {
      const { problem } = problemFrom(error);
      if (!isConflict(problem)) return this.fail(wordsOf(problem).text);
      this.state.set('conflict');
      this.problem.set(`${problem.by ?? 'Somebody'} saved this draft while you were writing. Both are kept: choose which one goes on.`);
      return false;
    }
  }

  /** Mine goes on, on top of theirs. */
  async keepMine(): Promise<void> {
    this.version = (await this.api.detail(this.id)).version;
    this.state.set('changed');
    await this.save();
  }
  async takeTheirs(): Promise<void> {
    const detail = await this.api.detail(this.id);
    this.version = detail.version;
    this.problem.set(null);
    this.take({ text: detail.text, title: detail.title, purpose: detail.purpose });
    this.onSaved(detail);
  }

  private take(fields: DraftFields): void {
    this.fields.set(fields);
    this.saved = canonicalJson(fields);
    this.state.set('saved');
  }
  private fail(words: string): false {
    this.state.set('failed');
    this.problem.set(words);
    return false;
  }
  private checkSoon(text: PolicyText): void {
    clearTimeout(this.checking);
    this.checking = setTimeout(() => void this.api.check(text).then((found) => { if (this.fields()?.text === text) this.found.set(found); }).catch(() => undefined), CHECK_MS);
  }
}
