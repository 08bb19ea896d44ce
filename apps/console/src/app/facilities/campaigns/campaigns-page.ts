import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { CampaignView } from '@causeway/contracts';
import { Access } from '../../core/access/access';
import { failureOf, valueOf } from '../../core/api/loaded';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { FacilitiesApi } from '../facilities.api';

const KINDS: Readonly<Record<string, string>> = { campaign: 'Campaign', education: 'Education' };
const HOW = [['mail', 'Mail'], ['visit', 'Visit'], ['call', 'Call'], ['meeting', 'Meeting'], ['letter', 'Letter']] as const;

/** What partners are told and taught, and who got what. */
@Component({
  selector: 'cw-campaigns-page',
  imports: [EmptyState, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <div class="cw-page-head"><a matButton="text" routerLink="/facilities" aria-label="Back to all facilities"><cw-icon name="arrow_back" /></a><h1>Campaigns and education</h1><span class="cw-spacer"></span>@if (mayAdd) {<button matButton="filled" type="button" (click)="add()"><cw-icon name="add" size="s" />New</button>}</div>
    <div class="body">
      @if (acting.refused(); as words) {<cw-note hue="attn" icon="info" role="alert">{{ words }}</cw-note>}
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (!loaded.hasValue()) {<cw-skeleton-rows [rows]="4" what="Campaigns" />}
      @for (c of campaigns(); track c.id) {
        <section class="cw-panel" [attr.aria-labelledby]="'c-' + c.id">
          <div class="cw-panel-head"><h2 [id]="'c-' + c.id"><bdi>{{ c.name }}</bdi></h2><span class="cw-muted">{{ kinds[c.kind] }}@if (c.endsOn) {, until {{ day(c.endsOn) }}}</span><span class="cw-spacer"></span>@if (mayAdd) {<button matButton="outlined" class="cw-xs" type="button" [attr.aria-label]="'Somebody got it: ' + c.name" (click)="give(c)">Somebody got it</button>}</div>
          @if (c.material) {<p class="pad">{{ c.material }}</p>}
          <ul class="rows">@for (g of c.given; track $index) {<li class="line"><a class="grow" [routerLink]="['/facilities', g.facilityId]"><bdi>{{ g.facility }}</bdi></a><span class="cw-muted cw-small">@if (g.contact) {<bdi>{{ g.contact }}</bdi>, }by {{ g.how }}, {{ site.date(g.at) }}, <bdi>{{ g.by }}</bdi></span></li>} @empty {<li class="cw-muted">Nobody got it yet.</li>}</ul>
        </section>
      } @empty {@if (loaded.hasValue()) {<cw-empty-state kind="new" icon="campaign" title="No campaign yet" text="A flyer, a letter, a training: write down what it is, and who got it." />}}
    </div>
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `:host { overflow: auto; align-content: start; flex: 1; } .body { display: grid; gap: 12px; padding: 0 20px 24px; max-width: 900px; }`,
})
export class CampaignsPage {
  private readonly api = inject(FacilitiesApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly mayAdd = inject(Access).can('facility.develop');
  protected readonly loaded = resource({ loader: () => this.api.campaigns() });
  protected readonly campaigns = computed(() => valueOf(this.loaded) ?? []);
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly kinds = KINDS;
  protected readonly day = dateText;

  protected async add(): Promise<void> {
    const done = await this.acting.make('campaigns', async (attempt) => {
      const answer = await this.fields.ask({ title: 'A new campaign', verb: 'Add', fields: [{ name: 'name', label: 'Name', kind: 'text' }, { name: 'kind', label: 'Kind', kind: 'choice', choices: Object.entries(KINDS) }, { name: 'material', label: 'What they get', kind: 'words', optional: true }, { name: 'endsOn', label: 'Until', kind: 'date', optional: true }] }, attempt);
      return answer && { ...answer, endsOn: answer['endsOn'] || null };
    });
    if (done) this.loaded.reload();
  }
  protected async give(c: CampaignView): Promise<void> {
    const partners = (await this.api.pipeline()).rows.filter((r) => !r.host && r.state !== 'retired');
    const done = await this.acting.make(`campaigns/${c.id}/give`, async (attempt) => {
      const answer = await this.fields.ask({ title: `Who got “${c.name}”`, verb: 'Write it down', fields: [{ name: 'facilityId', label: 'Partner', kind: 'choice', choices: partners.map((p) => [p.id, p.name] as const) }, { name: 'how', label: 'How', kind: 'choice', value: 'mail', choices: HOW }] }, attempt);
      return answer && { ...answer };
    });
    if (done) this.loaded.reload();
  }
}
