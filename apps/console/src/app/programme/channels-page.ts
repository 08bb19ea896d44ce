import { Component, computed, inject, linkedSignal, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { countText, dateText, EmptyState, Icon, Note, ProblemCard, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { ChannelView, OwnChannel, ProgrammeChannels } from '@causeway/contracts';
import { neverSecure, serviceLines, type ChannelKind } from '@causeway/domain';
import { failureOf, valueOf } from '../core/api/loaded';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker, type AskedField } from '../exchange/fields-dialog';
import { ProgrammeHead } from './programme-head';
import { channelLooks, channelWords, ownWords } from './programme-words';

/** All ways on which images travel: those beside the exchange, with a plan to replace them, and those of the exchange itself. */
@Component({
  selector: 'cw-channels-page',
  imports: [EmptyState, Icon, MatButton, Note, ProblemCard, ProgrammeHead, SkeletonRows, StateChip],
  providers: [Acting],
  template: `
    <cw-programme-head sentence="every way on which images travel">@if (view()?.mayKeep) {<button matButton="filled" type="button" (click)="edit(null)"><cw-icon name="add" size="s" />Add a channel</button>}</cw-programme-head>
    <div class="page">
      @if (acting.refused(); as words) {<cw-note hue="attn" icon="info" role="alert">{{ words }}</cw-note>}
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (view(); as v) {
        <section class="cw-panel" aria-labelledby="beside-head">
          <div class="cw-panel-head"><h2 id="beside-head">Beside the exchange</h2><span class="cw-muted">{{ summary(v) }}</span></div>
          @if (v.channels.length === 0) {<cw-empty-state kind="new" icon="alt_route" title="No other channel is known" text="A shared mailbox, photographs in a chat, discs by courier, a portal a service line bought: write down who owns it, and by when it is replaced." />} @else {
            <div class="scroll" role="region" aria-label="Channels beside the exchange" tabindex="0"><table>
              <thead><tr><th scope="col">Channel</th><th scope="col">Owner</th><th scope="col">Secure</th><th scope="col" class="n">Exams a month</th><th scope="col">Plan</th><th scope="col">Standing</th>@if (v.mayKeep) {<th scope="col"><span class="cw-vh">Change</span></th>}</tr></thead>
              <tbody>@for (c of v.channels; track c.id) {
                <tr>
                  <th scope="row"><bdi>{{ c.name }}</bdi><span class="cw-muted cw-small">{{ kinds[c.kind] }}</span></th>
                  <td><bdi>{{ c.owner }}</bdi><span class="cw-muted cw-small">{{ c.serviceLine ?? 'whole house' }}</span></td>
                  <td class="cw-ink" [attr.data-hue]="c.secure ? 'good' : 'stop'">{{ c.secure ? 'yes' : 'no' }}</td>
                  <td class="n">{{ c.perMonth === null ? 'not known' : 'about ' + number(c.perMonth) }}</td>
                  <td>{{ c.plan }}@if (c.endedOn) {<span class="cw-muted cw-small">ended {{ day(c.endedOn) }}</span>} @else if (c.replaceBy) {<span class="cw-muted cw-small">replaced by {{ day(c.replaceBy) }}</span>}</td>
                  <td><cw-state-chip [look]="looks[c.standing]" /></td>
                  @if (v.mayKeep) {<td><button matButton="outlined" class="cw-xs" type="button" [attr.aria-label]="'Change ' + c.name" (click)="edit(c)">Change</button></td>}
                </tr>
              }</tbody>
            </table></div>
          }
        </section>
        <section class="cw-panel" aria-labelledby="own-head">
          <div class="cw-panel-head"><h2 id="own-head">Of the exchange</h2><span class="cw-muted">from connections and from what came in ninety days</span></div>
          @if (v.own.length === 0) {<cw-empty-state kind="new" icon="link" title="No connection yet" text="Connections of partners appear here by themselves." />} @else {
            <div class="scroll" role="region" aria-label="Channels of the exchange" tabindex="0"><table>
              <thead><tr><th scope="col">Channel</th><th scope="col" class="n">Partners</th><th scope="col" class="n">Connections</th><th scope="col" class="n">Pass their test</th><th scope="col" class="n">Not encrypted</th><th scope="col" class="n">Exams, 90 days</th></tr></thead>
              <tbody>@for (o of v.own; track o.of + o.kind) {<tr><th scope="row">{{ name(o) }}</th><td class="n">{{ o.facilities }}</td><td class="n">{{ o.connections }}</td><td class="n">{{ o.passing }}</td><td class="n cw-ink" [attr.data-hue]="o.open ? 'stop' : null">{{ o.open === null ? '' : o.open }}</td><td class="n">{{ number(o.exams90) }}</td></tr>}</tbody>
            </table></div>
          }
        </section>
      } @else {<section class="cw-panel"><cw-skeleton-rows [rows]="8" what="Channels" /></section>}
    </div>
  `,
  styleUrl: './programme.scss',
})
export class ChannelsPage {
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly loaded = resource({ loader: () => this.api.get<ProgrammeChannels>('programme/channels') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = linkedSignal(() => valueOf(this.loaded));
  protected readonly kinds = channelWords;
  protected readonly looks = channelLooks;
  protected readonly number = countText;
  protected readonly day = dateText;

  protected name(o: OwnChannel): string {
    return ownWords[o.kind] ?? o.kind;
  }
  protected summary(v: ProgrammeChannels): string {
    const open = v.channels.filter((c) => c.endedOn === null);
    const of = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
    return open.length === 0 ? 'none in use' : `${open.length} in use, ${of(open.filter((c) => !c.secure).length, 'is not secure', 'are not secure')}, ${open.filter((c) => c.standing === 'no-plan').length} without a plan, ${open.filter((c) => c.standing === 'late').length} late`;
  }
  protected async edit(c: ChannelView | null): Promise<void> {
    const ask: readonly AskedField[] = [
      { name: 'name', label: 'Channel', kind: 'text', hint: 'As people call it', most: 200, value: c?.name ?? '' },
      { name: 'kind', label: 'Kind', kind: 'choice', choices: Object.entries(channelWords), value: c?.kind ?? '' },
      { name: 'secure', label: 'Secure', kind: 'choice', hint: 'Mailboxes, apps, fax, discs and sticks never are', choices: [['no', 'No'], ['yes', 'Yes']], value: c?.secure ? 'yes' : 'no' },
      { name: 'serviceLine', label: 'Service line', kind: 'choice', choices: [['house', 'Whole house'], ...serviceLines.map((l) => [l, l] as const)], value: c?.serviceLine ?? 'house' },
      { name: 'owner', label: 'Who owns it', kind: 'text', most: 120, value: c?.owner ?? '' },
      { name: 'perMonth', label: 'Exams a month, about', kind: 'number', optional: true, most: 1_000_000, value: c?.perMonth ? String(c.perMonth) : '' },
      { name: 'plan', label: 'Plan', kind: 'words', optional: true, hint: 'What takes its place', value: c?.plan ?? '' },
      { name: 'replaceBy', label: 'Replaced by', kind: 'date', optional: true, value: c?.replaceBy ?? '' },
      ...(c ? [{ name: 'endedOn', label: 'Not used any more since', kind: 'date', optional: true, value: c.endedOn ?? '' } as const] : []),
    ];
    const done = await this.acting.change<ProgrammeChannels>((body) => (c ? this.api.put(`programme/channels/${c.id}`, body) : this.api.post('programme/channels', body)), async (attempt) => {
      const a = await this.fields.ask({ title: c ? `Change ${c.name}` : 'A channel beside the exchange', verb: c ? 'Save' : 'Add', fields: ask }, attempt);
      if (!a) return null;
      const kind = a['kind'] as ChannelKind;
      return { version: c?.version ?? 0, name: a['name'], kind, secure: a['secure'] === 'yes' && !neverSecure.has(kind), serviceLine: a['serviceLine'] === 'house' ? null : a['serviceLine'], owner: a['owner'], perMonth: a['perMonth'] ? Number(a['perMonth']) : null, plan: a['plan'] ?? '', replaceBy: a['replaceBy'] || null, endedOn: a['endedOn'] || null };
    });
    if (done) this.view.set(done);
  }
}
