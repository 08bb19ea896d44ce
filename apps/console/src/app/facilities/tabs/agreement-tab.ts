import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { type Attempt, dateText, EmptyState, Icon, Note, SiteTime, StateChip, Ticker } from '@causeway/console-ui';
import { agreementKinds, type AgreementView, type FacilityDetail, type TransferProtocol } from '@causeway/contracts';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { FacilitiesApi } from '../facilities.api';
import { agreementLook, agreementWords, purposeWords, redisclosureWords, renewalWords } from '../facility-words';

/** What was agreed, for what and until when. Signed words are not changed: a change is a new agreement. */
@Component({
  selector: 'cw-agreement-tab',
  imports: [EmptyState, Icon, MatButton, Note, StateChip],
  template: `
    <section class="cw-panel" aria-labelledby="agreements-head">
      <div class="cw-panel-head"><h2 id="agreements-head">Agreements</h2><span class="cw-spacer"></span>@if (facility().mayDevelop) {<button matButton="outlined" class="cw-xs" type="button" (click)="edit(null)"><cw-icon name="add" size="s" />Write one</button>}</div>
      <ul class="rows">
        @for (a of facility().agreements; track a.id) {
          <li>
            <div class="line"><b>{{ kinds[a.kind] }}</b><cw-state-chip [look]="look(a.state)" [plain]="true" /><span class="cw-muted grow">{{ day(a.beginsOn) }} to {{ a.endsOn ? day(a.endsOn) : 'no end' }}, {{ renewals[a.renewal] ?? a.renewal }}</span>
              @if (facility().mayDevelop) {
                @if (a.signedAt === null && a.endedOn === null) {<button matButton="outlined" class="cw-xs" type="button" (click)="sign(a)">Signed on paper</button>}
                @if (a.signedAt === null || a.carried) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Change the agreement of ' + day(a.beginsOn)" (click)="edit(a)"><cw-icon name="edit" size="s" /></button>}
                @if (a.endedOn === null && a.state !== 'ended') {<button matButton="text" class="cw-xs" type="button" (click)="end(a)">End</button>}
              }
            </div>
            @if (a.carried) {<cw-note hue="attn" icon="info">Carried over from before agreements were kept here. Enter what it says and who signed it.</cw-note>}
            <p>For {{ purposes(a) }}@if (a.redisclosure) {; their exams {{ redisclosures[a.redisclosure] }}}.@if (a.signedName) { Signed by <bdi>{{ a.signedName }}</bdi>@if (a.signedTitle) {, <bdi>{{ a.signedTitle }}</bdi>}@if (a.byLink) {, by link}.}@if (a.endedOn) { Ended {{ day(a.endedOn) }}: {{ a.endedBecause }}}</p>
            @if (a.protocol; as p) {<p><b>Takes patients:</b> {{ p.services.join(', ') }}. <b>Call</b> {{ numbers(p) }}.@if (p.sendBefore) { <b>Images before departure:</b> {{ p.sendBefore }}}@if (p.transport) { <b>Transport:</b> {{ p.transport }}}</p>}
            @if (a.terms) {<details><summary class="cw-small">Terms</summary><p class="terms" tabindex="0">{{ a.terms }}</p></details>}
          </li>
        } @empty {<li><cw-empty-state kind="new" icon="draw" title="Nothing is agreed yet" text="Write the agreement on sharing; the partner reads and accepts it in the onboarding link, or it is signed on paper." /></li>}
      </ul>
    </section>
  `,
  styleUrl: './tab.scss',
})
export class AgreementTab {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly api = inject(FacilitiesApi);
  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  private readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  protected readonly kinds = agreementWords;
  protected readonly renewals = renewalWords;
  protected readonly redisclosures = redisclosureWords;
  protected readonly look = agreementLook;
  protected readonly day = dateText;

  private today(): string {
    return this.site.day(this.ticker.now());
  }

  protected purposes(a: AgreementView): string {
    return a.purposes.length === 0 ? 'all purposes' : a.purposes.map((p) => (purposeWords[p] ?? p).toLowerCase()).join(', ');
  }

