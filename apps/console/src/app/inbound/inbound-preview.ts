import { Component, computed, inject, input, output, resource } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { ageText, ClockBar, dateText, Icon, MatchChip, Note, PersonName, ProblemCard, SiteTime, StateChip, Ticker, WhyLink } from '@causeway/console-ui';
import type { InboundRow, SeriesView } from '@causeway/contracts';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { kindWords, reasonWords } from '../core/why/decision-words';
import { Why } from '../core/why/why';
import { InboundApi } from './inbound.api';
import { asksBecause, moveWords, parkWords, quarantineWords } from './inbound-words';
import { visitWaitText } from './visit-words';

const PICTURES = 4;

/** One exam beside the list: enough to decide what to do with it, without leaving the list. */
@Component({
  selector: 'cw-inbound-preview',
  imports: [ClockBar, Icon, MatButton, MatchChip, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, Note, PersonName, ProblemCard, RouterLink, StateChip, WhyLink],
  templateUrl: './inbound-preview.html',
  styleUrl: './inbound-preview.scss',
  host: { role: 'complementary', 'aria-label': 'Preview', '(keydown.escape)': 'closed.emit()' },
})
export class InboundPreview {
  readonly row = input.required<InboundRow>();
  readonly acted = output<string>();
  readonly opened = output<void>();
  readonly closed = output<void>();

  private readonly api = inject(InboundApi);
  private readonly ticker = inject(Ticker);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly waits = visitWaitText;
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly kinds = kindWords;
  protected readonly asksBecause = asksBecause;
  protected readonly because = (codes: readonly string[]): string => codes.map(reasonWords).join(', ');
  protected readonly quarantine = (reason: string): string => (quarantineWords as Readonly<Record<string, string>>)[reason] ?? reason;
  protected readonly park = (reason: string): string => ((parkWords as Readonly<Record<string, string>>)[reason] ?? reason).toLowerCase();
  protected readonly moveWords = moveWords;

  /** Asked for again when the row shows another exam or a newer version of it; the old one stays in sight meanwhile. */
  private readonly asked = computed(() => ({ id: this.row().id, version: this.row().version }), { equal: (a, b) => a.id === b.id && a.version === b.version });
  protected readonly detail = resource({ params: () => this.asked(), loader: ({ params }) => this.api.detail(params.id) });
  protected readonly loaded = computed(() => (this.detail.hasValue() && this.detail.value().id === this.row().id ? this.detail.value() : null));
  protected readonly failure = computed(() => failureOf(this.detail));

  protected readonly who = computed(() => {
    const { sex, birthDate } = this.row().patient;
    const born = birthDate === null ? 'no birth date' : dateText(birthDate);
    const age = birthDate === null ? '' : ageText(birthDate, this.ticker.now());
    return `${sex ?? '?'} · ${born}${age === '' ? '' : ` (${age})`}`;
  });
  protected readonly matchDecision = computed(() => this.loaded()?.decisions.find((d) => d.kind === 'match')?.id ?? null);
  protected readonly pictures = computed(() => (this.loaded()?.series ?? []).filter((s) => s.thumbnail !== null).slice(0, PICTURES));
  protected readonly report = computed(() => this.loaded()?.reports.find((r) => r.kind === 'outside') ?? null);
  protected readonly reportText = computed(() => {
    const sections = this.report()?.sections ?? [];
    return (sections.find((s) => /impression|conclusion/i.test(s.heading ?? '')) ?? sections[0])?.text ?? '';
  });
  /** The one thing to do next; the rest stands behind the dots. */
  protected readonly first = computed(() => {
    const { state } = this.row();
    if (state === 'identifying') return { words: 'Match the patient', icon: 'person_search', to: ['/match', this.row().id] } as const;
    if (state === 'checking' || state === 'triaging') return { words: 'Check and release', icon: 'fact_check', to: ['/inbound', this.row().id] } as const;
    return { words: 'Open', icon: 'open_in_full', to: ['/inbound', this.row().id] } as const;
  });
  protected readonly others = computed(() => this.row().moves.filter((m) => m.move in moveWords));
  protected readonly claim = computed(() => this.row().moves.find((m) => m.move === 'claim' || m.move === 'release-claim' || m.move === 'take-over') ?? null);
  protected readonly more = computed(() => this.others().filter((m) => m !== this.claim()));

  protected pictureOf(series: SeriesView): string {
    const { exam, id } = this.row();
    const at = `/api/v1/dicomweb/studies/${exam.studyUid}/series/${series.seriesUid}/instances/${series.thumbnail?.sopUid ?? ''}`;
    return `${at}/thumbnail?exam=${id}`;
  }

  protected broken(event: Event): void {
    (event.target as HTMLElement).closest('figure')?.classList.add('broken');
  }
}
