import { machineRoles, roles, type Role } from '@causeway/access';
import { caseViews, requestInViews, requestViews, sendViews, transferViews } from '@causeway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VisitBoards } from '../appointments/board';
import { Boards } from '../cases/boards';
import { CaseList } from '../cases/case.list';
import { newId } from '../platform/ids';
import { StreamSight } from '../platform/stream/sight';
import { RequestInList } from '../requests/in.list';
import { RequestOutList } from '../requests/out.list';
import { SendList } from '../sends/send.list';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { TransferLanes } from '../transfers/transfer.lanes';
import { TransferList } from '../transfers/transfer.list';
import { choicesFor } from './directory';

let b: Bench;
beforeAll(async () => { b = await bench(); });
afterAll(() => b.close());
const stream = { position: '0.0' };
const KINDS = ['inbound', 'exam', 'match', 'registration', 'recall', 'transfer', 'send', 'lease', 'parcel', 'overread', 'case', 'board', 'requestOut', 'requestIn', 'appointment', 'notice'];

describe('every list of the exchange', () => {
  // a parameter nothing gives a type ends the whole answer (SQLSTATE 42P18), and whether one is named depends on the person's rules
  it.each((Object.keys(roles) as Role[]).filter((role) => !machineRoles.includes(role)))('answers whoever works as %s, in every view', async (role) => {
    const caller = await callerOf(b, await b.person(role, ['sa', 'au'].includes(role) ? { facilities: [], serviceLines: [] } : {}));
    const cases = new CaseList(b.acts, stream);
    const more = { limit: 5 } as const;
    for (const ids of [undefined, newId()]) {
      for (const view of caseViews) await cases.page({ view, ids, ...more } as never, caller);
      for (const view of requestViews) await new RequestOutList(b.acts, stream).page({ view, ids, ...more } as never, caller);
      for (const view of requestInViews) await new RequestInList(b.acts, stream).page({ view, ids, ...more } as never, caller);
      for (const view of sendViews) await new SendList(b.acts, stream).page({ view, ids, ...more } as never, caller);
      for (const view of transferViews) await new TransferList(b.acts, stream).page({ view, ids, ...more } as never, caller);
    }
    await new Boards(b.acts).coming(caller);
    await new VisitBoards(b.acts, stream, cases, b.settings).board({ days: 10 } as never, caller);
    await new TransferLanes(b.acts, b.settings).lanes(caller);
    await choicesFor(b.acts, caller);
    const sight = new StreamSight(b.acts);
    for (const kind of KINDS) expect(await sight.sees(caller, { kind, id: newId() } as never), kind).toBe(false);
  });
});
