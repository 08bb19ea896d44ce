import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon } from '../icon/icon';
import { type NameModel, PersonName } from '../name/person-name';
import { ageText, dateText } from '../time/site-time';
import { Ticker } from '../time/ticker';

export interface PatientModel {
  readonly name: NameModel;
  /** Calendar date "1961-03-12". */
  readonly birthDate: string | null;
  readonly sex: string | null;
  /** Local MRN; null until the association is confirmed. */
  readonly mrn: string | null;
  /** Always with its issuer. */
  readonly outsideId: { readonly value: string; readonly issuer: string } | null;
}

/** A further fact of the banner: "Encounter", "Exam", "From". */
export interface BannerFact {
  readonly label: string;
  readonly value: string;
  readonly mono?: boolean;
}

/** Who this page is about: on top of every page of one patient, in sight while it scrolls. Chips and Why stand at its end. */
@Component({
  selector: 'cw-patient-banner',
  imports: [Icon, MatIconButton, PersonName],
  templateUrl: './patient-banner.html',
  styleUrl: './patient-banner.scss',
})
export class PatientBanner {
  readonly patient = input.required<PatientModel>();
  readonly facts = input<readonly BannerFact[]>([]);
  /** Names the place the arrow leads to: "inbox". Without it there is no arrow. */
  readonly backTo = input<string>();
  readonly hidden = input(false);
  readonly canHide = input(false);
  /** The banner carries the page's heading; only a page that has another one sets it lower. */
  readonly headingLevel = input(1);
  readonly back = output<void>();
  readonly hide = output<boolean>();

  private readonly ticker = inject(Ticker);
  protected readonly born = computed(() => {
    const { birthDate } = this.patient();
    if (birthDate === null) return 'not sent';
    const age = ageText(birthDate, this.ticker.now());
    return age === '' ? dateText(birthDate) : `${dateText(birthDate)} · ${age}`;
  });
}
