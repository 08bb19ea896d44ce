import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { countdownText, Icon, SiteTime, StateChip, type StateLook, WhyLink } from '@causeway/console-ui';
import type { OverreadDetail } from '@causeway/contracts';
import { Why } from '../../core/why/why';
import { moveWords, purposeWords } from '../overread-words';
import { offersOf } from '../offers';
import { LeaseKeeper } from './lease-keeper';
import { ReportDraft } from './report-draft';

const TOP = ['release', 'submit', 'decline', 'take-over', 'resume', 'withdraw', 'retract'];

/** Whose the read is and for how long, whether the text is saved, why it is wanted, and the rarer acts. */
@Component({
  selector: 'cw-lease-line',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, StateChip, WhyLink],
  template: `
    @if (chip(); as look) {<cw-state-chip [look]="look" />}
    @if (saved(); as words) {<span class="cw-muted cw-small saved">{{ words }}</span>}
    <span class="cw-spacer"></span>
    <span class="cw-muted cw-small wanted"><span class="words">{{ wanted() }}</span>@if (read().decisionId; as id) {<cw-why-link about="is this read wanted" (asked)="why.open(id)" />}</span>
    @if (first(); as move) {<button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="acted.emit(move)">{{ words[move] }}</button>}
    @if (rest().length > 0) {
      <button matButton="outlined" class="cw-xs dots" type="button" aria-label="More acts" [matMenuTriggerFor]="menu"><cw-icon name="more_horiz" size="s" /></button>
      <mat-menu #menu>
        @for (move of rest(); track move) {<button mat-menu-item type="button" (click)="acted.emit(move)">{{ words[move] }}</button>}
      </mat-menu>
    }
  `,
  styles: `
    :host {
      display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; min-height: 38px; padding: 5px 20px; flex: none; background: var(--mat-sys-surface);
      border-bottom: 1px solid var(--mat-sys-outline-variant);
    }
    .wanted { display: inline-flex; align-items: center; gap: 6px; }
    .dots { min-width: 34px; padding: 0 6px; }
    @media (max-width: 700px) {
      :host { padding: 5px 14px; }
      .words { display: none; }
    }
  `,
})
export class LeaseLine {
  readonly read = input.required<OverreadDetail>();
  /** Moves that already have a button under the report. */
  readonly elsewhere = input<readonly string[]>([]);
  readonly busy = input(false);
  readonly acted = output<string>();

  private readonly lease = inject(LeaseKeeper);
  private readonly draft = inject(ReportDraft);
  private readonly site = inject(SiteTime);
  protected readonly why = inject(Why);
  protected readonly words = moveWords;

  protected readonly chip = computed<StateLook | null>(() => {
    const { lease } = this.read();
    if (lease === null) return null;
    if (!lease.mine) return { hue: 'active', icon: 'lock', word: `${lease.holder.name} until ${this.site.time(lease.until)}` };
    const left = this.lease.left() ?? 0;
    if (!this.lease.short()) return { hue: 'active', icon: 'lock', word: `Yours until ${this.site.time(lease.until)}` };
    return { hue: 'attn', icon: 'schedule', word: left <= 0 ? 'Your time is over' : `Yours for ${countdownText(left / 1000)} more` };
  });
  protected readonly saved = computed(() => {
    if (!this.draft.writing()) return '';
    if (this.draft.cosigning()) return this.draft.hasUnsaved() ? 'Your changes are stored when you sign.' : 'Written by its author; what you change is stored when you sign.';
    const at = this.read().draftSavedAt;
    const lease = 'Lease renews while you work.';
    switch (this.draft.saver.state().kind) {
      case 'typing': return `${lease} Saves when you pause.`;
      case 'saving': return `${lease} Saving.`;
      case 'retrying': case 'refused': case 'stopped': return 'Not saved.';
      default: return at === null ? lease : `${lease} Draft saved ${this.site.timeWithSeconds(at)}.`;
    }
  });
  protected readonly wanted = computed(() => {
    const { order, purpose } = this.read();
    return `${purposeWords[purpose] ?? purpose}, ${order === null ? 'as the over-read policy decided' : `ordered with case ${order.number}`}`;
  });
  private readonly moves = computed(() => TOP.filter((move) => !this.elsewhere().includes(move) && offersOf(this.read()).has(move)));
  protected readonly first = computed(() => (this.moves().includes('release') ? 'release' : null));
  protected readonly rest = computed(() => this.moves().filter((move) => move !== this.first()));
}
