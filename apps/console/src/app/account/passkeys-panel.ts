import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Icon, Note, SiteTime } from '@causeway/console-ui';
import type { AccountView, PasskeyOptions, PasskeyView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { PasskeyAsker } from '../core/session/passkey-asker';
import { Session } from '../core/session/session';
import { FieldsAsker } from '../exchange/fields-dialog';

const CONFIRM = { title: 'Confirm it is you', sentence: 'Ways to sign in as you change only when it is you.', verb: 'Confirm' } as const;
const NAME = { name: 'name', label: 'Name', kind: 'text', most: 60 } as const;

/** One's own passkeys: made, named, removed. */
@Component({
  selector: 'cw-passkeys-panel',
  imports: [Icon, MatButton, Note],
  template: `
    <section class="cw-panel" aria-labelledby="passkeys-title">
      <div class="cw-panel-head"><h2 id="passkeys-title">Passkeys</h2><span class="cw-muted cw-small">{{ account().passkeys.length === 0 ? 'none' : '' }}</span></div>
      <div class="cw-panel-body stack">
        @if (refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        <p>With a passkey you sign in with the fingerprint, face or PIN of your device: there is nothing to type, and nothing that could be stolen or given away by mistake.</p>
        <ul>
          @for (k of account().passkeys; track k.id) {
            <li><span class="what"><b><bdi>{{ k.name }}</bdi></b><span class="cw-muted">since {{ site.dateTime(k.since) }} · {{ k.lastUsed ? 'last used ' + site.dateTime(k.lastUsed) : 'not used yet' }}{{ k.synced ? ' · on several devices' : '' }}</span></span>
              <button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="rename(k)">Rename<span class="cw-vh">: {{ k.name }}</span></button>
              <button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="remove(k)">Remove<span class="cw-vh">: {{ k.name }}</span></button></li>
          }
        </ul>
        @if (usable()) {<div><button matButton="filled" type="button" [disabled]="busy()" disabledInteractive (click)="add()"><cw-icon name="add" size="s" />Add a passkey</button></div>}
        @else if (account().passkeysAt; as origin) {<p class="cw-muted">Passkeys work at <a [href]="origin + '/account'">{{ origin }}</a>, in a browser that knows them.</p>}
        @else {<p class="cw-muted">Passkeys work once this installation has an https address with a name. Your system administrator sets it.</p>}
      </div>
    </section>
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
export class PasskeysPanel {
  readonly account = input.required<AccountView>();
  readonly changed = output();
  private readonly http = inject(HttpClient);
  private readonly session = inject(Session);
  private readonly asker = inject(PasskeyAsker);
  private readonly fields = inject(FieldsAsker);
  protected readonly site = inject(SiteTime);
  protected readonly busy = signal(false);
  protected readonly refused = signal<string | null>(null);
  protected readonly usable = computed(() => this.asker.usableAt(this.account().passkeysAt));

  protected async add(): Promise<void> {
    const answer = await this.fields.ask({ title: 'Add a passkey', verb: 'Go on', sentence: 'Name it so that you know later which one it is. Then your browser asks where to keep it.', fields: [{ ...NAME, value: 'This device' }] });
    if (!answer || !(await this.session.confirmPassword(CONFIRM))) return;
    await this.run(async () => this.post('', { name: answer['name'], made: await this.asker.make(await this.post<PasskeyOptions>('/options')) }));
  }
  protected async rename(key: PasskeyView): Promise<void> {
    const answer = await this.fields.ask({ title: 'Rename this passkey', verb: 'Rename', sentence: 'The name is for you alone.', fields: [{ ...NAME, value: key.name }] });
    if (answer) await this.run(() => this.post('/rename', { passkey: key.id, name: answer['name'] }));
  }
  protected async remove(key: PasskeyView): Promise<void> {
    if (await this.session.confirmPassword({ ...CONFIRM, title: `Remove ${key.name}`, sentence: 'It opens your account no more. Delete it on the device as well.', verb: 'Remove' })) await this.run(() => this.post('/remove', { passkey: key.id }));
  }

  private post<T>(path: string, body: object = {}): Promise<T> {
    return firstValueFrom(this.http.post<T>(`/api/v1/account/passkeys${path}`, body));
  }
  private async run(work: () => Promise<unknown>): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.refused.set(null);
    try {
      await work();
      this.changed.emit();
    } catch (error) {
      const said = this.asker.saidBy(error);
      if (said !== 'left') this.refused.set(said?.fault ?? wordsOf(problemFrom(error).problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
