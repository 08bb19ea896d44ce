import { Component, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, Icon, SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import type { FacilityDetail } from '@causeway/contracts';
import { Session } from '../../core/session/session';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';

type Certificate = FacilityDetail['certificates'][number];

const LOOKS: Readonly<Record<Certificate['standing'], StateLook>> = {
  waiting: { hue: 'attn', icon: 'schedule', word: 'To be compared' }, trusted: { hue: 'good', icon: 'verified', word: 'Trusted' }, withdrawn: { hue: 'wait', icon: 'link_off', word: 'Withdrawn' }, over: { hue: 'stop', icon: 'schedule', word: 'Over' },
};

/** Certificates the partner proves itself with. One that was handed in by a link counts only once its fingerprint was read out by somebody there. */
@Component({
  selector: 'cw-certificates-panel',
  imports: [Icon, MatButton, StateChip],
  template: `
    <section class="cw-panel" aria-labelledby="certificates-head">
      <div class="cw-panel-head"><h2 id="certificates-head">Their certificates</h2></div>
      <ul class="rows">
        @for (c of facility().certificates; track c.id) {
          <li><div class="line"><span class="grow"><b><bdi>{{ c.subject }}</bdi></b>, until {{ day(c.notAfter.slice(0, 10)) }}</span><cw-state-chip [look]="looks[c.standing]" [plain]="true" /></div>
            <p class="cw-mono cw-small fingerprint">{{ c.fingerprint }}</p>
            <div class="line"><span class="grow cw-muted cw-small">@if (c.trustedAt) {Read out by <bdi>{{ c.trustedWith }}</bdi>, trusted by <bdi>{{ c.trustedBy }}</bdi> {{ site.dateTime(c.trustedAt) }}} @else {Handed in by <bdi>{{ c.by }}</bdi>}</span>
              @if (facility().trust) {
                @if (c.standing === 'waiting') {<button matButton="outlined" class="cw-xs" type="button" (click)="trust(c)"><cw-icon name="verified" size="s" />Compare and trust</button>}
                @if (c.standing === 'waiting' || c.standing === 'trusted') {<button matButton="text" class="cw-xs" type="button" (click)="withdraw(c)">Withdraw</button>}
              }</div></li>
        } @empty {<li class="cw-muted">None yet. The partner hands them in with its onboarding link; they are needed for DICOM with TLS only.</li>}
      </ul>
    </section>
  `,
  styleUrl: './tab.scss',
  styles: '.fingerprint { overflow-wrap: anywhere; }',
})
export class CertificatesPanel {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly day = dateText;
  protected readonly looks = LOOKS;

  private async signed(): Promise<boolean> {
    return this.facility().trust?.needs !== 'reauthenticate' || this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'Who is believed to be this partner is signed with your password.', verb: 'Confirm' });
  }
  protected async trust(c: Certificate): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/certificates/${c.id}/trust`, async (attempt) => {
      const answer = await this.fields.ask({
        title: 'Compare the fingerprint', sentence: 'Call somebody you know at the partner, on a number you have from before, and let them read the fingerprint out. From then on our listener takes this certificate, for this partner only.', verb: 'Trust it',
        fields: [{ name: 'with', label: 'Who read it to you', kind: 'text' }, { name: 'last8', label: 'Its last eight characters, as they were read', kind: 'text', hint: 'Colons may be left out' }],
      }, attempt);
      return answer && (await this.signed()) ? { ...answer } : null;
    });
    if (done) this.changed.emit(done);
  }
  protected async withdraw(c: Certificate): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/certificates/${c.id}/withdraw`, async (attempt) => {
      const answer = await this.fields.ask({ title: 'Withdraw this certificate', sentence: 'Our listener refuses it within seconds. Work under way is cut at its next association.', verb: 'Withdraw', danger: true, fields: [{ name: 'reason', label: 'Reason', kind: 'words' }] }, attempt);
      return answer && (await this.signed()) ? { ...answer } : null;
    });
    if (done) this.changed.emit(done);
  }
}
