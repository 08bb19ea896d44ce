import type { AwaitDisc } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { awaitDiscs, discsArrived, lockDiscs } from '../requests/awaited-discs';
import { linkGuarded } from './upload-link.row';
import { sightOf, type Of } from './of';

/** Discs in the mail, as people here know of them. */
export class AwaitedDiscs {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async expect(caller: Caller, body: z.output<typeof AwaitDisc>): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      await this.may(act, caller, body);
      await awaitDiscs(act, { ...body, linkId: null }, this.settings);
    });
  }

  async arrive(caller: Caller, id: string): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const row = await lockDiscs(act, id);
      if (!row) throw notFound('disc');
      await this.may(act, caller, { requestId: row.request_id, caseId: row.request_id ? null : row.case_id });
      await discsArrived(act, row, null);
    });
  }

  private async may(act: Act, caller: Caller, of: Of): Promise<void> {
    caller.require('link.issue', linkGuarded(await sightOf(act, caller, of)), 'link.issue');
  }
}
