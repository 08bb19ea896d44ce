import { mayEver } from '@causeway/access';
import { caseTemplates, templateOf, type CaseTemplate, type ContentLetter, type ProfileId, type UseCase } from '@causeway/domain';
import type { SaveTemplate, TemplateView } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';

interface Edited { use_case: string; urgency: UseCase['urgency']; profile: ProfileId; content: ContentLetter[] }
export type SiteTemplate = CaseTemplate & { readonly is: UseCase; readonly urgency: UseCase['urgency']; readonly edited: boolean };

/** The template of a use case as this site has it: the defaults, with what somebody changed here. */
export async function templateFor(act: Pick<Act, 'query'>, useCase: string): Promise<SiteTemplate> {
  const [edited] = await act.query<Edited>('select use_case, urgency, profile, content from case_template where use_case = $1', [useCase]);
  return withEdits(useCase, edited);
}

function withEdits(useCase: string, edited: Edited | undefined): SiteTemplate {
  const template = templateOf(useCase);
  if (!template) throw notFound('use case');
  return { ...template, urgency: edited?.urgency ?? template.is.urgency, profile: edited?.profile ?? template.profile, content: edited?.content ?? template.content, edited: edited !== undefined };
}

export class Templates {
  constructor(private readonly acts: Acts) {}

  async all(caller: Caller): Promise<TemplateView[]> {
    const edits = new Map((await this.acts.read<Edited>('select use_case, urgency, profile, content from case_template')).map((e) => [e.use_case, e]));
    const mayEdit = mayEver(caller.ability, 'settings.change');
    return caseTemplates.map((t) => viewOf(withEdits(t.useCase, edits.get(t.useCase)), mayEdit));
  }

  async save(caller: Caller, useCase: string, body: SaveTemplate): Promise<TemplateView[]> {
    caller.require('settings.change', {}, 'settings.change');
    await this.acts.run(caller.actor, async (act) => {
      const before = await templateFor(act, useCase);
      await act.query(
        `insert into case_template (use_case, urgency, profile, content, set_by) values ($1, $2, $3, $4, $5)
         on conflict (use_case) do update set urgency = excluded.urgency, profile = excluded.profile, content = excluded.content, set_by = excluded.set_by, at = clock_timestamp()`,
        [useCase, body.urgency, body.profile, body.content, caller.id]);
      act.audit({
        action: 'case.template-saved', object: { kind: 'case-template', id: useCase }, reason: body.reason,
        details: { before: { urgency: before.urgency, profile: before.profile, content: before.content }, after: { urgency: body.urgency, profile: body.profile, content: body.content } },
      });
    });
    return this.all(caller);
  }
}

const viewOf = (t: SiteTemplate, mayEdit: boolean): TemplateView => ({
  useCase: t.useCase, name: t.is.name, group: t.is.group, urgency: t.urgency, profile: t.profile, content: t.content, ball: t.ball, outcome: t.outcome, dispositions: t.dispositions, values: t.values, edited: t.edited, mayEdit,
});
