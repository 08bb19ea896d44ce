import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Icon, MatchChip, Note, PersonName, WhyLink } from '@causeway/console-ui';
import type { InboundDetail } from '@causeway/contracts';
import { Preferences } from '../../core/preferences/preferences';
import { Why } from '../../core/why/why';
import { asksBecause } from '../../inbound/inbound-words';

/** Whose exam it is: what came, whom it was given to here, and how that was decided. Deciding it has a page of its own. */
@Component({
  selector: 'cw-identity-tab',
  imports: [Icon, MatButton, MatchChip, Note, PersonName, RouterLink, WhyLink],
  template: `
    @let p = exam().patient;
    <section>
      <div class="cw-row cw-wrap">
        <cw-match-chip [match]="exam().match" [long]="true" [reason]="asksBecause(exam().match)" />
        @if (decision(); as id) {<cw-why-link about="this match" (asked)="why.open(id)" />}
      </div>
      @if (p.local === null) {<cw-note hue="attn" icon="person_search">Nobody has confirmed whose exam this is. Until then it has no local record number and cannot be released.</cw-note>}
    </section>
    <section>
      <h3>As it came</h3>
      <dl class="cw-kv">
        <dt>Name</dt><dd>@if (namesHidden()) {Name hidden} @else {<cw-person-name [name]="p.name" />}</dd>
        <dt>Born</dt><dd>{{ namesHidden() ? '•••' : born() }}</dd>
        <dt>Sex</dt><dd>{{ p.sex ?? 'not sent' }}</dd>
        <dt>Outside ID</dt>
        <dd>@if (p.outsideId; as id) {@if (namesHidden()) {•••} @else {<span class="cw-mono">{{ id.value }}</span> &#64; {{ id.issuer }}}} @else {not sent}</dd>
      </dl>
    </section>
    <section>
      <h3>Here</h3>
      <dl class="cw-kv"><dt>Local MRN</dt><dd>@if (p.local; as local) {<span class="cw-mono">{{ namesHidden() ? '•••' : local.mrn }}</span>} @else {not yet}</dd></dl>
      @if (exam().matchId !== null) {
        <a matButton="outlined" [routerLink]="['/match', exam().id]" [state]="state()"><cw-icon name="person_search" />{{ mayDecide() ? 'Decide whose it is' : 'See how it was matched' }}</a>
      }
    </section>
    @if (exam().localPriors.length > 0) {
      <section>
        <h3>Earlier exams here</h3>
        <ul class="priors">
          @for (prior of exam().localPriors; track prior.studyUid) {
            <li>
              <span class="cw-value">{{ prior.description }}</span>
              <span class="cw-muted cw-small"> · {{ prior.modality }}@if (prior.studyDate; as day) { · {{ date(day) }}}@if (prior.examId === null) { · images not here}</span>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styleUrl: './tab.scss',
})
export class IdentityTab {
  readonly exam = input.required<InboundDetail>();
  /** The list the page came from, handed on to the match page. */
  readonly state = input<Readonly<Record<string, unknown>>>({});
  protected readonly why = inject(Why);
  protected readonly asksBecause = asksBecause;
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly date = dateText;
  protected readonly born = computed(() => {
    const { birthDate } = this.exam().patient;
    return birthDate === null ? 'not sent' : dateText(birthDate);
  });
  protected readonly decision = computed(() => this.exam().decisions.find((d) => d.kind === 'match')?.id ?? null);
  protected readonly mayDecide = computed(() => this.exam().matchMoves.length > 0 && this.exam().patient.local === null);
}
