import { ChannelFailure } from '../notices/channels/failure';
import { mail } from '../notices/channels/mail';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';

type House = Pick<Settings, 'SMTP_URL' | 'MAIL_FROM' | 'PUBLIC_URL' | 'SITE_NAME' | 'SITE_ZONE'>;

/** How whoever gets the mail has the code: told by us, or shown when they asked us by themselves. */
export type CodeFrom = 'told' | 'asked';
const WORDS: Readonly<Record<CodeFrom, readonly [asks: string, code: string]>> = {
  told: ['asks you to bring images.', 'You need the code we tell you in another way.'],
  asked: ['takes up what you asked, and needs your images for it.', 'You need the code you were shown when you asked.'],
};

/** Mails the address of a link, and nothing of the patient or the code. `sent`, or a code that says why not. */
export async function mailLink(to: string, address: string, endsAt: Date, settings: House, code: CodeFrom = 'told'): Promise<string> {
  if (!settings.SMTP_URL) return 'no-mail-server';
  if (!settings.PUBLIC_URL) return 'no-public-address';
  const until = endsAt.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: settings.SITE_ZONE });
  const text = [
    `${settings.SITE_NAME} ${WORDS[code][0]}`, '', 'Open this address on a telephone or a computer:', address, '',
    `${WORDS[code][1]} The address can be opened until ${until}.`, '', 'If you do not know why you get this mail, delete it.',
  ].join('\n');
  try {
    await mail({ id: newId(), to, subject: `${settings.SITE_NAME} asks for images`, text, urgent: false }, settings);
    return 'sent';
  } catch (error) {
    if (error instanceof ChannelFailure) return error.code;
    throw error;
  }
}
