import { Component, inject } from '@angular/core';
import { SecondOpinionApi } from './second-opinion.api';
import { AskOpinionForm } from './ask-opinion-form';
import { OpinionProgress } from './opinion-progress';

/** The open page: without a link one asks, with the link of the mail one confirms and sees how far it is. Made for a telephone. */
@Component({
  selector: 'cw-second-opinion-page',
  imports: [AskOpinionForm, OpinionProgress],
  template: `@if (withLink) {<cw-opinion-progress />} @else {<cw-ask-opinion-form />}`,
})
export class SecondOpinionPage {
  protected readonly withLink = inject(SecondOpinionApi).token !== '';
}
