import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { dateText, Icon, SiteTime } from '@causeway/console-ui';
import type { FacilityDetail } from '@causeway/contracts';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { networkWords, purposeWords, redisclosureWords, tierWords } from '../facility-words';
import { TasksPanel } from '../playbooks/tasks-panel';
import { RadarPanel } from '../radar/radar-panel';
import { CorrectionsPanel } from './corrections-panel';
import { DetailsForm } from './details-form';
import { LinksPanel } from './links-panel';
import { ProductsPanel } from './products-panel';
import { ScorePanel } from './score-panel';

/** What really comes and goes, how ready the partner is, and what is known of it. */
@Component({
  selector: 'cw-overview-tab',
  imports: [CorrectionsPanel, DetailsForm, Icon, LinksPanel, MatButton, ProductsPanel, RadarPanel, ScorePanel, TasksPanel],
  template: `
    @if (editing()) {
      <cw-details-form [facility]="facility()" (saved)="editing.set(false); changed.emit($event)" (left)="editing.set(false)" />
    } @else {
      <div class="two">
        <div class="stack">
          @if (facility().state === 'live' && (facility().mayDevelop || facility().mayConnect)) {<cw-radar-panel [facilityId]="facility().id" />}
          @if (facility().mayDevelop || facility().mayConnect) {<cw-corrections-panel [facility]="facility()" />}
          <section class="cw-panel" aria-labelledby="traffic-head">
            <div class="cw-panel-head"><h2 id="traffic-head">What comes and goes</h2><span class="cw-spacer"></span><span class="cw-muted cw-small">{{ silence() }}</span></div>
            <div class="scroll"><table>
              <thead><tr><th scope="col">Month</th><th scope="col" class="n">By wire</th><th scope="col" class="n">On disc</th><th scope="col" class="n">Share by wire</th><th scope="col" class="n">Sent there</th><th scope="col" class="n">Failed</th></tr></thead>
              <tbody>@for (m of facility().months; track m.month) {<tr><th scope="row">{{ m.month }}</th><td class="n">{{ m.electronic }}</td><td class="n">{{ m.disc }}</td><td class="n">{{ share(m.electronic, m.disc) }}</td><td class="n">{{ m.sent }}</td><td class="n" [class.cw-ink]="m.failed > 0" data-hue="stop">{{ m.failed }}</td></tr>}</tbody>
            </table></div>
          </section>
          <section class="cw-panel" aria-labelledby="known-head">
            <div class="cw-panel-head"><h2 id="known-head">What is known</h2><span class="cw-spacer"></span>@if (facility().mayDevelop) {<button matButton="outlined" class="cw-xs" type="button" (click)="editing.set(true)"><cw-icon name="edit" size="s" />Change</button>}</div>
            <dl>
              <dt>Tier</dt><dd>{{ tiers[facility().tier] ?? facility().tier }}</dd>
              <dt>For</dt><dd>{{ purposes() }}</dd>
              <dt>Volume</dt><dd>{{ volume() }}</dd>
              <dt>Service lines</dt><dd>{{ facility().serviceLines.join(', ') || 'not known' }}</dd>
              <dt>Departments</dt><dd>{{ departments() }}</dd>
              <dt>Networks</dt><dd>@for (n of facility().networks; track n.name) {<div><bdi>{{ n.name }}</bdi>, {{ networks[n.kind] ?? n.kind }}@if (n.oid) {, <span class="cw-mono">{{ n.oid }}</span>}</div>} @empty {none}</dd>
              <dt>Patient numbers of</dt><dd><span class="cw-mono">{{ facility().issuer ?? 'not known' }}</span>@if (facility().issuerOid) {, <span class="cw-mono">{{ facility().issuerOid }}</span>}</dd>
              <dt>Organisation</dt><dd><span class="cw-mono">{{ facility().oid ?? 'no OID' }}</span>@if (facility().homeCommunity) {, home community <span class="cw-mono">{{ facility().homeCommunity }}</span>}</dd>
            </dl>
          </section>
          <cw-products-panel [facility]="facility()" (changed)="changed.emit($event)" />
        </div>
        <div class="stack">
          @if (!facility().host && (facility().mayDevelop || facility().mayConnect)) {<cw-tasks-panel [facility]="facility()" />}
          <cw-score-panel [facility]="facility()" />
          @if (facility().reviews.length > 0) {
            <section class="cw-panel" aria-labelledby="reviews-head"><div class="cw-panel-head"><h2 id="reviews-head">Reviews</h2></div>
              <ul class="rows">@for (r of facility().reviews; track r.day) {
                <li><div class="line"><span class="grow"><b>Day {{ r.day }}</b>&ngsp;<span class="cw-muted">{{ r.doneAt ? 'done ' + site.date(r.doneAt) + (r.by ? ' by ' + r.by : '') : 'due ' + day(r.dueOn) }}</span></span>
                  @if (!r.doneAt && facility().mayDevelop) {<button matButton="outlined" class="cw-xs" type="button" (click)="review(r.day)">Write it</button>}</div>@if (r.findings) {<p>{{ r.findings }}</p>}</li>
              }</ul>
            </section>
          }
          @if (!facility().host) {<cw-links-panel [facility]="facility()" />}
        </div>
      </div>
    }
  `,
  styleUrl: './tab.scss',
})
export class OverviewTab {
  readonly facility = input.required<FacilityDetail>();
  readonly changed = output<FacilityDetail>();

  private readonly acting = inject(Acting);
  private readonly fields = inject(FieldsAsker);
  protected readonly site = inject(SiteTime);
  protected readonly editing = signal(false);
  protected readonly tiers = tierWords;
  protected readonly networks = networkWords;
  protected readonly redisclosure = redisclosureWords;
  protected readonly day = dateText;
  protected readonly purposes = computed(() => this.facility().purposes.map((p) => purposeWords[p] ?? p).join(', ') || 'not known');
  protected readonly departments = computed(() => this.facility().departments.map((d) => (d.serviceLine ? `${d.name} (${d.serviceLine})` : d.name)).join(', ') || 'none entered');
  protected readonly volume = computed(() => {
    const { volume, discPermille } = this.facility();
    return volume === null ? 'not known' : `${volume.toLocaleString('en')} exams a month${discPermille === null ? '' : `, ${discPermille / 10} % of them on disc, they say`}`;
  });
  protected readonly silence = computed(() => (this.facility().lastExamAt === null ? 'nothing ever came' : `the last exam came ${this.site.dateTime(this.facility().lastExamAt ?? '')}`));

  protected share(electronic: number, disc: number): string {
    return electronic + disc === 0 ? '' : `${Math.round((electronic * 100) / (electronic + disc))} %`;
  }
  protected async review(day: number): Promise<void> {
    const done = await this.acting.make<FacilityDetail>(`facilities/${this.facility().id}/reviews/${day}`, async (attempt) => {
      const answer = await this.fields.ask({ title: `Review of day ${day}`, sentence: 'Volumes, discs, failures, and what they say.', verb: 'Save', fields: [{ name: 'findings', label: 'Findings', kind: 'words' }] }, attempt);
      return answer && { findings: answer['findings'] };
    });
    if (done) this.changed.emit(done);
  }
}
