import { inject, Injectable } from '@angular/core';
import type { Attempt } from '@causeway/console-ui';
import { FieldsAsker } from '../exchange/fields-dialog';

const SCOPES = [['exams', 'this exam'], ['patient', 'every exam of its patient, also those that come later'], ['facility', 'every exam from where it came, also those that come later']] as const;

/** What a hold needs to be placed: matter, custodian, reason. */
@Injectable({ providedIn: 'root' })
export class HoldAsker {
  private readonly fields = inject(FieldsAsker);

  async ask(examIds: readonly string[], places: boolean, attempt: Attempt): Promise<object | null> {
    const what = examIds.length === 1 ? 'this exam' : `${examIds.length} exams`;
    const a = await this.fields.ask({
      title: places ? 'Place a hold' : 'Ask for a hold', verb: places ? 'Place the hold' : 'Ask', sentence: `Nothing of ${what} is deleted from this moment on${places ? ', until two people release it' : ', while records decide'}.`,
      fields: [
        ...(examIds.length === 1 ? [{ name: 'scope', label: 'It covers', kind: 'choice', value: 'exams', choices: SCOPES } as const] : []),
        { name: 'matter', label: 'Matter', kind: 'text', hint: 'As counsel names it' }, { name: 'custodian', label: 'Custodian', kind: 'text', hint: 'Who answers for it' }, { name: 'reason', label: 'Why', kind: 'words' },
        { name: 'plannedEnd', label: 'Planned end', kind: 'date', optional: true, hint: 'It does not end by itself' },
      ],
    }, attempt);
    return a && { matter: a['matter'], custodian: a['custodian'], reason: a['reason'], plannedEnd: a['plannedEnd'] || null, scope: a['scope'] ?? 'exams', examIds };
  }
}
