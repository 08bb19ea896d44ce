import { Component, computed, inject, input, output, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Icon, Note, SiteTime } from '@causeway/console-ui';
import type { AwaitedDiscView, GivenUploadLink, UploadLinksView, UploadLinkView } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { QrCode } from '../account/qr-code';
import { linkStates, nameReason, relationWord } from './invitation-words';

/** Of a request or a case: the links with which the patient brings images, what came with them, and discs that are in the mail. */
@Component({
  selector: 'cw-invitation',
  imports: [Icon, MatButton, Note, QrCode, RouterLink],
  providers: [Acting],
  templateUrl: './invitation.html',
  styleUrl: './invitation.scss',
})
export class Invitation {
  /** `request` or `case`, and its id. */
  readonly of = input.required<'request' | 'case'>();
  readonly id = input.required<string>();
  readonly changed = output();
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ params: () => ({ [this.of()]: this.id() }), loader: ({ params }) => this.api.get<UploadLinksView>('upload-links', params) });
  protected readonly view = computed(() => valueOf(this.loaded) ?? null);
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly open = computed(() => (this.view()?.links ?? []).some((l) => ['issued', 'opened', 'uploading', 'submitted', 'locked'].includes(l.state)));
  /** Shown this once. */
  protected readonly given = signal<GivenUploadLink | null>(null);
  protected readonly copied = signal<string | null>(null);
  protected readonly states = linkStates;
  protected readonly relation = relationWord;
  protected readonly reason = nameReason;
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('link', 'parcel', 'requestOut', 'case'), resyncs()).pipe(debounceTime(700)), this.loaded);
  }

  protected async invite(): Promise<void> {
    const ofCase = this.of() === 'case';
    const given = await this.acting.make<GivenUploadLink>('upload-links', async (attempt) => {
      const a = await this.fields.ask({
        title: 'Invite the patient to bring images', sentence: 'You get a link and a code. Give them by two different ways to the patient, the family, or a crew or clinician with a camera.', verb: 'Make the link',
        fields: [
          ...(ofCase ? [{ name: 'wanted', label: 'Which images', kind: 'text' as const, most: 300, hint: 'As the patient reads it: your knee MRI of 2025.' }] : []),
          { name: 'days', label: 'Good for how many days', kind: 'number', value: '14', most: 90 },
          { name: 'mailTo', label: 'Mail the link to', kind: 'text', optional: true, most: 254, hint: 'The link alone. Tell the code on the telephone.' },
        ],
      }, attempt);
      return a && { [ofCase ? 'caseId' : 'requestId']: this.id(), ...(ofCase ? { wanted: a['wanted'] } : {}), days: Number(a['days']), mailTo: a['mailTo']?.trim() ? a['mailTo'].trim() : null };
    });
    if (given) this.show(given);
  }

  protected async act(link: UploadLinkView, move: string): Promise<void> {
    const path = `upload-links/${link.id}/${move}`;
    if (move === 'reissue') {
      const given = await this.acting.make<GivenUploadLink>(path, async (attempt) => {
        const a = await this.fields.ask({
          title: 'Make a new link', sentence: 'The one that was given out opens nothing any more.', verb: 'Make the link',
          fields: [{ name: 'reason', label: 'Why', kind: 'text' }, { name: 'days', label: 'Good for how many days', kind: 'number', value: '14', most: 90 }, { name: 'mailTo', label: 'Mail the link to', kind: 'text', optional: true, most: 254 }],
        }, attempt);
        return a && { version: link.version, reason: a['reason'], days: Number(a['days']), mailTo: a['mailTo']?.trim() ? a['mailTo'].trim() : null };
      });
      if (given) this.show(given);
      return;
    }
    const done = await this.acting.make<null>(path, async (attempt) => {
      if (move === 'close') return { version: link.version };
      const extend = move === 'extend';
      const a = await this.fields.ask({
        title: extend ? 'Give it longer' : 'Take the link back', sentence: extend ? '' : 'It opens nothing any more. What came with it stays.', verb: extend ? 'Give it longer' : 'Take it back', danger: !extend,
        fields: [extend ? { name: 'days', label: 'Days from now', kind: 'number', value: '14', most: 90 } : { name: 'reason', label: 'Why', kind: 'text' }],
      }, attempt);
      return a && { version: link.version, ...(extend ? { days: Number(a['days']) } : { reason: a['reason'] }) };
    });
    if (done !== null || this.acting.refused() === null) this.loaded.reload();
  }

  protected async mailed(): Promise<void> {
    await this.acting.make<null>('awaited-discs', async (attempt) => {
      const a = await this.fields.ask({
        title: 'Discs are in the mail', verb: 'Write down',
        fields: [{ name: 'expectedOn', label: 'Expected on', kind: 'date' }, { name: 'discs', label: 'How many discs', kind: 'number', value: '1', most: 50 }, { name: 'carrier', label: 'Sent with', kind: 'text', optional: true, most: 60 }, { name: 'tracking', label: 'Tracking number', kind: 'text', optional: true, most: 60 }],
      }, attempt);
      return a && { [this.of() === 'case' ? 'caseId' : 'requestId']: this.id(), expectedOn: a['expectedOn'], discs: Number(a['discs']), carrier: a['carrier'] ?? '', tracking: a['tracking'] ?? '' };
    });
    this.loaded.reload();
    this.changed.emit();
  }

  protected async arrived(disc: AwaitedDiscView): Promise<void> {
    await this.acting.send(`awaited-discs/${disc.id}/arrive`, {});
    this.loaded.reload();
    this.changed.emit();
  }

  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(text);
  }

  private show(given: GivenUploadLink): void {
    this.given.set(given);
    this.loaded.reload();
    this.changed.emit();
  }
}
