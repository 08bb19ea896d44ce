import type { OutwardChannel } from '@causeway/domain';
import type { Acts } from '../../platform/acts/acts';
import type { Settings } from '../../platform/settings/settings';
import { sendMail } from './mail';
import { sendPage } from './pager';
import { sendPush } from './push';

/** What leaves the house: a sentence that names a kind of thing, and the address of the console. Nothing about patients is ever in it. */
export interface Message {
  /** The same for every try: who receives it twice can tell. */
  readonly id: string;
  readonly to: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly link: string;
  readonly urgent: boolean;
}

/** Hands a message over. Resolves with the other side's id of it; throws `ChannelFailure` when it was not taken. */
export type Send = (message: Message, settings: Settings, acts: Acts) => Promise<string>;

const SENDS: Readonly<Record<OutwardChannel, { readonly isSet: (settings: Settings) => boolean; readonly send: Send }>> = {
  mail: { isSet: (s) => s.SMTP_URL !== undefined, send: sendMail },
  pager: { isSet: (s) => s.PAGER_URL !== undefined, send: sendPage },
  // whoever lets a browser take notices sets it up
  push: { isSet: (s) => s.PUSH === 'on', send: sendPush },
};

/** Channels that are set up in this installation. */
export const openChannels = (settings: Settings): OutwardChannel[] => (Object.keys(SENDS) as OutwardChannel[]).filter((c) => SENDS[c].isSet(settings));

export const sendBy = (channel: OutwardChannel, message: Message, settings: Settings, acts: Acts): Promise<string> => SENDS[channel].send(message, settings, acts);
