import { Component, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle } from '@angular/material/dialog';
import { Icon, PersonName, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { InboundDetail, Problem, ReleasePreview } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { Preferences } from '../../core/preferences/preferences';
import { reasonWords } from '../../core/why/decision-words';
import { destinationText, orderText, visibleText } from '../exam-words';

export interface ReleaseQuestion {
  readonly exam: InboundDetail;
  readonly preview: () => Promise<ReleasePreview>;
}

/** What release will do, before it is done: where it goes, who sees it, which order is made, and every value that changes in the copy. */
@Component({
  selector: 'cw-release-dialog',
  imports: [Icon, MatButton, MatDialogActions, MatDialogClose, MatDialogContent, MatDialogTitle, PersonName, ProblemCard, SkeletonRows],
  templateUrl: './release-dialog.html',
  styleUrl: './release-dialog.scss',
})
export class ReleaseDialog {
  protected readonly question = inject<ReleaseQuestion>(MAT_DIALOG_DATA);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly preview = signal<ReleasePreview | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly wordsOf = wordsOf;
  protected readonly visible = visibleText;
  protected readonly order = orderText;
  /** Not a Why: the decision of a preview is not stored. */
  protected readonly because = (preview: ReleasePreview): string => preview.decision.because.map(reasonWords).join(', ');
  protected readonly to = (codes: readonly string[]): string => codes.map(destinationText).join(', ') || 'nowhere';

  constructor() {
    void this.read();
  }

  protected async read(): Promise<void> {
    this.problem.set(null);
    try {
      this.preview.set(await this.question.preview());
    } catch (error) {
      this.problem.set(problemFrom(error).problem);
    }
  }
}

@Injectable({ providedIn: 'root' })
export class ReleaseAsker {
  private readonly dialog = inject(MatDialog);

  /** True when the person saw what will happen and wants it. */
  async ask(question: ReleaseQuestion): Promise<boolean> {
    const ref = this.dialog.open<ReleaseDialog, ReleaseQuestion, boolean>(ReleaseDialog, { data: question, width: '720px', maxWidth: '94vw', maxHeight: '90vh', autoFocus: 'dialog' });
    return (await firstValueFrom(ref.afterClosed())) ?? false;
  }
}
