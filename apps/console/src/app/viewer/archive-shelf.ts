import { signal } from '@angular/core';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import type { PriorChoice } from './viewer-model';
import type { ViewerApi } from './viewer.api';

/** What the house's own archive holds of the person whose exam is shown. Asked once for each exam; an archive that is away hides nothing of what came through here. */
export class ArchiveShelf {
  readonly priors = signal<readonly PriorChoice[]>([]);
  /** Why it could not be asked, in a sentence. */
  readonly trouble = signal<string | null>(null);
  private asked = '';

  constructor(private readonly api: Pick<ViewerApi, 'archivePriors'>) {}

  async look(examId: string): Promise<void> {
    this.asked = examId;
    this.priors.set([]);
    this.trouble.set(null);
    try {
      const { priors, trouble } = await this.api.archivePriors(examId);
      if (this.asked !== examId) return;
      this.priors.set(priors.map(({ studyUid, description, studyDate, modality }) => ({ examId: null, inArchive: true, studyUid, description, studyDate, modality })));
      this.trouble.set(trouble);
    } catch (error) {
      if (this.asked === examId) this.trouble.set(wordsOf(problemFrom(error).problem).title);
    }
  }
}
