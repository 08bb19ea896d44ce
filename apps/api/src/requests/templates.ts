import type { RequestTemplateView, SaveRequestTemplate, UsedTemplate, UseTemplate } from '@causeway/contracts';
import type * as z from 'zod/mini';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { lockRequest, requestNumber } from './out.row';
import type { RequestOutMoves } from './out.moves';

interface Row { id: string; owner_id: string; name: string; body: SaveRequestTemplate['body'] }

/** Forms that are filled again and again. Templates of one's own service lines are shared. */
export class RequestTemplates {
  constructor(private readonly acts: Acts, private readonly moves: RequestOutMoves) {}

  async all(caller: Caller): Promise<RequestTemplateView[]> {
    const rows = await this.acts.read<Row>(`select * from request_template where owner_id = $1 or body->>'serviceLine' = any($2) order by name limit 200`, [caller.id, caller.principal.serviceLines]);
    return rows.map((r) => ({ id: r.id, name: r.name, body: r.body, mine: r.owner_id === caller.id }));
  }

  async save(caller: Caller, body: SaveRequestTemplate): Promise<RequestTemplateView[]> {
    await this.acts.run(caller.actor, async (act) => {
      await act.query(
        `insert into request_template (id, owner_id, name, body) values ($1, $2, $3, $4) on conflict (owner_id, name) do update set body = excluded.body`,
        [newId(act.now.getTime()), caller.id, body.name, body.body]);
      act.audit({ action: 'request-template.saved', object: { kind: 'request-template', id: body.name } });
    });
    return this.all(caller);
  }

  async remove(caller: Caller, id: string): Promise<RequestTemplateView[]> {
    await this.acts.run(caller.actor, async (act) => {
      const rows = await act.query('delete from request_template where id = $1 and owner_id = $2 returning id', [id, caller.id]);
      if (rows.length === 0) throw notFound('template');
      act.audit({ action: 'request-template.removed', object: { kind: 'request-template', id } });
    });
    return this.all(caller);
  }

  /** One request for each patient of the list, each in its own act: a line that cannot be sent says why and holds up none of the others. */
  async use(caller: Caller, id: string, body: z.output<typeof UseTemplate>): Promise<UsedTemplate> {
    const [template] = await this.acts.read<Row>(`select * from request_template where id = $1 and (owner_id = $2 or body->>'serviceLine' = any($3))`, [id, caller.id, caller.principal.serviceLines]);
    if (!template) throw notFound('template');
    const { facilityId } = template.body;
    if (!facilityId) throw new Refusal(409, 'facility', 'This template names no facility: fill the form for each patient instead.');
    const results: UsedTemplate['results'][number][] = [];
    for (const [i, patient] of body.patients.entries()) {
      try {
        results.push(await this.acts.run(caller.actor, async (act) => {
          const made = await this.moves.insert(act, caller, {
            ...template.body, facilityId, patient, patientId: null, caseId: null, wantsRead: false, forPersonId: null, forPool: null, neededBy: body.neededBy, inVisit: false, authorisation: null,
          });
          const row = await lockRequest(act, made);
          if (row) await this.moves.handIn(act, caller, row, row.version, null);
          return { line: i + 1, id: made, number: row ? requestNumber(row.number) : null, error: null };
        }));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        results.push({ line: i + 1, id: null, number: null, error: error.detail });
      }
    }
    return { results };
  }
}
