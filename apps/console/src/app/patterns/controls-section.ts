import { Component, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import {
  Avatar, checkSegments, Field, FieldInput, FilterChip, Icon, Kbd, KeysSheetOpener, PersonName, ReasonAsker, ReauthAsker, Segments, UndoToast, WhyLink,
} from '@causeway/console-ui';
import { names } from './samples';

@Component({
  selector: 'cw-controls-section',
  imports: [Avatar, Field, FieldInput, FilterChip, Icon, Kbd, MatButton, MatIconButton, PersonName, Segments, WhyLink],
  templateUrl: './controls-section.html',
  styles: `
    :host { display: grid; gap: 12px; }
    .stack { display: grid; gap: 12px; }
    .names { display: grid; gap: 4px; font-weight: 500; }
  `,
})
export class ControlsSection {
  private readonly reasons = inject(ReasonAsker);
  private readonly reauth = inject(ReauthAsker);
  private readonly toast = inject(UndoToast);
  protected readonly keys = inject(KeysSheetOpener);
  protected readonly segments = checkSegments;
  protected readonly names = names;
  protected readonly answer = signal<string | null>('pass');
  protected readonly failed = signal<string | null>('fail');
  protected readonly open = signal<string | null>(null);
  protected readonly adequacy = signal<string | null>('yes');
  protected readonly adequacies = [{ value: 'yes', word: 'Yes' }, { value: 'with-limits', word: 'With limits' }, { value: 'no', word: 'No' }];

  protected reject(): void {
    void this.reasons.ask({
      title: 'Reject this exam',
      sentence: 'It is refused for good and the sender is told. The images are kept until retention says otherwise.',
      reasons: [
        { code: 'wrong-patient', words: 'Not a patient of ours' },
        { code: 'not-readable', words: 'Cannot be read' },
        { code: 'other', words: 'Something else', needsText: true },
      ],
      verb: 'Reject',
      danger: true,
    });
  }

  protected sign(): void {
    void this.reauth.ask({
      title: 'Sign this report',
      sentence: 'It goes to the requester and into the record under your name. Any password of ten letters is right on this page.',
      verb: 'Sign',
      username: 'pattern',
      check: async (password) => (password.length === 10 ? null : 'That is not your password.'),
    });
  }

  protected park(): void {
    this.toast.show({ text: 'Parked until tomorrow 08:00', undo: () => undefined });
  }
}
