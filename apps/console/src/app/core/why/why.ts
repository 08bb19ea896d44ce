import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { WhyDrawer, type WhyState } from '@causeway/console-ui';
import type { DecisionView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../api/api-problem';
import { wordsOf } from '../api/problem-words';
import { Packets } from './packets';
import { whyFrom } from './why-from';

/** Opens the Why drawer on a stored decision: `<cw-why-link (asked)="why.open(decisionId)" />`. */
@Injectable({ providedIn: 'root' })
export class Why {
  private readonly http = inject(HttpClient);
  private readonly drawer = inject(WhyDrawer);
  private readonly packets = inject(Packets);

  async open(decisionId: string): Promise<void> {
    const state = signal<WhyState>({ state: 'loading' });
    await this.drawer.show(state.asReadonly());
    try {
      const decision = await firstValueFrom(this.http.get<DecisionView>(`/api/v1/decisions/${encodeURIComponent(decisionId)}`));
      state.set({ state: 'ready', why: whyFrom(decision), actions: this.packets.actions(decisionId) });
    } catch (error) {
      const words = wordsOf(problemFrom(error).problem);
      state.set({ state: 'failed', words: `${words.title}. ${words.text}` });
    }
  }
}
