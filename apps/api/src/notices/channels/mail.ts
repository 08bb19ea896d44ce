import { createTransport } from 'nodemailer';
import type { Send } from './channels';
import { ChannelFailure } from './failure';

const TIMES = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 20_000, dnsTimeout: 5_000 } as const;

/** One mail (RFC 5322) over SMTP. Its Message-ID is the delivery's, so that a server that took it before can drop the second. */
export const sendMail: Send = async (message, settings) => {
  const transport = createTransport({ url: settings.SMTP_URL ?? '', ...TIMES, tls: { rejectUnauthorized: true } } as Parameters<typeof createTransport>[0]);
  const messageId = `<${message.id}@causeway>`;
  try {
    await transport.sendMail({
      from: settings.MAIL_FROM, to: message.to, subject: message.title, messageId, text: [...message.lines, '', message.link, '', 'Choose what reaches you, and how, in the console under Notices.'].join('\n'),
      headers: { 'Auto-Submitted': 'auto-generated', ...(message.urgent ? { Importance: 'high' } : {}) }, disableFileAccess: true, disableUrlAccess: true,
    });
    return messageId;
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    // a permanent answer to RCPT is about this address (RFC 5321 4.2.1)
    throw new ChannelFailure(responseCode ? `smtp-${responseCode}` : (code ?? 'smtp').toLowerCase(), code === 'EENVELOPE' && (responseCode ?? 0) >= 550);
  } finally {
    transport.close();
  }
};
