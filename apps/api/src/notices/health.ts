import type { Act } from '../platform/acts/act';

/** The channel took messages. When it failed before, that is over: what waits for it is tried at once. */
export async function worked(act: Act, channel: string, messages: number): Promise<void> {
  await act.query('insert into notice_channel (name) values ($1) on conflict (name) do nothing', [channel]);
  const [before] = await act.query<{ state: string }>('select state from notice_channel where name = $1 for update', [channel]);
  await act.query(
    `update notice_channel set sent = sent + $2, sent_at = clock_timestamp(), tried_at = clock_timestamp(), since = case when state = 'healthy' then since else clock_timestamp() end, state = 'healthy', cause = null where name = $1`, [channel, messages]);
  if (before?.state !== 'failing') return;
  act.audit({ action: 'channel.healed', object: { kind: 'channel', id: channel }, from: 'failing', to: 'healthy' });
  act.emit({ event: 'channel.healed', kind: 'channel', id: CHANNEL_ID, data: { channel } });
  act.wish({ kind: 'notice.heal-channel', key: `notice.heal-channel ${channel}`, data: { channel } });
}

/** The channel could not be used. The first time after it worked is told to open pages of administrators. */
export async function failed(act: Act, channel: string, cause: string): Promise<void> {
  await act.query('insert into notice_channel (name) values ($1) on conflict (name) do nothing', [channel]);
  const [before] = await act.query<{ state: string }>('select state from notice_channel where name = $1 for update', [channel]);
  await act.query(
    `update notice_channel set failures = failures + 1, tried_at = clock_timestamp(), since = case when state = 'failing' then since else clock_timestamp() end, state = 'failing', cause = $2 where name = $1`, [channel, cause]);
  if (before?.state === 'failing') return;
  act.audit({ action: 'channel.failed', object: { kind: 'channel', id: channel }, from: 'healthy', to: 'failing', details: { cause } });
  act.emit({ event: 'channel.failed', kind: 'channel', id: CHANNEL_ID, data: { channel } });
}

/** Channels have names, not ids; events need one. */
const CHANNEL_ID = '00000000-0000-7000-8000-00000000c4a1';
