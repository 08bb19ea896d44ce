import { Component, computed, input } from '@angular/core';
import { Note } from '@causeway/console-ui';

export interface TheirEnd {
  /** What they have already, or any vendor sells. */
  readonly has: string;
  /** What they do once. */
  readonly does: string;
}

/** What a partner needs at its end of each channel: software by the standard, from whichever vendor, and nothing of ours. */
export const theirEnds: Readonly<Record<string, TheirEnd>> = {
  dimse: { has: 'a PACS, archive or modality of any vendor that speaks DICOM (C-STORE; C-FIND and C-MOVE or C-GET if we are to fetch)', does: 'enter our AE title, address and port, and let both ways through firewall or VPN' },
  dicomweb: { has: 'a server of any vendor with DICOMweb over https (STOW-RS to take; QIDO-RS and WADO-RS to give)', does: 'give us its address and a way to sign in' },
  hl7v2: { has: 'a system of any vendor that sends or takes HL7 v2 over MLLP', does: 'enter our address and port, and name its application and facility' },
  media: { has: 'a drive, or a browser for the image of the disc; any viewer that reads DICOM media (PS3.10 with a DICOMDIR)', does: 'nothing beforehand' },
  link: { has: 'a browser', does: 'nothing beforehand: the link comes by mail or text message, the code by telephone' },
};

/** Says for one channel what the other side needs. */
@Component({
  selector: 'cw-their-end',
  imports: [Note],
  template: `@if (end(); as e) {<cw-note hue="wait" icon="info"><b>{{ ours() ? 'You need' : 'They need' }} no box and no software of ours:</b> {{ e.has }}. Once: {{ e.does }}.</cw-note>}`,
})
export class TheirEndNote {
  readonly kind = input.required<string>();
  /** Said to the partner itself. */
  readonly ours = input(false);
  protected readonly end = computed(() => theirEnds[this.kind()] ?? null);
}
