import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { AddPushBrowser, RemovePushBrowser, SaveNoticePreferences, type ChannelsView, type NoticePreferencesView, type NoticeWhy, type PushView } from '@causeway/contracts';
import { isZone, type OutwardChannel } from '@causeway/domain';
import type * as z from 'zod/mini';
import { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import { Needs, SignedIn } from '../platform/http/ability';
import { Checked, IdPipe } from '../platform/http/body.pipe';
import { CallerOf, type Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { SETTINGS, type Settings } from '../platform/settings/settings';
import { queryable } from '../exchange/queryable';
import { addBrowser, pushView, removeBrowser } from './channels/push-browsers';
import { openChannels, sendBy } from './channels/channels';
import { ChannelFailure } from './channels/failure';
import { channelsView } from './channel-health';
import { linkOf } from './message';
import { PREFERENCE, preferencesOf } from './preferences';

/** How notices reach a person, why one did, and whether the channels work. */
@Controller('api/v1/notices')
export class PreferenceController {
  constructor(private readonly acts: Acts, @Inject(SETTINGS) private readonly settings: Settings) {}

  @Get('preferences')
  @SignedIn()
  async preferences(@CallerOf() caller: Caller): Promise<NoticePreferencesView> {
    return { ...(await preferencesOf(queryable(this.acts), caller.id, this.settings)), open: openChannels(this.settings) };
  }

  @Put('preferences')
  @SignedIn()
  async save(@Body(new Checked(SaveNoticePreferences)) body: z.output<typeof SaveNoticePreferences>, @CallerOf() caller: Caller): Promise<NoticePreferencesView> {
    if (!isZone(body.zone)) throw new Refusal(422, 'zone', 'A time zone is a name such as America/New_York.', { errors: [{ pointer: '/zone', detail: 'a name of the time zone database' }] });
    await this.acts.run(caller.actor, async (act) => {
      await act.query('insert into preference (person_id, name, value) values ($1, $2, $3) on conflict (person_id, name) do update set value = excluded.value', [caller.id, PREFERENCE, JSON.stringify(body)]);
      // what an old address refused goes to the new one
      const refused = await act.query<{ notice_id: string }>(`update notice_delivery set cause = 'address-changed' where person_id = $1 and state = 'failed' and cause like 'refused:%' returning notice_id`, [caller.id]);
      for (const { notice_id: id } of refused) act.wish({ kind: 'notice.heal', key: `notice.heal ${id}`, data: { id } });
      // addresses are the person's own affair: that they changed is written down, not what they are
      act.audit({ action: 'notice.preferences-saved', object: { kind: 'person', id: caller.id }, details: { channels: Object.keys(body.addresses), topics: body.topics, quiet: body.quiet, digestAt: body.digestAt } });
    });
    return this.preferences(caller);
  }

  /** Sends a message that says it is a test to one's own address, so that nobody finds out at night that it was wrong. */
  @Post('preferences/test/:channel')
  @HttpCode(200)
  @SignedIn()
  async test(@Param('channel') channel: string, @CallerOf() caller: Caller): Promise<{ ok: boolean; cause: string | null }> {
    const known = openChannels(this.settings).find((c) => c === channel);
    const address = known && (await preferencesOf(queryable(this.acts), caller.id, this.settings)).addresses[known];
    if (!known || !address) throw new Refusal(409, 'no-address', 'Save an address for this channel first.');
    await this.limit(caller, known);
    try {
      await sendBy(known, { id: newId(), to: address, title: 'Causeway: a test of your notices', lines: ['This is a test you asked for. Nothing needs you.'], link: linkOf(this.settings), urgent: false }, this.settings, this.acts);
      return { ok: true, cause: null };
    } catch (error) {
      if (!(error instanceof ChannelFailure)) throw error;
      return { ok: false, cause: error.code };
    }
  }

  /** Browsers of one's own that take notices, and the key with which another one is let in. */
  @Get('push')
  @SignedIn()
  push(@CallerOf() caller: Caller): Promise<PushView> {
    return pushView(this.acts, caller, this.settings);
  }

  @Post('push')
  @HttpCode(200)
  @SignedIn()
  async addBrowser(@Body(new Checked(AddPushBrowser)) body: z.output<typeof AddPushBrowser>, @CallerOf() caller: Caller): Promise<PushView> {
    await addBrowser(this.acts, caller, body, this.settings);
    return this.push(caller);
  }

  @Post('push/remove')
  @HttpCode(200)
  @SignedIn()
  async removeBrowser(@Body(new Checked(RemovePushBrowser)) body: z.output<typeof RemovePushBrowser>, @CallerOf() caller: Caller): Promise<PushView> {
    await removeBrowser(this.acts, caller, body.browser);
    return this.push(caller);
  }

  @Get('channels')
  @Needs('settings.change')
  channels(): Promise<ChannelsView> {
    return channelsView(this.acts, this.settings);
  }

  @Get(':id/why')
  @SignedIn()
  async why(@Param('id', new IdPipe()) id: string, @CallerOf() caller: Caller): Promise<NoticeWhy> {
    const [n] = await this.acts.read<{ because: string; role: string; event: string; data: { wanted?: string }; decision_id: string | null; kind: string | null; number: number | null; scope: string | null; decided_by: string[] | null }>(
      `select n.because, n.role, n.event, n.data, n.decision_id, d.kind, v.number, v.scope, d.decided_by from notice n left join decision d on d.id = n.decision_id left join policy_version v on v.id = d.policy_version_id where n.id = $1 and n.person_id = $2`, [id, caller.id]);
    if (!n) throw notFound('notice');
    const rows = await this.acts.read<{ channel: OutwardChannel; state: string; due_at: Date; done_at: Date | null; cause: string | null; attempts: number }>('select channel, state, due_at, done_at, cause, attempts from notice_delivery where notice_id = $1 order by channel', [id]);
    return {
      because: n.because, role: n.role, event: n.event, wanted: n.data.wanted ?? 'in-app', decisionId: n.decision_id, policy: n.number === null ? null : { kind: n.kind ?? '', number: n.number, scope: n.scope ?? 'all', rules: n.decided_by ?? [] },
      deliveries: rows.map((d) => ({ channel: d.channel, state: d.state, at: d.done_at?.toISOString() ?? null, dueAt: d.due_at.toISOString(), cause: d.cause, attempts: d.attempts })),
    };
  }

  /** A test a minute: the house's mail server is not for playing. */
  private async limit(caller: Caller, channel: OutwardChannel): Promise<void> {
    const [recent] = await this.acts.read(`select 1 as recent from audit_entry where object_kind = 'person' and object_id = $1 and action = 'notice.channel-tested' and at > clock_timestamp() - interval '1 minute' limit 1`, [caller.id]);
    if (recent) throw new Refusal(429, 'too-many-tries', 'One test a minute. Look whether the last one arrived.');
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'notice.channel-tested', object: { kind: 'person', id: caller.id }, details: { channel } }));
  }
}

