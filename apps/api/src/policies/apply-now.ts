import { identifyAgain } from '../identity/identify';
import { triageExam } from '../inbound/advance';
import { lockInbound } from '../inbound/inbound.row';
import { decideAgain } from '../overreads/decide';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import type { Settings } from '../platform/settings/settings';
import type { PolicyColumns } from './policy.row';

type Again = (act: Act, id: string, settings: Settings) => Promise<void>;

/** What is decided again when a version applies now: work nobody has begun. What was already done, sent or read stays as it is. */
const OPEN: Readonly<Partial<Record<PolicyColumns['kind'], { readonly sql: string; readonly again: Again }>>> = {
  match: { sql: `select m.exam_id as id from match m join inbound x on x.id = m.exam_id where m.state = 'proposed' and x.state = 'identifying'`, again: identifyAgain },
  triage: {
    sql: `select id from inbound x where state = 'checking' and check_result is null and not exists (select 1 from lease l where l.item_kind = 'inbound' and l.item_id = x.id and l.state = 'held')`,
    again: async (act, id, settings) => { if ((await lockInbound(act, id))?.state === 'checking') await triageExam(act, id, settings); },
  },
  overread: { sql: `select o.id from overread o join inbound x on x.id = o.exam_id where o.kind = 'over-read' and o.state in ('awaiting-pick', 'open')`, again: decideAgain },
};

/** Decides again everything that waits and that an older version decided; each in an act of its own. The new decision names the old. Returns how many. */
export async function applyNow(acts: Acts, id: string, settings: Settings, signal: AbortSignal): Promise<number> {
  const [row] = await acts.read<PolicyColumns>('select * from policy_version where id = $1', [id]);
  const open = row?.state === 'in-force' && row.apply_now ? OPEN[row.kind] : undefined;
  if (!row || !open) return 0;
  const line = row.scope === 'all' ? '' : ' and x.service_line = $1';
  const ids = await acts.read<{ id: string }>(`${open.sql}${line}`, row.scope === 'all' ? [] : [row.scope]);
  let done = 0;
  for (const one of ids) {
    if (signal.aborted) throw new Error('stopped: goes on when it is started again');
    await acts.run(system('policies'), (act) => open.again(act, one.id, settings));
    done++;
  }
  await acts.run(system('policies'), async (act) => act.audit({ action: 'policy.applied-now', object: { kind: 'policy', id }, details: { subjects: done } }));
  return done;
}
