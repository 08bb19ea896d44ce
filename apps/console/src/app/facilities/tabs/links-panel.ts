import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Icon, Note, SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import type { FacilityDetail, LinkRow } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { failureOf, valueOf } from '../../core/api/loaded';
import { wordsOf } from '../../core/api/problem-words';
import { FacilitiesApi } from '../facilities.api';

const LOOKS: Readonly<Record<LinkRow['state'], StateLook>> = {
  open: { hue: 'good', icon: 'link', word: 'Open' }, ended: { hue: 'wait', icon: 'schedule', word: 'Over' }, revoked: { hue: 'wait', icon: 'link_off', word: 'Taken back' }, locked: { hue: 'stop', icon: 'lock', word: 'Locked' },
};

const PURPOSES: Readonly<Record<LinkRow['purpose'], string>> = { onboarding: 'onboarding', retest: 're-test of a connection', page: 'their page' };

/** Links with which the partner fills in its part without an account. A link is shown once: copy it into a mail. */
@Component({
  selector: 'cw-links-panel',
  imports: [Field, FieldInput, Icon, MatButton, Note, StateChip],
  template: `
    <section class="cw-panel" aria-labelledby="links-head">
      <div class="cw-panel-head"><h2 id="links-head">Links for the partner</h2></div>
      @if (facility().mayDevelop) {
        <div class="pad line"><cw-field class="grow" label="For whom there"><input cwInput maxlength="200" [value]="forWhom()" (input)="forWhom.set($any($event.target).value)" /></cw-field>
          <button matButton="outlined" type="button" [disabled]="busy()" disabledInteractive (click)="issue('onboarding', 14)"><cw-icon name="link" size="s" />Make a link, 14 days</button>
          <button matButton="outlined" type="button" [disabled]="busy()" disabledInteractive (click)="issue('page', 30)"><cw-icon name="monitoring" size="s" />Link to their page, 30 days</button></div>
        <p class="pad cw-muted cw-small">With the first they fill in the onboarding; with the second they see what was exchanged and ask for corrections.</p>
      }
      @if (made(); as address) {
        <div class="pad"><cw-note hue="active" icon="lock" role="status">Copy it now: it is not shown again.</cw-note>
          <p class="line"><input class="cw-input grow cw-mono" readonly aria-label="The link" [value]="address" (focus)="$any($event.target).select()" /><button matButton="outlined" type="button" (click)="copy(address)"><cw-icon name="content_copy" size="s" />{{ copied() ? 'Copied' : 'Copy' }}</button></p></div>
      }
      @if (problem() ?? failure(); as words) {<cw-note class="pad" hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
      <ul class="rows">@for (l of rows(); track l.id) {
        <li class="line"><span class="grow">{{ l.forWhom || 'anybody there' }} <span class="cw-muted cw-small">{{ purposes[l.purpose] }}, until {{ site.date(l.endsAt) }}, by {{ l.issuedBy }}@if (l.usedAt) {, last opened {{ site.dateTime(l.usedAt) }}}</span></span><cw-state-chip [look]="looks[l.state]" [plain]="true" />
          @if (l.state === 'open' && (facility().mayDevelop || facility().mayConnect)) {<button matButton="text" class="cw-xs" type="button" [attr.aria-label]="'Take back the link for ' + (l.forWhom || 'anybody there')" (click)="revoke(l)">Take back</button>}</li>
      }</ul>
    </section>
  `,
  styleUrl: './tab.scss',
})
export class LinksPanel {
  readonly facility = input.required<FacilityDetail>();

  private readonly api = inject(FacilitiesApi);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ params: () => this.facility().id, loader: ({ params }) => this.api.links(params) });
  protected readonly rows = computed(() => valueOf(this.loaded) ?? []);
  protected readonly failure = computed(() => failureOf(this.loaded)?.text ?? null);
  protected readonly looks = LOOKS;
  protected readonly purposes = PURPOSES;
  protected readonly forWhom = signal('');
  protected readonly made = signal<string | null>(null);
  protected readonly copied = signal(false);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);

  protected async issue(purpose: 'onboarding' | 'page', days: number): Promise<void> {
    await this.run(async () => {
      const { address } = await this.api.issue(this.facility().id, { purpose, forWhom: this.forWhom().trim(), days });
      this.made.set(address.startsWith('/') ? `${location.origin}${address}` : address);
      this.copied.set(false);
      this.forWhom.set('');
    });
  }
  protected async revoke(l: LinkRow): Promise<void> {
    await this.run(() => this.api.revoke(this.facility().id, l.id));
  }
  protected async copy(address: string): Promise<void> {
    await navigator.clipboard.writeText(address).then(() => this.copied.set(true), () => this.problem.set('The browser does not let us copy. Mark the link and copy it yourself.'));
  }

  private async run(work: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
      this.loaded.reload();
    } catch (error) {
      this.problem.set(wordsOf(problemFrom(error).problem).text);
    }
    this.busy.set(false);
  }
}
