/** Messages from a partner to the intake, answers back. */
import { encodeMessage, Hl7Problem, salvageHeader, writeAck, type AckOut, type Header } from '@causeway/hl7v2';
import { TransportFailure, type Intake, type LineContext, type Listener } from '@causeway/transport-kit';
import { randomBytes } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { senderOf } from './identity';
import { createMllpServer } from './server/server';
import { type Peer } from './server/options';
import { addressRules, type Hl7v2Settings } from './settings';

const TOO_LARGE = new Hl7Problem('too-large', 'The message is larger than this receiver takes.');
const NO_HEADER = new Hl7Problem('no-msh', 'No message header with a control id (MSH-10) could be read.', { segment: 'MSH', field: 10 });

function refusal(header: Header | null, problem: Hl7Problem): Uint8Array {
  const out: AckOut = {
    code: 'AR', controlId: `ACK${randomBytes(8).toString('hex')}`, at: { epochMs: Date.now(), offsetMinutes: 0 }, problem,
  };
  return encodeMessage(writeAck(header, out));
}

/** Whether an address is one of the rules; `*` is every address. */
export function admitter(rules: string): (peer: Peer) => boolean {
  const list = new BlockList();
  const all = addressRules(rules);
  for (const rule of all.filter((text) => text !== '*')) {
    const [address = '', prefix] = rule.split('/');
    const type = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(prefix), type);
  }
  return ({ address }) => all.includes('*') || list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

async function hand(bytes: Uint8Array, peer: Peer, take: NonNullable<Intake['message']>): Promise<Uint8Array> {
  const header = salvageHeader(bytes);
  if (header === null || header.controlId === '') return refusal(header, NO_HEADER);
  const type = header.event === null ? header.type : `${header.type}^${header.event}`;
  const reply = await take({ id: header.controlId, type, bytes }, { address: peer.address, identity: senderOf(header) });
  return reply.bytes;
}

/**
 * Every message goes to `intake.message`, which resolves once it is safe; its bytes are the acknowledgement (none when empty). A message
 * without readable control id, or too large, is refused here (AR): no repetition could be told from it.
 * @throws TransportFailure `misconfigured` without message intake, or when the port cannot be had or its certificate not be used
 */
export async function receive(settings: Hl7v2Settings, intake: Intake, context: LineContext): Promise<Listener> {
  const { listen } = settings;
  const take = intake.message?.bind(intake);
  if (take === undefined) throw new TransportFailure('misconfigured', 'never', 'Nothing here takes HL7 messages.');
  const tls = listen.certPem === undefined || listen.keyPem === undefined ? {} : { tls: { cert: listen.certPem, key: listen.keyPem, clientCa: listen.clientCaPem } };
  try {
    const server = await createMllpServer({
      host: listen.host,
      port: listen.port ?? 0,
      ...tls,
      limits: { connectionsPerPeer: listen.connections },
      admit: admitter(listen.from),
      handle: (bytes, peer) => hand(bytes, peer, take),
      refuseTooLarge: (head) => refusal(salvageHeader(head), TOO_LARGE),
      onEvent: ({ event, reason, address }) => context.log(`mllp.${event}`, { endpoint: context.endpoint, reason, address }),
    });
    return { host: server.host, port: server.port, close: () => server.close() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new TransportFailure('misconfigured', 'never', `Listening on port ${listen.port ?? 0} is not possible (${code}).`, { cause: error });
  }
}
