import { createTransport } from 'nodemailer';
import type { Settings } from '../../platform/settings/settings';
import type { Send } from './channels';
import { ChannelFailure } from './failure';

const TIMES = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 20_000, dnsTimeout: 5_000 } as const;

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly urgent: boolean;
}

/** One mail (RFC 5322) over SMTP. Its Message-ID is the delivery's, so that a server that took it before can drop the second. */
export async function mail(letter: Mail, settings: Pick<Settings, 'SMTP_URL' | 'MAIL_FROM'>): Promise<string> {
  const transport = createTransport({ url: settings.SMTP_URL ?? '', ...TIMES, tls: { rejectUnauthorized: true } } as Parameters<typeof createTransport>[0]);
  const messageId = `<${letter.id}@causeway>`;
  try {
    await transport.sendMail({
      from: settings.MAIL_FROM, to: letter.to, subject: letter.subject, messageId, text: letter.text,
      headers: { 'Auto-Submitted': 'auto-generated', ...(letter.urgent ? { Importance: 'high' } : {}) }, disableFileAccess: true, disableUrlAccess: true,
    });
    return messageId;
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    // a permanent answer to RCPT is about this address (RFC 5321 4.2.1)
    throw new ChannelFailure(responseCode ? `smtp-${responseCode}` : (code ?? 'smtp').toLowerCase(), code === 'EENVELOPE' && (responseCode ?? 0) >= 550);
  } finally {
    transport.close();
  }
}

export const sendMail: Send = (message, settings) =>
  mail({ id: message.id, to: message.to, subject: message.title, urgent: message.urgent, text: [...message.lines, '', message.link, '', 'Choose what reaches you, and how, in the console under Notices.'].join('\n') }, settings);
