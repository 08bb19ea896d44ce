import { Component, computed, input, output } from '@angular/core';
import { dateText } from '@causeway/console-ui';
import type { PriorCopyView, SeriesView } from '@causeway/contracts';
import type { PriorChoice } from './viewer-model';

/** Which earlier exam stands beside, and which of its series. */
@Component({
  selector: 'cw-viewer-bar',
  template: `
    <select aria-label="Earlier exam" [value]="choice()?.studyUid ?? ''" (change)="priorChosen.emit(valueOf($event))">
      @for (shelf of shelves(); track shelf.name) {
        <optgroup [label]="shelf.name">
          @for (prior of shelf.priors; track prior.studyUid) {<option [value]="prior.studyUid" [selected]="prior.studyUid === choice()?.studyUid">{{ nameOf(prior) }}</option>}
        </optgroup>
      }
    </select>
    @if (series().length > 1) {
      <select aria-label="Series of the earlier exam" (change)="seriesChosen.emit(valueOf($event))">
        @for (s of series(); track s.seriesUid) {
          <option [value]="s.seriesUid" [selected]="s.seriesUid === current()?.seriesUid">{{ s.number ?? '?' }} · {{ s.description || s.modality }} · {{ s.instances }}</option>
        }
      </select>
    }
    @if (coming(); as copy) {
      @if (copy.state !== 'here' && current() !== null) {
        <span role="status" [title]="copy.cause ?? ''">{{ copy.images }}{{ copy.expected === null ? '' : ' of ' + copy.expected }} here</span>
        @if (copy.state === 'failed') {<button type="button" (click)="again.emit()">Try again</button>}
      }
    }
  `,
  styles: `
    :host { display: flex; gap: 6px; min-width: 0; padding: 4px 8px; background: #0E1417; border-bottom: 1px solid #1E282D; }
    select { min-width: 0; flex: 1; height: 26px; padding: 0 6px; border: 1px solid #3A474D; border-radius: 5px; background: #151B1E; color: #E4EAEC; font: 400 12px/1 var(--cw-font); color-scheme: dark; }
    button { flex: none; height: 26px; padding: 0 8px; border: 1px solid #3A474D; border-radius: 5px; background: #151B1E; color: #E4EAEC; font: 500 12px/1 var(--cw-font); cursor: pointer; }
    button:focus-visible { outline: 2px solid #7CC6DF; outline-offset: -1px; }
    span { align-self: center; white-space: nowrap; color: #9FB0B6; font: 400 12px/1 var(--cw-font); }
    select:focus-visible { outline: 2px solid #7CC6DF; outline-offset: -1px; }
  `,
})
export class ViewerBar {
  readonly priors = input.required<readonly PriorChoice[]>();
  readonly choice = input.required<PriorChoice | null>();
  readonly series = input.required<readonly SeriesView[]>();
  readonly current = input.required<SeriesView | null>();
  /** The copy from the archive that is shown, with how much of it is here. */
  readonly coming = input<PriorCopyView | null>(null);
  readonly priorChosen = output<string>();
  readonly seriesChosen = output<string>();
  /** What did not come is to be asked for again. */
  readonly again = output<void>();

  protected readonly shelves = computed(() => [
    { name: 'Came through here', priors: this.priors().filter((p) => !p.inArchive) }, { name: 'In our archive', priors: this.priors().filter((p) => p.inArchive) },
  ].filter((shelf) => shelf.priors.length > 0));
  protected readonly valueOf = (event: Event): string => (event.target as HTMLSelectElement).value;
  protected readonly nameOf = (prior: PriorChoice): string => [prior.description || prior.modality, prior.studyDate === null ? null : dateText(prior.studyDate)].filter(Boolean).join(', ');
}
