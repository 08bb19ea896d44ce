import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Note, SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import type { DelegationsView, DelegationView } from '@causeway/contracts';
import { merge } from 'rxjs';
import { valueOf } from '../core/api/loaded';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';

const LOOKS: Readonly<Record<DelegationView['state'], StateLook>> = { on: { hue: 'good', icon: 'check_circle', word: 'Now' }, 'to-come': { hue: 'held', icon: 'schedule', word: 'To come' }, over: { hue: 'wait', icon: 'remove', word: 'Over' } };

/** Who acts for one's patients, and for whom one acts. Nothing is shown to people without patients of their own. */
@Component({
  selector: 'cw-delegations',
  imports: [MatButton, Note, StateChip],
  providers: [Acting],
  template: `
    @if (shown()) {
      <section class="cw-panel" aria-labelledby="delegations-title">
        <div class="cw-panel-head"><h2 id="delegations-title">Acting for each other</h2>@if (view()?.colleagues?.length) {<button matButton="outlined" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive (click)="give()">Let a colleague act for you</button>}</div>
        <div class="cw-panel-body stack">
          @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
          <ul>
            @for (d of all(); track d.id) {
              <li><span class="what"><b>{{ mine(d) ? d.receiver.name + ' acts for you' : 'You act for ' + d.giver.name }}</b><span class="cw-muted">{{ site.dateTime(d.from) }} to {{ site.dateTime(d.until) }} · {{ d.scope === 'seeing' ? 'seeing exams only' : 'everything their own roles allow' }}{{ d.note ? ' · ' + d.note : '' }}</span></span>
                <cw-state-chip [look]="looks[d.state]" [plain]="true" />
                @if (d.state !== 'over') {<button matButton="outlined" class="cw-xs" type="button" [disabled]="acting.busy()" disabledInteractive (click)="end(d)">End<span class="cw-vh">: {{ mine(d) ? d.receiver.name : d.giver.name }}</span></button>}</li>
            } @empty {<li class="cw-muted">Before you are away, let a colleague act for your patients. What they do is written down as done for you.</li>}
          </ul>
        </div>
      </section>
    }
  `,
  styles: `
    .stack { display: grid; gap: 10px; }
    .cw-panel-head { flex-wrap: wrap; justify-content: space-between; }
    ul { margin: 0; padding: 0; list-style: none; }
    li { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; padding: 6px 0; }
    .what { display: grid; flex: 1; min-width: 200px; }
  `,
})
export class DelegationsPanel {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly fields = inject(FieldsAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly looks = LOOKS;
  protected readonly loaded = resource({ loader: () => this.api.get<DelegationsView>('account/delegations') });
  protected readonly view = computed(() => valueOf(this.loaded));
  protected readonly all = computed(() => [...(this.view()?.given ?? []), ...(this.view()?.received ?? [])]);
  protected readonly shown = computed(() => this.all().length > 0 || (this.view()?.colleagues.length ?? 0) > 0);

  constructor() {
    reloadOn(merge(signalsOf('delegation'), resyncs()), this.loaded);
  }
  protected mine(d: DelegationView): boolean {
    return d.giver.id === this.session.person()?.id;
  }

  protected async give(): Promise<void> {
    await this.acting.make('account/delegations', async (attempt) => {
      const a = await this.fields.ask({
        title: 'Let a colleague act for you', verb: 'Hand over', sentence: 'They may do for your patients what their own roles allow, and no more. You end it whenever you like.',
        fields: [
          { name: 'receiverId', label: 'Colleague', kind: 'choice', choices: (this.view()?.colleagues ?? []).map((p) => [p.id, `${p.name}, ${p.title}`] as const) },
          { name: 'from', label: 'From', kind: 'instant', value: localIn(0) }, { name: 'until', label: 'Until', kind: 'instant', value: localIn(7 * 24 * 60) },
          { name: 'scope', label: 'They may', kind: 'choice', value: 'everything', choices: [['everything', 'Do what their own roles allow'], ['seeing', 'See exams only']] },
          { name: 'note', label: 'Note', kind: 'text', optional: true },
        ],
      }, attempt);
      if (!a || !(await this.session.confirmPassword({ title: 'Confirm it is you', sentence: 'Handing over is signed with your password.', verb: 'Hand over' }))) return null;
      return { receiverId: a['receiverId'], from: instantOf(a['from'] ?? ''), until: instantOf(a['until'] ?? ''), scope: a['scope'], note: a['note'] ?? '' };
    });
    this.loaded.reload();
  }
  protected async end(d: DelegationView): Promise<void> {
    await this.acting.send(`account/delegations/${d.id}/end`, { version: d.version });
    this.loaded.reload();
  }
}
