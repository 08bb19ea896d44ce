import { ChannelFailure } from '../notices/channels/failure';
import { mail } from '../notices/channels/mail';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { newId } from '../platform/ids';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { digestOf } from '../platform/sign-in/digest';
import { newSecret } from '../platform/sign-in/secrets';
import { wishForgotten } from './asker';
import { opinionLetter, type OpinionMail } from './mails';
import { lockOpinion, type Asked, type OpinionColumns } from './opinion.row';
import { stageOf } from './stage';
import { tellLine } from './tell-line';

export const opinionJobKinds = {
  'opinion.confirm': jobKind('fast', 20, 5, 300), 'opinion.drop': jobKind('fast'), 'opinion.look': jobKind('fast'), 'opinion.end': jobKind('fast'), 'opinion.forget': jobKind('fast'), 'opinion.mail': jobKind('fast', 20, 5, 300), 'opinion.news': jobKind('fast', 20, 1, 60),
} as const;

/** The case moved: whoever asked may have an answer now. */
export const opinionReactions: readonly Reaction[] = ['case.decided', 'case.closed', 'case.cancelled', 'case.revised', 'case.reopened'].map((on): Reaction => ({
  on, wish: (e) => ({ kind: 'opinion.news', key: `opinion.news ${e.id}`, data: { caseId: e.id } }),
}));

const ACTOR = system('opinions');
/** A mail server that is away is asked again after so many seconds, for about three days. */
const AGAIN_SECONDS = 300;
const MOST_STARTS = 860;

/** The system's part: mails to whoever asked, clocks, and forgetting. Nothing waits for a mail server inside a transaction. */
export class OpinionJobs implements JobHandler {
  readonly kinds = Object.keys(opinionJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    if (job.kind === 'opinion.confirm') return this.confirm(id);
    if (job.kind === 'opinion.mail') return this.mail(id, job.data['what'] as OpinionMail, job.start);
    await this.acts.run(ACTOR, async (act) => {
      switch (job.kind as keyof typeof opinionJobKinds) {
        case 'opinion.drop': return void (await act.query('delete from opinion_draft where id = $1 and ends_at <= clock_timestamp()', [id]));
        case 'opinion.look': return this.look(act, id);
        case 'opinion.end': return this.end(act, id);
        case 'opinion.forget': return void (await act.query(`update opinion set asked = null, mail_digest = null, version = version + 1 where id = $1 and state in ('declined', 'withdrawn', 'expired')`, [id]));
        case 'opinion.news': return this.news(act, String(job.data['caseId']));
      }
    });
  }

  /** The link is made for the mail and kept as a digest alone; a mail that is sent again has another one, and that one holds. */
  private async confirm(id: string): Promise<void> {
    const secret = newSecret();
    const [draft] = await this.acts.read<{ asked: Asked; call_number: string }>(
      `update opinion_draft d set secret = $2 from opinion_line l where d.id = $1 and d.ends_at > clock_timestamp() and l.service_line = d.service_line returning d.asked, l.call_number`, [id, digestOf(secret)]);
    if (!draft) return;
    const address = `${(this.settings.PUBLIC_URL ?? '').replace(/\/$/, '')}/second-opinion#${id}.${secret}`;
    try {
      await mail({ id: newId(), to: draft.asked.mail, ...opinionLetter('confirm', { callNumber: draft.call_number, address }, this.settings), urgent: false }, this.settings);
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      if (!error.refused) throw new Later(AGAIN_SECONDS, error.code);
      // nobody reads mail there, so nobody will confirm it
      await this.acts.read('delete from opinion_draft where id = $1', [id]);
    }
  }

  private async mail(id: string, what: OpinionMail, start: number): Promise<void> {
    const [row] = await this.acts.read<OpinionColumns>('select * from opinion where id = $1', [id]);
    if (!row?.asked) return;
    const code = await this.sent(row, row.asked.mail, what, start);
    await this.acts.run(ACTOR, async (act) => {
      act.audit({ action: 'opinion.mailed', object: { kind: 'opinion', id }, outcome: code === null ? 'done' : 'failed', reason: code, details: { what } });
      await act.query('update opinion set mail_failed = $2, version = version + 1 where id = $1', [id, code === null ? null : what]);
      act.emit({ event: 'opinion.mailed', kind: 'opinion', id });
      if (code !== null) await tellLine(act, row, 'opinion.not-reached', this.settings);
    });
  }

  /** Null when it was taken, else why it never will be. */
  private async sent(row: OpinionColumns, to: string, what: OpinionMail, start: number): Promise<string | null> {
    try {
      await mail({ id: `${row.id}.${what}.${row.state_since.getTime()}`, to, ...opinionLetter(what, { callNumber: row.call_number, declined: row.declined }, this.settings), urgent: false }, this.settings);
      return null;
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      if (!error.refused && start < MOST_STARTS) throw new Later(AGAIN_SECONDS, error.code);
      return error.code;
    }
  }

  private async look(act: Act, id: string): Promise<void> {
    const row = await lockOpinion(act, id);
    if (row?.state !== 'waiting') return;
    act.audit({ action: 'opinion.unanswered', object: { kind: 'opinion', id }, from: row.state, to: row.state });
    await tellLine(act, row, 'opinion.unanswered', this.settings);
  }

  private async end(act: Act, id: string): Promise<void> {
    const row = await lockOpinion(act, id);
    if (row?.state !== 'waiting' || row.ends_at > act.now) return;
    await signal(act, { machine: 'opinion', id, move: 'expire' });
    wishForgotten(act, id);
    wishMail(act, id, 'expired');
  }

  private async news(act: Act, caseId: string): Promise<void> {
    const [row] = await act.query<OpinionColumns>('select * from opinion where case_id = $1 for update', [caseId]);
    if (!row) return;
    const stage = await stageOf(act, row);
    if (stage === row.told) return;
    await act.query('update opinion set told = $2 where id = $1', [row.id, stage]);
    if (stage === 'answered' || stage === 'ended') wishMail(act, row.id, stage);
  }
}

export const wishMail = (act: Act, id: string, what: OpinionMail): void => act.wish({ kind: 'opinion.mail', key: `opinion.mail ${id} ${what}`, data: { id, what } });
