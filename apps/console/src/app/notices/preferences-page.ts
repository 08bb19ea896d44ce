import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import { noticeTopics, type NoticeTopic, type OutwardChannel } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { causeWords, channelWords, topicWords } from './channel-words';
import { type Chosen, PreferencesApi } from './preferences.api';
import { PushPanel } from './push-panel';

/** What holds for a topic while nothing is chosen. */
const USUAL = 'As usual: what is urgent or must be answered, by every way you gave';

/** One's own choice of how notices arrive: addresses, topic by channel, quiet hours and digest. */
@Component({
  selector: 'cw-notice-preferences-page',
  imports: [Field, FieldInput, MatButton, Note, ProblemCard, PushPanel, RouterLink, SkeletonRows],
  templateUrl: './preferences-page.html',
  styleUrl: './preferences-page.scss',
})
export class PreferencesPage {
  private readonly api = inject(PreferencesApi);
  protected readonly loaded = resource({ loader: () => this.api.mine() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly open = computed(() => valueOf(this.loaded)?.open ?? []);
  protected readonly addresses = computed((): Readonly<Record<string, string | undefined>> => valueOf(this.loaded)?.addresses ?? {});
  protected readonly form = linkedSignal((): Chosen | null => {
    const v = valueOf(this.loaded);
    return v ? { zone: v.zone, addresses: { ...v.addresses } as Chosen['addresses'], topics: Object.fromEntries(Object.entries(v.topics).map(([t, c]) => [t, [...c]])), quiet: v.quiet && { ...v.quiet }, digestAt: v.digestAt } : null;
  });
  protected readonly said = signal<{ readonly ok: boolean; readonly text: string } | null>(null);
  protected readonly faults = signal<Readonly<Record<string, string>>>({});
  protected readonly busy = signal(false);
  protected readonly topics = noticeTopics;
  protected readonly words = topicWords;
  protected readonly channels = channelWords;
  protected readonly zones = Intl.supportedValuesOf('timeZone');
  protected readonly usual = USUAL;

  protected address(channel: 'mail' | 'pager', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.change((f) => {
      const addresses = { ...f.addresses };
      if (value.trim() === '') delete addresses[channel];
      else addresses[channel] = value.trim();
      return { ...f, addresses };
    });
  }
  protected uses(topic: NoticeTopic, channel: OutwardChannel): boolean {
    return this.form()?.topics[topic]?.includes(channel) ?? false;
  }
  protected chosen(topic: NoticeTopic): boolean {
    return this.form()?.topics[topic] !== undefined;
  }
  protected choose(topic: NoticeTopic, own: boolean): void {
    this.change((f) => {
      const topics = { ...f.topics };
      if (own) topics[topic] = [...this.open()];
      else delete topics[topic];
      return { ...f, topics };
    });
  }
  protected toggle(topic: NoticeTopic, channel: OutwardChannel): void {
    this.change((f) => {
      const now = f.topics[topic] ?? [];
      return { ...f, topics: { ...f.topics, [topic]: now.includes(channel) ? now.filter((c) => c !== channel) : [...now, channel] } };
    });
  }
  protected quiet(on: boolean): void {
    this.change((f) => ({ ...f, quiet: on ? { from: '22:00', to: '07:00' } : null }));
  }
  protected quietTime(name: 'from' | 'to', event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.change((f) => ({ ...f, quiet: f.quiet && { ...f.quiet, [name]: value } }));
  }
  protected digest(on: boolean): void {
    this.change((f) => ({ ...f, digestAt: on ? '17:00' : null }));
  }
  protected withDigest(event: Event): (form: Chosen) => Chosen {
    const digestAt = (event.target as HTMLInputElement).value;
    return (f) => ({ ...f, digestAt });
  }
  protected withZone(event: Event): (form: Chosen) => Chosen {
    const zone = (event.target as HTMLSelectElement).value;
    return (f) => ({ ...f, zone });
  }
  protected change(with_: (form: Chosen) => Chosen): void {
    this.form.update((f) => f && with_(f));
  }

  /** A browser came or went: whether push reaches this person is read again, and what was typed here stays. */
  protected async browsersChanged(): Promise<void> {
    const typed = this.form();
    const read = await this.api.mine().catch(() => null);
    if (read === null) return;
    this.loaded.set(read);
    this.form.set(typed);
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.form();
    if (!form || this.busy()) return;
    await this.do(async () => {
      this.loaded.set(await this.api.save(form));
      return { ok: true, text: 'Saved. Notices go this way from now on.' };
    });
  }
  protected async test(channel: OutwardChannel): Promise<void> {
    await this.do(async () => {
      const { ok, cause } = await this.api.test(channel);
      return ok ? { ok, text: `A test was sent by ${channelWords[channel]}. Look whether it arrived.` } : { ok, text: `The test did not go: ${causeWords(cause)}.` };
    });
  }

  private async do(work: () => Promise<{ ok: boolean; text: string }>): Promise<void> {
    this.busy.set(true);
    this.faults.set({});
    try {
      this.said.set(await work());
    } catch (error) {
      const { problem } = problemFrom(error);
      this.faults.set(Object.fromEntries((problem.errors ?? []).map((e) => [e.pointer, e.detail])));
      this.said.set({ ok: false, text: wordsOf(problem).text });
    } finally {
      this.busy.set(false);
    }
  }
}
