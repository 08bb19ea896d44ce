import { createHmac } from 'node:crypto';
import type { Send } from './channels';
import { mayReach } from './egress';
import { ChannelFailure } from './failure';

const TIMEOUT_MS = 10_000;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA-256 over `<seconds>.<body>`, so that the service knows who speaks, and that it is not an old message again. */
export const signatureOf = (secret: string, seconds: number, body: string): string => `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;

/** One SMS or page through the service of the house. It may drop a second message of the same Idempotency-Key. */
export const sendPage: Send = async (message, settings) => {
  const url = settings.PAGER_URL ?? '';
  if (!(await mayReach(url))) throw new ChannelFailure('address-not-allowed');
  const body = JSON.stringify({ id: message.id, to: message.to, text: [message.title, ...message.lines].join('\n'), link: message.link, urgent: message.urgent });
  const response = await fetch(url, {
    method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': message.id, 'Causeway-Signature': signatureOf(settings.PAGER_SECRET ?? '', Math.floor(Date.now() / 1000), body) },
  }).catch(() => null);
  if (!response) throw new ChannelFailure('not-reached');
  await response.body?.cancel();
  if (!response.ok) throw new ChannelFailure(`http-${response.status}`, [404, 410, 422].includes(response.status));
  return message.id;
};
