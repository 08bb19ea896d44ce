import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import type { WhyAction } from '@causeway/console-ui';
import { firstValueFrom } from 'rxjs';
import { Access } from '../access/access';
import { problemFrom } from '../api/api-problem';
import { newCommandKey, once } from '../api/command';
import { wordsOf } from '../api/problem-words';
import { Session } from '../session/session';

/** A past decision taken out of the house: rules, facts and votes of that day, signed. For who may export exams. */
@Injectable({ providedIn: 'root' })
export class Packets {
  private readonly http = inject(HttpClient);
  private readonly access = inject(Access);
  private readonly session = inject(Session);

  actions(decisionId: string): readonly WhyAction[] {
    if (!this.access.can('exam.export')) return [];
    const path = `/api/v1/decisions/${encodeURIComponent(decisionId)}/packet`;
    return [
      { words: 'Signed packet to read (PDF)', run: () => this.take(`${path}.pdf`, `decision-${decisionId}.pdf`) },
      { words: 'Signed packet (JSON)', run: () => this.take(path, `decision-${decisionId}.json`) },
    ];
  }

  private async take(path: string, name: string): Promise<string> {
    if (!(await this.session.confirmPassword({ title: 'Take a signed packet', sentence: 'It holds facts about a patient. That you took it is recorded.', verb: 'Take it' }))) return '';
    try {
      const blob = await firstValueFrom(this.http.post(path, {}, { ...once(newCommandKey()), responseType: 'blob' }));
      const url = URL.createObjectURL(blob);
      const link = Object.assign(document.createElement('a'), { href: url, download: name });
      link.click();
      URL.revokeObjectURL(url);
      return `Saved as ${name}.`;
    } catch (error) {
      return wordsOf(problemFrom(error).problem).text;
    }
  }
}
