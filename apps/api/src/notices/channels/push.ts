import http from 'node:http';
import https from 'node:https';
import { pinnedLookup } from '@causeway/transport-kit';
import webPush from 'web-push';
import { egress } from '../../platform/outward';
import type { Settings } from '../../platform/settings/settings';
import type { Message, Send } from './channels';
import { ChannelFailure } from './failure';
import { browsersOf, forgetBrowsers, portOf, pushKeys, sentTo, type PushAddress } from './push-browsers';

const TIMEOUT_MS = 10_000;
/** So long a push service keeps what a browser does not fetch: an urgent one is asked of the next in the chain long before. */
const KEEP_SECONDS = { urgent: 4 * 3600, other: 24 * 3600 } as const;

/** One notice to every browser of a person (`to` is their id). It is taken when one browser's service took it; browsers that are gone (404, 410) are forgotten. */
export const sendPush: Send = async (message, settings, acts) => {
  const browsers = await browsersOf(acts, message.to);
  const keys = await pushKeys(acts);
  const answers = await Promise.all(browsers.map(async ({ id, address }) => ({ id, ...(await answerOf(address, message, settings, keys)) })));
  await forgetBrowsers(acts, message.to, answers.filter((a) => a.status === 404 || a.status === 410).map((a) => a.id));
  const taken = answers.filter((a) => a.status >= 200 && a.status <= 299);
  await sentTo(acts, taken.map((a) => a.id));
  if (taken.length > 0) return message.id;
  const failed = answers.find((a) => a.status !== 404 && a.status !== 410);
  if (!failed) throw new ChannelFailure('no-browser', true);
  // too large or malformed for this service: another try is no better (RFC 8030 7.2)
  throw new ChannelFailure(failed.fault ?? `http-${failed.status}`, failed.status === 413 || failed.status === 400);
};

/** Encrypts for this browser alone (RFC 8291), signs as this installation (RFC 8292) and posts (RFC 8030) to an address this installation may call. */
async function answerOf(to: PushAddress, message: Message, settings: Settings, keys: Awaited<ReturnType<typeof pushKeys>>): Promise<{ readonly status: number; readonly fault?: string }> {
  const url = new URL(to.endpoint);
  const said = webPush.generateRequestDetails(to, JSON.stringify({ title: message.title, text: message.lines.join('\n'), tag: message.id, urgent: message.urgent }), {
    vapidDetails: { subject: subjectOf(settings), publicKey: keys.publicKey, privateKey: keys.privateKey }, contentEncoding: 'aes128gcm', TTL: message.urgent ? KEEP_SECONDS.urgent : KEEP_SECONDS.other,
    // a second try takes the place of the first where nobody fetched that
    topic: message.id.replaceAll('-', ''), urgency: message.urgent ? 'high' : 'normal',
  });
  try {
    const pins = await egress.reach(url.hostname, portOf(url));
    const status = await new Promise<number>((resolve, reject) => {
      const request = (url.protocol === 'https:' ? https : http).request(url, { method: 'POST', headers: said.headers, lookup: pinnedLookup(pins), signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      request.once('error', reject);
      request.end(said.body);
    });
    return { status };
  } catch (error) {
    return { status: 0, fault: (error as { fault?: string }).fault ?? 'not-reached' };
  }
}

/** Whom a push service may write to about us (RFC 8292 2.1): the public address, or the one mail comes from. */
function subjectOf(settings: Settings): string {
  if (settings.PUBLIC_URL?.startsWith('https:')) return settings.PUBLIC_URL;
  const mail = /<?([^<>\s]+@[^<>\s]+)>?$/.exec(settings.MAIL_FROM ?? '')?.[1];
  return `mailto:${mail ?? 'causeway@localhost'}`;
}
