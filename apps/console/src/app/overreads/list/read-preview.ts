import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { ClockBar, Icon, overreadLooks, PersonName, SiteTime, StateChip, Ticker, WhyLink } from '@causeway/console-ui';
import type { OverreadRow } from '@causeway/contracts';
import { Preferences } from '../../core/preferences/preferences';
import { Why } from '../../core/why/why';
import { offersOf } from '../offers';
import { moveWords, primaryLook, purposeWords } from '../overread-words';
import { examLine, minutesLine, personLine, priorsLine, readLine, requesterLine } from './overread-lines';

/** One read beside the list: the question, the clock, what is there to compare with, and what one may do. */
@Component({
  selector: 'cw-read-preview',
  imports: [ClockBar, Icon, MatButton, MatIconButton, MatMenu, MatMenuItem, MatMenuTrigger, PersonName, StateChip, WhyLink],
  templateUrl: './read-preview.html',
  styleUrl: './read-preview.scss',
  host: { role: 'complementary', 'aria-label': 'Preview', '(keydown.escape)': 'closed.emit()' },
})
export class ReadPreview {
  readonly row = input.required<OverreadRow>();
  readonly acted = output<string>();
  /** Claim it and go to its report. */
  readonly started = output<void>();
  readonly opened = output<void>();
  readonly closed = output<void>();

  private readonly ticker = inject(Ticker);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly looks = overreadLooks;
  protected readonly primary = primaryLook;
  protected readonly moveWords = moveWords;
  protected readonly who = computed(() => personLine(this.row()));
  protected readonly asked = computed(() => requesterLine(this.row()));
  protected readonly exam = computed(() => examLine(this.row(), this.ticker.now()));
  protected readonly purpose = computed(() => purposeWords[this.row().purpose] ?? this.row().purpose);
  protected readonly facts = computed(() => [`${readLine(this.row())}, ${minutesLine(this.row())}`, this.row().outsideReport ? 'with the outside report' : this.row().kind === 'primary' ? 'nobody has read it yet' : 'without an outside report', priorsLine(this.row())]);
  private readonly offers = computed(() => offersOf(this.row()));
  protected readonly mayClaim = computed(() => this.offers().has('claim'));
  protected readonly mayPick = computed(() => this.offers().has('pick'));
  /** What is done from here; the rest belongs to the report page. */
  protected readonly others = computed(() => ['claim', 'release', 'decline', 'take-over', 'resume', 'withdraw'].filter((move) => this.offers().has(move)));
}
