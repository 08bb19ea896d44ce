import type { SaveTemplate, TemplateDetail, TemplateView } from '@causeway/contracts';
import { caseParties, caseTemplates, templateFaults, templateOf, type CaseTemplate, type TemplateEdit, type UseCase, type UseCaseId } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { changedMeanwhile, notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { templateHistory } from './template-history';

export interface TemplateVersionRow {
  use_case: UseCaseId; version: number; urgency: UseCase['urgency']; profile: TemplateEdit['profile']; content: TemplateEdit['content']; ball: string[] | null; must_record: TemplateEdit['mustRecord'] | null;
  dispositions: TemplateEdit['dispositions'] | null; decided: TemplateEdit['decided']; reason: string; by_name: string; at: Date;
}
export type SiteTemplate = Omit<CaseTemplate, keyof TemplateEdit> & TemplateEdit & { readonly is: UseCase; readonly version: number };
type Db = Pick<Act, 'query'>;

/**
 * The template of a use case as this site has it. A case asks for the version it was opened with, null when that was nobody's change: what was agreed then
 * holds to its end. Without a version it is the newest.
 */
export async function templateFor(db: Db, useCase: string, version?: number | null): Promise<SiteTemplate> {
  if (version === null) return withEdit(useCase, undefined);
  const [edit] = await db.query<TemplateVersionRow>('select * from case_template_version where use_case = $1 and ($2::int is null or version = $2) order by version desc limit 1', [useCase, version ?? null]);
  return withEdit(useCase, edit);
}

export function withEdit(useCase: string, edit: TemplateVersionRow | undefined): SiteTemplate {
  const template = templateOf(useCase);
  if (!template) throw notFound('use case');
  return {
    ...template, version: edit?.version ?? 0, urgency: edit?.urgency ?? template.is.urgency, profile: edit?.profile ?? template.profile, content: edit?.content ?? template.content, ball: edit?.ball ?? template.ball,
    mustRecord: edit?.must_record ?? template.mustRecord, dispositions: edit?.dispositions ?? template.dispositions, decided: edit?.decided ?? null,
  };
}

export class Templates {
  constructor(private readonly acts: Acts) {}

  async all(caller: Caller): Promise<TemplateView[]> {
    const edits = new Map((await this.acts.read<TemplateVersionRow>('select distinct on (use_case) * from case_template_version order by use_case, version desc')).map((e) => [e.use_case, e]));
    const open = new Map((await this.acts.read<{ use_case: string; n: number }>(`select use_case, count(*)::int as n from exchange_case where state in ('open', 'deciding', 'decided') group by 1`)).map((r) => [r.use_case, r.n]));
    return caseTemplates.map((t) => viewOf(withEdit(t.useCase, edits.get(t.useCase)), open.get(t.useCase) ?? 0, caller));
  }

  async detail(caller: Caller, useCase: string): Promise<TemplateDetail> {
    const view = (await this.all(caller)).find((t) => t.useCase === useCase);
    if (!view) throw notFound('use case');
    return { ...view, parties: caseParties, history: templateHistory(useCase, await this.acts.read<TemplateVersionRow>('select * from case_template_version where use_case = $1 order by version', [useCase])) };
  }

  /** A new version. Cases that are open keep the one they were opened with. */
  async save(caller: Caller, useCase: string, body: SaveTemplate): Promise<TemplateDetail> {
    caller.require('settings.change', {}, 'settings.change');
    await this.acts.run(caller.actor, async (act) => {
      await act.query(`select pg_advisory_xact_lock(hashtext('case-template ' || $1))`, [useCase]);
      const before = await templateFor(act, useCase);
      if (before.version !== body.version) throw changedMeanwhile();
      const faults = templateFaults(before.useCase, body);
      if (faults.length > 0) throw new Refusal(422, 'template', faults[0]?.says ?? '', { errors: faults.map((f) => ({ pointer: `/${f.field}`, detail: f.says })) });
      if (same(before, body)) throw new Refusal(409, 'nothing-changed', 'Nothing is different from what holds now.');
      const version = before.version + 1;
      await act.query(
        `insert into case_template_version (use_case, version, urgency, profile, content, ball, must_record, dispositions, decided, reason, set_by, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
        [useCase, version, body.urgency, body.profile, body.content, body.ball, body.mustRecord, body.dispositions, body.decided ? JSON.stringify(body.decided) : null, body.reason, caller.id, caller.principal.name]);
      act.audit({ action: 'case.template-saved', object: { kind: 'case-template', id: useCase }, reason: body.reason, details: { version, before: pick(before), after: pick(body) } });
    });
    return this.detail(caller, useCase);
  }
}

const pick = ({ urgency, profile, content, ball, mustRecord, dispositions, decided }: TemplateEdit): TemplateEdit => ({ urgency, profile, content, ball, mustRecord, dispositions, decided });
const same = (a: TemplateEdit, b: TemplateEdit): boolean => JSON.stringify(pick(a)) === JSON.stringify(pick(b));

const viewOf = (t: SiteTemplate, open: number, caller: Caller): TemplateView => ({
  useCase: t.useCase, name: t.is.name, group: t.is.group, version: t.version, outcome: t.outcome, values: t.values, open, ...pick(t), moves: [caller.offer('save', 'settings.change', {})].filter((m) => m !== null),
});
