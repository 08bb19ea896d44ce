import { Component, computed, inject, output, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, Note, SiteTime } from '@causeway/console-ui';
import { problemFrom } from '../core/api/api-problem';
import { valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { PreferencesApi } from './preferences.api';
import { PushRegistrar, type PushHindrance } from './push-registrar';

const HINDRANCES: Readonly<Record<PushHindrance, string>> = {
  'not-known': 'This browser knows no push notices.',
  'not-secure': 'Push notices need the console over https.',
  denied: 'Notices of this site are blocked in this browser. Allow them in its settings for the site, then come back.',
};

/** Browsers of one's own that take notices while the console is closed. */
@Component({
  selector: 'cw-push-panel',
  imports: [Icon, MatButton, Note],
  template: `
    @if (view()?.offered !== false) {<section class="cw-panel" aria-labelledby="cw-push"><div class="cw-panel-head"><h2 id="cw-push">Push to browsers</h2></div><div class="cw-panel-body stack">
      @if (refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
      <p class="cw-muted cw-small">A browser can show notices while the console is closed. Its maker’s push service carries them and cannot read them. They name a kind of thing, never a patient.</p>
      <ul>
        @for (one of view()?.browsers ?? []; track one.id) {
          <li><span class="what"><b><bdi>{{ one.name }}</bdi>{{ one.digest === own() ? ' (this one)' : '' }}</b><span class="cw-muted cw-small">since {{ site.dateTime(one.since) }} · {{ one.lastSent ? 'last notice ' + site.dateTime(one.lastSent) : 'no notice yet' }}</span></span>
            <button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="remove(one.id, one.digest)">Remove<span class="cw-vh">: {{ one.name }}</span></button></li>
        }
      </ul>
      @if (hindrance; as why) {<p class="cw-muted">{{ words[why] }}</p>}
      @else if (!here()) {<div><button matButton="outlined" type="button" [disabled]="busy() || !view()" disabledInteractive (click)="add()"><cw-icon name="add" size="s" />Show notices in this browser</button></div>}
    </div></section>}
  `,
  styles: `
    h2, p { margin: 0; }
    h2 { font: var(--mat-sys-title-small); }
    .stack { display: grid; gap: 10px; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; padding: 6px 0; }
    .what { display: grid; flex: 1; min-width: 200px; }
  `,
})
export class PushPanel {
  readonly changed = output();
  private readonly api = inject(PreferencesApi);
  private readonly registrar = inject(PushRegistrar);
  protected readonly site = inject(SiteTime);
  protected readonly words = HINDRANCES;
  protected readonly hindrance = this.registrar.hindrance();
  protected readonly loaded = resource({ loader: () => this.api.push() });
  protected readonly view = computed(() => valueOf(this.loaded));
  private readonly ownDigest = resource({ loader: () => this.registrar.own().catch(() => null) });
  protected readonly own = computed(() => valueOf(this.ownDigest));
  protected readonly here = computed(() => this.view()?.browsers.some((one) => one.digest === this.own()) ?? false);
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);

  protected async add(): Promise<void> {
    const key = this.view()?.key;
    if (!key) return;
    await this.run(async () => {
      const subscription = await this.registrar.subscribe(key).catch(() => undefined);
      if (subscription === undefined) return this.refused.set('The push service of this browser did not answer. Try again later, or use another way.');
      if (subscription === null) return this.refused.set('You did not allow notices, so this browser shows none.');
      this.loaded.set(await this.api.addBrowser({ name: this.registrar.name(), subscription }));
    });
  }
  protected async remove(browser: string, digest: string): Promise<void> {
    await this.run(async () => {
      const own = digest === this.own();
      this.loaded.set(await this.api.removeBrowser(browser));
      if (own) await this.registrar.unsubscribe();
    });
  }

  private async run(work: () => Promise<unknown>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      await work();
      this.ownDigest.reload();
      this.changed.emit();
    } catch (error) {
      this.refused.set(wordsOf(problemFrom(error).problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
