import type { NewDraft, SavePolicy } from '@causeway/contracts';
import { analyse, canonicalJson, faultsOfDraft, forbids, policyMachine, policyTemplates, type Fault, type PolicyText } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { sha256 } from '../platform/acts/acts';
import { made, move } from '../platform/acts/move';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { refuseRuled } from './arbitrations';
import { lockPolicy, requireOfPolicy, type PolicyColumns } from './policy.row';

/** Writing a version: it begins as a copy, is edited while it is a draft, and is frozen when it is proposed. */
export class PolicyDrafts {
  constructor(private readonly acts: Acts) {}

  create(caller: Caller, body: NewDraft): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      requireOfPolicy(caller, 'policy.draft', { scope: body.scope, author_ids: [] });
      // drafts of one kind and scope get their numbers one after another
      await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`policy number ${body.kind} ${body.scope}`]);
      const base = await inForceFor(act, body.kind, body.scope);
      const begun = await this.begin(act, body, base);
      const text = { ...begun.text, kind: body.kind, scope: body.scope, catalogue: 1 } as PolicyText;
      const id = newId(act.now.getTime());
      const json = canonicalJson(text);
      const [row] = await act.query<{ number: number }>(
        `insert into policy_version (id, kind, scope, number, text, sha256, state, title, base_id, restores_id, author_id, author_ids)
         select $1, $2, $3, coalesce(max(number), 0) + 1, $4::jsonb, $5, $6, $7, $8, $9, $10, array[$10]::uuid[] from policy_version where kind = $2 and scope = $3 returning number`,
        [id, body.kind, body.scope, json, sha256(json), policyMachine.initial, body.title || begun.title, base?.id ?? null, begun.restores, caller.id]);
      if (base) await act.query(`insert into owned_thing (kind, subject_id, owned_by, person, by_name) select kind, $2, owned_by, person, by_name from owned_thing where kind = 'policy' and subject_id = $1`, [base.id, id]);
      made(act, 'policy', id, { kind: body.kind, scope: body.scope, number: row?.number ?? 0, ...(begun.restores ? { restores: begun.restores } : {}) });
      return id;
    });
  }

  private async begin(act: Act, { kind, from }: NewDraft, base: PolicyColumns | null): Promise<{ text: Pick<PolicyText, 'rules' | 'default'>; title: string; restores: string | null }> {
    if (from === 'in-force') {
      if (!base) throw new Refusal(409, 'none-in-force', 'No version of this policy is in force. Begin with a template.');
      return { text: base.text, title: '', restores: null };
    }
    if ('template' in from) {
      const template = policyTemplates[kind].find((t) => t.id === from.template);
      if (!template) throw notFound('template');
      return { text: { rules: template.rules, default: template.default }, title: template.title, restores: null };
    }
    const [old] = await act.query<PolicyColumns>('select * from policy_version where id = $1 and kind = $2', [from.version, kind]);
    if (!old) throw notFound('version');
    return { text: old.text, title: `Back to version ${old.number}`, restores: ['superseded', 'in-force'].includes(old.state) ? old.id : null };
  }

  /** Saves rules as they are written, faulty ones too: nothing is lost. Whoever saves over another's change is told of it instead. */
  save(caller: Caller, id: string, body: SavePolicy): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.draft', row);
      if (row.state === 'draft' && row.version !== body.version) throw changedMeanwhile(await nameOf(act, row.edited_by), row.edited_at?.toISOString());
      if (body.text['kind'] !== row.kind || body.text['scope'] !== row.scope) throw new Refusal(422, 'another-policy', 'Kind and scope of a draft stay as they are. Start another draft instead.', { errors: [{ pointer: '/text', detail: 'another kind or scope' }] });
      const json = canonicalJson(body.text);
      if (json.length > 200_000) throw new Refusal(413, 'too-long', 'A policy has at most 200,000 characters.');
      await move(act, {
        machine: 'policy', id, move: 'edit', version: body.version, details: { sha256: sha256(json).toString('hex') },
        set: { text: json, sha256: sha256(json), title: body.title, purpose: body.purpose, edited_at: act.now, edited_by: caller.id, author_ids: [...new Set([...row.author_ids, caller.id])] },
      });
    });
  }

  submit(caller: Caller, id: string, version: number): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.draft', row);
      if (row.state === 'draft') {
        refuseFaults(row.text);
        if (row.purpose.trim().length < 3) throw new Refusal(422, 'purpose', 'Say what it is for: that is what the committee reads first.', { errors: [{ pointer: '/purpose', detail: 'say what it is for' }] });
        const [replay] = await act.query(`select 1 as done from policy_replay where policy_id = $1 and text_sha256 = $2 and state = 'done' limit 1`, [id, row.sha256]);
        if (!replay) throw new Refusal(409, 'replay-first', 'Replay these rules over past exams first: nobody votes on what they have not seen.');
        await refuseRuled(act, row);
        await refuseBelowFloor(act, row);
      }
      await move(act, { machine: 'policy', id, move: 'submit', version, set: { submitted_at: act.now }, details: { sha256: row.sha256.toString('hex'), number: row.number } });
    });
  }

  withdraw(caller: Caller, id: string, version: number, reason: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.draft', row);
      if (!row.author_ids.includes(caller.id) && !caller.principal.roles.includes('gc')) throw new Refusal(403, 'not-yours', 'Only who wrote it, or the chair, withdraws a policy.');
      await move(act, { machine: 'policy', id, move: 'withdraw', version, reason, set: { reason } });
      act.unwish(`policy.effective ${id}`);
    });
  }

  /** A suspended version becomes a draft on top of what is in force now. */
  rebase(caller: Caller, id: string, version: number): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const row = await lockPolicy(act, id);
      requireOfPolicy(caller, 'policy.draft', row);
      const base = await inForceFor(act, row.kind, row.scope);
      await move(act, { machine: 'policy', id, move: 'rebase', version, set: { base_id: base?.id ?? null, conflict_id: null, effective_at: null, submitted_at: null }, details: { base: base?.number ?? null } });
    });
  }
}

