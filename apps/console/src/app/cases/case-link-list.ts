import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Note, SiteTime } from '@causeway/console-ui';
import type { CaseLinkList as Links, CaseLinkRow, CaseParty, GivenCaseLink } from '@causeway/contracts';
import { merge } from 'rxjs';
import { debounceTime, filter } from 'rxjs/operators';
import { valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';

const STATES: Readonly<Record<CaseLinkRow['state'], string>> = { open: 'open', ended: 'over', revoked: 'taken back', locked: 'locked: a wrong code was tried too often' };
const PARTIES: Readonly<Record<CaseParty, string>> = { sender: 'sends the patient', receiver: 'goes on with the care' };

/** Links with which the other side sees how far their case is and answers, without an account: given out and taken back here. */
@Component({
  selector: 'cw-case-links',
  imports: [MatButton, Note],
  template: `
    <section class="cw-panel" aria-labelledby="links-head">
      <div class="cw-panel-head"><h2 id="links-head">Links for the other side</h2></div>
      <div class="body">
        @if (given(); as g) {
          <cw-note hue="good" icon="link" role="status">
            <b>Send the link, say the code.</b> They are shown this once.
            <p class="address cw-mono">{{ g.address }}</p>
            <p>Code <b class="cw-mono code">{{ g.code }}</b>, good until {{ site.dateTime(g.endsAt) }}</p>
            <div class="ways">
              <button matButton="outlined" type="button" class="cw-xs" (click)="copy(g.address)">{{ copied() ? 'Copied' : 'Copy the link' }}</button>
              <a matButton="outlined" class="cw-xs" [href]="'sms:?&body=' + message(g)">Text message</a>
              <a matButton="outlined" class="cw-xs" [href]="'mailto:?subject=' + subject + '&body=' + message(g)">Mail</a>
            </div>
          </cw-note>
        }
        @for (l of rows(); track l.id) {
          <div class="row">
            <span class="grow"><b><bdi>{{ l.forWhom }}</bdi></b><span class="cw-muted">{{ parties[l.party] }} · {{ states[l.state] }}{{ l.state === 'open' ? ' until ' + site.dateTime(l.endsAt) : '' }} · {{ l.openedAt ? 'opened ' + site.dateTime(l.openedAt) : 'not opened' }}</span></span>
            @if (l.state === 'open' && (may() || mayOn())) {<button matButton="text" class="cw-xs" type="button" (click)="revoke(l)" [attr.aria-label]="'Take back the link of ' + l.forWhom">Take back</button>}
          </div>
        } @empty {<p class="cw-muted">Whoever sends the patient can follow the case from their telephone, and say when the images come.</p>}
        <div class="ways">
          @if (may()) {<button matButton="outlined" type="button" (click)="give('sender')">Give the sender a link</button>}
          @if (mayOn()) {<button matButton="outlined" type="button" (click)="give('receiver')">Give the next facility a link</button>}
        </div>
      </div>
    </section>
  `,
  styles: `
    .body { display: grid; gap: 10px; padding: 12px 16px; } .row { display: flex; gap: 8px; align-items: center; } .grow { display: grid; flex: 1; min-width: 0; }
    .address { overflow-wrap: anywhere; margin: 6px 0; } .code { font-size: 1.25em; letter-spacing: .05em; } .ways { display: flex; flex-wrap: wrap; gap: 8px; } p { margin: 0; }
  `,
})
export class CaseLinkList {
  readonly caseId = input.required<string>();
  /** Whether this person may give the sending side a link, and the next facility one. */
  readonly may = input(false);
  readonly mayOn = input(false);
  readonly caller = input('');
  readonly physician = input('');
  private readonly api = inject(ExchangeApi);
  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ params: () => this.caseId(), loader: ({ params }) => this.api.get<Links>(`cases/${params}/links`) });
  protected readonly rows = computed(() => valueOf(this.loaded)?.rows ?? []);
  protected readonly given = signal<GivenCaseLink | null>(null);
  protected readonly copied = signal(false);
  protected readonly states = STATES;
  protected readonly parties = PARTIES;
  protected readonly subject = encodeURIComponent('Your case with us');

  constructor() {
    reloadOn(merge(signalsOf('case').pipe(filter((e) => e.id === this.caseId())), resyncs()).pipe(debounceTime(700)), this.loaded);
  }

  protected async give(party: CaseParty): Promise<void> {
    const made = await this.acting.make<GivenCaseLink>(`cases/${this.caseId()}/links`, async (attempt) => {
      const a = await this.fields.ask({
        title: party === 'sender' ? 'A link for who sends the patient' : 'A link for the next facility', verb: 'Make it',
        sentence: party === 'sender' ? 'They see how far this case is and nothing else, and can say when the images come.' : 'They see what was sent and what is planned, and say that they go on with the care.',
        fields: [
          { name: 'forWhom', label: 'For whom', kind: 'text', value: party === 'sender' ? this.caller() : this.physician() },
          { name: 'callNumber', label: 'Number at which we answer', kind: 'text', most: 60, value: valueOf(this.loaded)?.callNumber ?? '' },
        ],
      }, attempt);
      return a && { party, ...a };
    });
    if (!made) return;
    this.copied.set(false);
    // an installation that was not told its public address is reached where this page is
    this.given.set({ ...made, address: made.address.startsWith('/') ? `${location.origin}${made.address}` : made.address });
    this.loaded.reload();
  }

  protected async revoke(link: CaseLinkRow): Promise<void> {
    await this.acting.send(`cases/${this.caseId()}/links/${link.id}/revoke`, {});
    if (this.given()?.id === link.id) this.given.set(null);
    this.loaded.reload();
  }

  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(true);
  }

  /** Without a name of a patient, and without the code: that is said on the telephone. */
  protected message(g: GivenCaseLink): string {
    return encodeURIComponent(`See how far the case is that you called us about, and tell us when the images come: ${g.address} The code is said on the telephone.`);
  }
}