  protected async edit(a: AgreementView | null): Promise<void> {
    const path = `facilities/${this.facility().id}/agreements`;
    const body = async (attempt: Attempt): Promise<object | null> => {
      const answer = await this.fields.ask({
        title: a ? 'Change the agreement' : 'A new agreement', sentence: 'It holds once somebody signed it.', verb: 'Save',
        fields: [
          { name: 'kind', label: 'Kind', kind: 'choice', value: a?.kind ?? 'sharing', choices: agreementKinds.map((k) => [k, agreementWords[k] ?? k] as const) },
          { name: 'covers', label: 'For', kind: 'choice', value: a ? 'kept' : 'asked', choices: [['asked', `What this partner wants: ${this.wanted()}`], ['all', 'All purposes'], ...(a ? [['kept', `As it is: ${this.purposes(a)}`] as const] : [])] },
          { name: 'redisclosure', label: 'Their exams', kind: 'choice', value: a?.redisclosure ?? 'ask', choices: Object.entries(redisclosureWords) },
          { name: 'beginsOn', label: 'First day', kind: 'date', value: a?.beginsOn ?? this.today() }, { name: 'endsOn', label: 'Last day', kind: 'date', optional: true, value: a?.endsOn ?? '' },
          { name: 'renewal', label: 'Then', kind: 'choice', value: a?.renewal ?? 'asked', choices: Object.entries(renewalWords) },
          { name: 'terms', label: 'Terms, as the partner reads them', kind: 'words', optional: true, most: 20_000, value: a?.terms ?? '' },
        ],
      }, attempt);
      if (!answer) return null;
      const { covers, endsOn, ...rest } = answer;
      const protocol = rest['kind'] === 'transfer-protocol' ? await this.protocol(a, attempt) : null;
      if (protocol === undefined) return null;
      return { ...rest, endsOn: endsOn || null, purposes: covers === 'all' ? [] : covers === 'kept' ? a?.purposes : this.facility().purposes, documentId: a?.documentId ?? null, protocol, ...(a ? { version: a.version } : {}) };
    };
    const done = a === null ? await this.acting.make<FacilityDetail>(path, body) : await this.acting.change<FacilityDetail>((b) => this.api.put(`${path}/${a.id}`, b), body);
    if (done) this.changed.emit(done);
  }

  protected numbers(p: TransferProtocol): string {
    return p.numbers.map((n) => `${n.label} ${n.phone}`).join(', ');
  }

  /** What a transfer protocol says; undefined when it was given up. */
  private async protocol(a: AgreementView | null, attempt: Attempt): Promise<TransferProtocol | undefined> {
    const before = a?.protocol ?? null;
    const answer = await this.fields.ask({
      title: 'Transfer protocol', sentence: 'Shown on each case of this partner while it holds.', verb: 'Save',
      fields: [
        { name: 'services', label: 'Services that take patients, one a line', kind: 'words', value: before?.services.join('\n') ?? '' },
        { name: 'numbers', label: 'Numbers to call, one a line: who answers, then the number', kind: 'words', value: before?.numbers.map((n) => `${n.label}: ${n.phone}`).join('\n') ?? '', hint: 'Transfer desk: +1 555 0100' },
        { name: 'sendBefore', label: 'Images to send before departure', kind: 'words', optional: true, most: 2000, value: before?.sendBefore ?? '' },
        { name: 'transport', label: 'Guidance for the transport', kind: 'words', optional: true, most: 2000, value: before?.transport ?? '' },
      ],
    }, attempt);
    return answer ? { services: linesOf(answer['services']), numbers: linesOf(answer['numbers']).map(numberOf), sendBefore: answer['sendBefore'] ?? '', transport: answer['transport'] ?? '' } : undefined;
  }

  protected async sign(a: AgreementView): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/agreements/${a.id}/sign`, async (attempt) => {
      const answer = await this.fields.ask({ title: 'Signed on paper', sentence: 'Both sides have signed. The words stay as they are from now on.', verb: 'Record it', fields: [{ name: 'name', label: 'Who signed for them', kind: 'text' }, { name: 'title', label: 'Their role', kind: 'text', optional: true }, { name: 'on', label: 'On', kind: 'date', value: this.today() }] }, attempt);
      return answer && { ...answer, version: a.version };
    });
    if (done) this.changed.emit(done);
  }

  protected async end(a: AgreementView): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/agreements/${a.id}/end`, async (attempt) => {
      const answer = await this.fields.ask({ title: 'End the agreement', sentence: 'Where nothing else covers it, a live partner is paused: exams still come in, and nothing is sent there any more.', verb: 'End it', danger: true, fields: [{ name: 'on', label: 'From', kind: 'date', value: this.today() }, { name: 'reason', label: 'Reason', kind: 'words' }] }, attempt);
      return answer && { ...answer, version: a.version };
    });
    if (done) this.changed.emit(done);
  }

  private wanted(): string {
    return this.facility().purposes.map((p) => (purposeWords[p] ?? p).toLowerCase()).join(', ') || 'all purposes';
  }
}

const linesOf = (text: string | undefined): string[] => (text ?? '').split('\n').map((line) => line.trim()).filter(Boolean);
/** `Transfer desk: +1 555 0100`; what has no number is told by the api. */
function numberOf(line: string): { label: string; phone: string } {
  const parts = /^(.*?)[:,]?\s*(\+?[\d(][\d ()/.-]{2,})$/.exec(line);
  return parts ? { label: parts[1]?.trim() ?? '', phone: parts[2]?.trim() ?? '' } : { label: line, phone: '' };
}
