import { inject, Injectable } from '@angular/core';
import type { FacilityDetail, FacilityRow } from '@causeway/contracts';
import { facilityTiers, facilityKinds } from '@causeway/contracts';
import { backwardMoves, forwardMoves, lackingWords, reasonedMoves, type FacilityMove } from '@causeway/domain';
import { Acting } from '../exchange/acting';
import { FieldsAsker } from '../exchange/fields-dialog';
import { flowWords, kindWords, moveWords, stageLooks, tierWords } from './facility-words';

/** Acts on a partner that are made from the board, the list and its page alike. Provided by the page, with its `Acting`. */
@Injectable()
export class FacilityActs {
  private readonly fields = inject(FieldsAsker);
  readonly acting = inject(Acting);

  forward(row: FacilityRow): FacilityMove | null {
    const move = forwardMoves[row.state];
    return move && row.moves.some((m) => m.move === move) ? move : null;
  }
  backward(row: FacilityRow): FacilityMove | null {
    const move = backwardMoves[row.state];
    return move && row.moves.some((m) => m.move === move) ? move : null;
  }

  /** Moves it on or back; what is missing is said by the server in words. */
  async move(row: FacilityRow, move: FacilityMove): Promise<FacilityRow | null> {
    return this.acting.move<FacilityRow>('facilities', row, move, async (now, attempt) => {
      if (!reasonedMoves.has(move)) return {};
      const pause = move === 'pause';
      const answer = await this.fields.ask({
        title: `${moveWords[move]}: ${now.name}`, verb: moveWords[move], danger: move === 'retire' || pause, sentence: 'The reason stands in the history of this partner.',
        fields: [...(pause ? [{ name: 'flow', label: 'What still flows', kind: 'choice' as const, choices: Object.entries(flowWords) }] : []), { name: 'reason', label: 'Reason', kind: 'words' as const }],
      }, attempt);
      return answer && { reason: answer['reason'], ...(pause ? { flow: answer['flow'] } : {}) };
      // whoever adds a contact and moves on at once is told of nobody else: the server looks at what the stage asks for anyhow
    }, (before, after) => before.state === after.state);
  }

  async nextStep(row: FacilityRow): Promise<FacilityDetail | null> {
    return this.acting.make<FacilityDetail>(`facilities/${row.id}/next-step`, async (attempt) => {
      const answer = await this.fields.ask({
        title: `Next step: ${row.name}`, sentence: 'Leave it empty when nothing is to be done next.', verb: 'Save',
        fields: [{ name: 'words', label: 'What is next', kind: 'text', optional: true, value: row.nextStep?.words ?? '' }, { name: 'on', label: 'By', kind: 'date', optional: true, value: row.nextStep?.on ?? '' }],
      }, attempt);
      return answer && { words: answer['words'] === '' ? null : answer['words'], on: answer['on'] === '' ? null : answer['on'] };
    });
  }

  async add(): Promise<{ readonly id: string } | null> {
    return this.acting.make<{ readonly id: string }>('facilities', async (attempt) => {
      const answer = await this.fields.ask({
        title: 'A new partner', sentence: 'It begins as a prospect. Its page takes the rest: contacts, volumes, what the exchange is for.', verb: 'Add',
        fields: [
          { name: 'name', label: 'Name', kind: 'text' }, { name: 'kind', label: 'Kind', kind: 'choice', choices: facilityKinds.map((k) => [k, kindWords[k] ?? k] as const) },
          { name: 'place', label: 'Place', kind: 'text', optional: true }, { name: 'tier', label: 'How much it matters', kind: 'choice', value: 'unknown', choices: facilityTiers.map((t) => [t, tierWords[t] ?? t] as const) },
        ],
      }, attempt);
      return answer && { ...answer };
    });
  }

  /** What its next stage asks for, for a card: the first few. */
  needsShort(row: FacilityRow): string | null {
    const next = forwardMoves[row.state];
    if (!next || row.lacking.length === 0) return null;
    const more = row.lacking.length - 2;
    return `needs ${row.lacking.slice(0, 2).map((code) => lackingWords[code]).join('; ')}${more > 0 ? ` and ${more} more` : ''}`;
  }

  /** All of it. */
  needs(row: FacilityRow): string | null {
    const next = forwardMoves[row.state];
    if (!next || row.lacking.length === 0) return null;
    return `needs ${row.lacking.map((code) => lackingWords[code]).join('; ')}`;
  }
  readonly stage = (row: FacilityRow): string => stageLooks[row.state].word;
}
