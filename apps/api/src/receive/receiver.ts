import cluster from 'node:cluster';
import { createMllpServer, type MllpServer } from '@causeway/transport-hl7v2';
import type { Logger } from '../platform/log';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import { plainAddress } from '../platform/addresses';
import { equip } from '../platform/outward';
import { TOKEN_SQL, type TokenRow } from '../platform/sign-in/tokens';
import { claimSocket } from './dicomweb/claim-socket';
import { doorAddress } from './dicomweb/door-address';
import { StowDoor } from './dicomweb/stow-door';
import { Commitments } from './dimse/commitments';
import { DimseListener } from './dimse/listener';
import { Partners, PARTNERS_SQL, type PartnerRow } from './dimse/partners';
import { Refusals } from './dimse/refusals';
import { Trust, TRUSTED_SQL, type TrustedRow } from './dimse/trust';
import { GroupCommit } from './group-commit';
import { Intake } from './intake/intake';
import { Quarantine } from './intake/quarantine';
import { Connection } from './ledger/connection';
import { Daybook } from './ledger/daybook';
import { Ledger } from './ledger/ledger';
import { MessageRouter } from './mllp/router';
import type { ReceiverActs } from './receiver-acts';
import { refuseOldSchema } from './schema-check';

export interface ReceiverOptions {
  /** Its number among the receivers of this machine, from 1: each has an audit lane of its own. */
  readonly number?: number;
  /** Whether it also listens for HL7 messages. */
  readonly messages?: boolean;
}

export interface RunningReceiver {
  readonly dicomPort: number;
  readonly dicomTlsPort: number | null;
  readonly mllpPort: number | null;
  /** Where anybody may hand objects over by STOW-RS without the api between. */
  readonly stowPort: number | null;
  stop(): Promise<void>;
}

const DATABASE_WAIT_MS = 30_000;
const GRACE_MS = 10_000;

/** Starts listening for DICOM objects over DIMSE and STOW-RS, and for HL7 messages, and puts what arrives on the ledger. */
export async function startReceiver(settings: Settings, log: Logger, { number = 1, messages = true }: ReceiverOptions = {}): Promise<RunningReceiver> {
  equip(settings);
  await refuseOldSchema(settings.DATABASE_URL);
  const lane = number === 1 ? 'receiver' : `receiver ${number}`;
  const objects = objectsOf(settings);
  const ledger = new Ledger({ url: settings.DATABASE_URL, lane, connections: 1 });
  const desk = new Connection({ url: settings.DATABASE_URL, name: `causeway ${lane}`, onChange: () => undefined });
  let opened: Promise<ReceiverActs> | null = null;
  const rest = (): Promise<ReceiverActs> => {
    opened ??= import('./receiver-acts').then((m) => m.openReceiverActs(settings, lane));
    opened.catch(() => { opened = null; });
    return opened;
  };
  const partners = new Partners(async () => (await desk.query<PartnerRow>({ name: 'partners', text: PARTNERS_SQL })).rows);
  const refusals = new Refusals((entries) => desk.query({ text: 'select audit_append($1, $2)', values: [lane, JSON.stringify(entries)] }));
  const quarantine = new Quarantine(async () => (await rest()).acts);
  const daybook = new Daybook({ url: settings.DATABASE_URL, lane, ledger, aside: (object) => quarantine.keep(object), onFault: (code) => log.error({ code }, 'posting failed') });
  const intake = new Intake({ objects, group: new GroupCommit(objects, daybook), quarantine, ready: () => daybook.ready });
  const commitments = new Commitments(
    (text, values) => desk.query({ text, values: [...values] }).then((result) => result.rows as never), (event, facts) => log.warn(facts, event), { posted: () => daybook.posted() });
  const tls = settings.DICOM_TLS_CERT && settings.DICOM_TLS_KEY && settings.DICOM_TLS_CA
    ? { certPem: settings.DICOM_TLS_CERT, keyPem: settings.DICOM_TLS_KEY, caPem: settings.DICOM_TLS_CA }
    : null;
  const trust = new Trust(async () => (await desk.query<TrustedRow>({ name: 'trusted', text: TRUSTED_SQL })).rows, (fingerprints) => listener.trust(fingerprints));
  const listener: DimseListener = new DimseListener({
    aeTitle: settings.AE_TITLE, unknownSender: settings.UNKNOWN_SENDER, intake, partners, refusals, commitments, ready: () => daybook.ready, ...(tls ? { tls, trust } : {}),
    log: (event, facts) => log[/failed|timeout|rejected/.test(event) ? 'warn' : 'debug'](facts, event),
  });
  const stow = new StowDoor({
    intake, settings, log, ready: () => daybook.ready && desk.up, posted: () => daybook.posted(),
    readToken: async (digest) => (await desk.query<TokenRow>({ name: 'token', text: TOKEN_SQL, values: [digest] })).rows[0],
  });
  let mllp: MllpServer | null = null;
  await Promise.all([ledger.untilReady(DATABASE_WAIT_MS), daybook.untilReady(DATABASE_WAIT_MS), desk.untilUp(DATABASE_WAIT_MS)]);
  // what a receiver before us answered for and could not post any more; if it cannot be done now it is tried again
  await daybook.posted().catch(() => undefined);
  partners.start();
  const dicomPort = await listener.listen(settings.DICOM_PORT, settings.DICOM_HOST);
  // among several receivers the process that keeps them has done this
  if (!cluster.isWorker) await claimSocket(doorAddress(settings));
  await stow.listen(doorAddress(settings), 'api');
  const stowPort = settings.STOW_PORT === undefined ? null : await stow.listen({ host: settings.STOW_HOST, port: settings.STOW_PORT }, 'anybody');
  if (tls) await trust.start();
  const tlsPort = await listener.listenSecured(settings.DICOM_TLS_PORT, settings.DICOM_HOST);
  if (messages) {
    const router = async (): Promise<MessageRouter> => new MessageRouter((await rest()).handlers, settings.SITE_ZONE);
    mllp = await createMllpServer({
      host: settings.MLLP_HOST, port: settings.MLLP_PORT,
      handle: async (bytes, peer) => (await router()).handle(bytes, plainAddress(peer.address)),
      refuseTooLarge: (head) => new MessageRouter({}, settings.SITE_ZONE).tooLarge(head),
      onEvent: (event) => log.warn(event, 'mllp'),
    });
  }
  log.info({ dicom: dicomPort, dicomTls: tlsPort, mllp: mllp?.port ?? null, stow: stowPort, receiver: number }, 'listening');
  return {
    dicomPort,
    dicomTlsPort: tlsPort,
    mllpPort: mllp?.port ?? null,
    stowPort,
    stop: async () => {
      await Promise.all([listener.close(GRACE_MS), stow.close(GRACE_MS), mllp?.close(GRACE_MS)]);
      partners.stop();
      trust.stop();
      await refusals.flush();
      await daybook.close();
      await Promise.all([ledger.close(), desk.close(), objects.close(), opened?.then((r) => r.close())]);
    },
  };
}
