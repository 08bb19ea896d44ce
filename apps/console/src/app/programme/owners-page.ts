import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Note, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { OwnedThing, ProgrammeOwners } from '@causeway/contracts';
import { channelOwners, type ChannelOwner } from '@causeway/domain';
import { failureOf, valueOf } from '../core/api/loaded';
import { kindWords } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { ProgrammeHead } from './programme-head';
import { ownerWords } from './programme-words';

/** Who answers for each policy and each connection: radiology IT, enterprise IT, a service line or a vendor, with a person. */
@Component({
  selector: 'cw-owners-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, ProgrammeHead, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <cw-programme-head [sentence]="sentence()" />
    <div class="page">
      @if (acting.refused(); as words) {<cw-note hue="attn" icon="info" role="alert">{{ words }}</cw-note>}
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (view()) {
        <section class="cw-panel">
          <div class="cw-panel-head tools"><h2>Policies and connections</h2><span class="cw-spacer"></span>
            <select class="cw-input" aria-label="Kind" (change)="kind.set($any($event.target).value)"><option value="">Policies and connections</option><option value="policy">Policies</option><option value="endpoint">Connections</option></select>
            <select class="cw-input" aria-label="Owner" (change)="owner.set($any($event.target).value)"><option value="">All owners</option><option value="none">Without owner</option>@for (o of owners; track o) {<option [value]="o">{{ words[o] }}</option>}</select>
          </div>
          @if (shown().length === 0) {<cw-empty-state kind="filtered" title="Nothing fits" text="Choose another owner or kind above." />} @else {
            <div class="scroll" role="region" aria-label="Owners" tabindex="0"><table>
              <thead><tr><th scope="col">What</th><th scope="col">State</th><th scope="col">Owner</th><th scope="col">Person</th><th scope="col"><span class="cw-vh">Change</span></th></tr></thead>
              <tbody>@for (t of shown(); track t.kind + t.id) {
                <tr>
                  <th scope="row"><a [routerLink]="address(t)" [queryParams]="t.kind === 'endpoint' ? { tab: 'connections' } : {}"><bdi>{{ t.name }}</bdi></a><span class="cw-muted cw-small"><bdi>{{ of(t) }}</bdi></span></th>
                  <td>{{ t.state }}</td>
                  <td class="cw-ink" [attr.data-hue]="t.ownedBy ? null : 'attn'">{{ t.ownedBy ? words[t.ownedBy] : 'nobody' }}</td>
                  <td><bdi>{{ t.person }}</bdi></td>
                  <td>@if (t.maySet) {<button matButton="outlined" class="cw-xs" type="button" [attr.aria-label]="(t.ownedBy ? 'Change' : 'Name') + ' the owner of ' + t.name + ', ' + of(t)" (click)="set(t)">{{ t.ownedBy ? 'Change' : 'Name' }}</button>}</td>
                </tr>
              }</tbody>
            </table></div>
          }
        </section>
      } @else {<section class="cw-panel"><cw-skeleton-rows [rows]="8" what="Owners" /></section>}
    </div>
  `,
  styleUrl: './programme.scss',
})
export class OwnersPage {
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly loaded = resource({ loader: () => this.api.get<ProgrammeOwners>('programme/owners') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = linkedSignal(() => valueOf(this.loaded));
  protected readonly kind = signal('');
  protected readonly owner = signal('');
  protected readonly owners = channelOwners;
  protected readonly words = ownerWords;
  protected readonly shown = computed(() => (this.view()?.things ?? []).filter((t) => (this.kind() === '' || t.kind === this.kind()) && (this.owner() === '' || (t.ownedBy ?? 'none') === this.owner())));
  protected readonly sentence = computed(() => {
    const v = this.view();
    return v ? (v.without === 0 ? 'everything has an owner' : `${v.without} of ${v.things.length} without owner`) : 'who answers for what';
  });

  protected of(t: OwnedThing): string {
    if (t.kind === 'endpoint') return t.of;
    const [kind = '', scope] = t.of.split(', ');
    return `${kindWords[kind as keyof typeof kindWords] ?? kind}${scope ? `, ${scope}` : ''}`;
  }
  protected address(t: OwnedThing): readonly string[] {
    return t.kind === 'policy' ? ['/policies', t.id] : ['/facilities', t.facilityId ?? ''];
  }
  protected async set(t: OwnedThing): Promise<void> {
    const done = await this.acting.change<ProgrammeOwners>((body) => this.api.put(`programme/owners/${t.kind}/${t.id}`, body), async (attempt) => {
      const a = await this.fields.ask({ title: `Who answers for ${t.name}`, sentence: this.of(t), verb: 'Save', fields: [
        { name: 'ownedBy', label: 'Owner', kind: 'choice', choices: channelOwners.map((o: ChannelOwner) => [o, ownerWords[o]] as const), value: t.ownedBy ?? '' }, { name: 'person', label: 'Person', kind: 'text', most: 120, value: t.person },
      ] }, attempt);
      return a && { ownedBy: a['ownedBy'], person: a['person'] };
    });
    if (done) this.view.set(done);
  }
}