/** The version in force that a policy of this scope would replace: that of its own scope, or the one for all. */
export async function inForceFor(act: Act, kind: string, scope: string): Promise<PolicyColumns | null> {
  const [row] = await act.query<PolicyColumns>(`select * from policy_version where kind = $1 and scope in ($2, 'all') and state = 'in-force' order by (scope = $2) desc limit 1`, [kind, scope]);
  return row ?? null;
}

function refuseFaults(text: PolicyText): void {
  const faults: Fault[] = faultsOfDraft(text);
  if (faults.length === 0) {
    for (const finding of analyse(text).filter(forbids)) {
      const at = `/rules/${text.rules.findIndex((r) => r.id === finding.rule)}`;
      faults.push({ at, problem: finding.kind === 'shadowed' ? `Rule "${finding.rule}" never decides: ${finding.by.join(', ')} takes all its exams.` : `Rule "${finding.rule}" can never fire.` });
    }
  }
  if (faults.length > 0) throw new Refusal(422, 'faults', 'The rules need another look before they can be proposed.', { errors: faults.map((f) => ({ pointer: `/text${f.at}`, detail: f.problem })) });
}

/** A version of a line that its own replay found below the rules of the house is not proposed: at work the house's answer would hold anyhow. */
async function refuseBelowFloor(act: Act, row: PolicyColumns): Promise<void> {
  const [replay] = await act.query<{ n: number | null }>(`select (result->>'belowFloor')::int as n from policy_replay where policy_id = $1 and text_sha256 = $2 and state = 'done' order by done_at desc limit 1`, [row.id, row.sha256]);
  if (replay?.n) throw new Refusal(422, 'below-the-floor', `${replay.n} decisions of the replay would be looser than the house's rules allow, which stay the floor of every service line. Tighten the rules, or propose the change for the house.`);
}

async function nameOf(act: Act, id: string | null): Promise<string | undefined> {
  const [row] = id ? await act.query<{ name: string }>('select name from person where id = $1', [id]) : [];
  return row?.name;
}
