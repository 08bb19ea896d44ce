import type { FixCard } from '@causeway/contracts';
import { calledAddress, type Fault, type SettingsField } from '@causeway/transport-kit';
import type { KeptRung } from './ladder';

export interface CardFacts {
  readonly house: string;
  readonly facility: string;
  readonly kind: string;
  /** As kept; only addresses and titles are taken from it. */
  readonly settings: unknown;
  readonly form: readonly SettingsField[];
  readonly at: Date;
  /** When all connections behind one fail together. */
  readonly gateway: { readonly name: string; readonly connections: number } | null;
}

type Values = FixCard['values'];
interface Words { readonly title: string; readonly words: string; readonly steps: readonly string[] }

/** What to tell the people of the other side, by what is wrong: what we met, and what they can do. */
const CARDS: Readonly<Record<Fault, Words>> = {
  'address-not-allowed': { title: 'The address cannot be called from here', words: 'The address we have for you is one our installation may not call.', steps: ['Tell us the public address of your system, or the one inside the VPN between us.', 'If it is inside a VPN, ask us to allow that network.'] },
  'name-unknown': { title: 'The host name is not known', words: 'The host name we have for you cannot be resolved from our network.', steps: ['Check the spelling of the name.', 'Publish it in public DNS, or give us the address.'] },
  'name-service': { title: 'The name service does not answer', words: 'The servers that should answer for your host name do not.', steps: ['Check that your DNS servers can be reached from outside.'] },
  'nobody-listens': { title: 'Nobody listens at the port', words: 'Your host answers, and refuses connections at this port.', steps: ['Check that the service is started, and at which port it listens.', 'Check that the port is forwarded to it.'] },
  'no-route': { title: 'There is no way to the host', words: 'The network between us has no route to your host.', steps: ['Check the VPN or the routing between our networks.'] },
  'no-answer': { title: 'The host does not answer', words: 'Our connection attempts are not answered at all, as when a firewall drops them.', steps: ['Allow our address through your firewall to this host and port.', 'Check that the host is on.'] },
  'not-tls': { title: 'The port does not speak TLS', words: 'We asked for a secure connection, and your port answers without encryption.', steps: ['Give us the port of your TLS listener, often 2762 for DICOM.', 'Or switch TLS on at this port.'] },
  'tls-version': { title: 'The TLS version is too old', words: 'We need TLS 1.2 or 1.3, and your system offers neither.', steps: ['Switch TLS 1.2 or later on at your system.'] },
  tls: { title: 'No secure connection', words: 'The secure connection could not be agreed.', steps: ['Check the certificate and the TLS settings of your system.', 'It may want a certificate from us: tell us which authority you accept.'] },
  'certificate-expired': { title: 'Your certificate has expired', words: 'Your system shows a certificate that is no longer valid.', steps: ['Install a new certificate and restart the service.', 'Send us the certificate of its authority if that changed.'] },
  'certificate-not-yet-valid': { title: 'Your certificate is not valid yet', words: 'Your system shows a certificate that begins in the future, or one of our clocks is wrong.', steps: ['Check the clock of your server.', 'Install a certificate that is valid now.'] },
  'certificate-name': { title: 'The certificate is for another name', words: 'Your certificate does not name the host we call. It may be the one of another system or another site.', steps: ['Install the certificate that names this host.', 'Or tell us the host name the certificate is for.'] },
  'certificate-untrusted': { title: 'We do not know who signed your certificate', words: 'Your certificate is signed by an authority we do not have on file, or by itself.', steps: ['Send us the certificate of the authority, in PEM.', 'Check that your server sends the certificates between its own and that authority.'] },
  'our-certificate-wanted': { title: 'You want a certificate from us', words: 'Your system asks us for a certificate and we show none.', steps: ['Tell us which authority you accept, and we will use a certificate of it.'] },
  'our-certificate-refused': { title: 'Our certificate is not accepted', words: 'Your system does not take the certificate we show.', steps: ['Add the authority of our certificate to those your system trusts.'] },
  'our-certificate-expired': { title: 'Our certificate has expired', words: 'The fault is on our side: our certificate has ended.', steps: ['Nothing to do for you: we renew it.'] },
  'called-ae-title': { title: 'The AE title does not match', words: 'Our test reached your system and was turned away because it does not know the AE title we called.', steps: ['Tell us the AE title exactly as it is configured: upper and lower case count.'] },
  'called-ae-title-case': { title: 'The AE title differs in upper and lower case', words: 'Your system answers to the same AE title in capitals, and not as we have it.', steps: ['Confirm the spelling of your AE title.'] },
  'calling-ae-title': { title: 'Our AE title is not on your list', words: 'Our test reached your system and was turned away because it does not know our AE title.', steps: ['Add our AE title, with our address, to the systems that may connect.'] },
  'association-refused': { title: 'The association is refused', words: 'Your system refuses our association.', steps: ['Look into its log at the time of the test.', 'Check that our AE title may connect, and for which services.'] },
  busy: { title: 'Your system is busy', words: 'Your system turned us away for now: it has no room for another connection.', steps: ['Allow one more connection, or tell us when there is room.'] },
  aborted: { title: 'Your system breaks the connection off', words: 'Your system took our connection and aborted it.', steps: ['Look into its log at the time of the test for the reason.'] },
  silent: { title: 'Your system is connected and silent', words: 'Your system takes our connection and then says nothing.', steps: ['Check that the service is healthy: restarting it often helps.', 'Check for a firewall that inspects the protocol.'] },
  closed: { title: 'Your system closes the connection', words: 'Your system closes the connection before it answers.', steps: ['Look into its log at the time of the test.', 'Check whether our address may connect.'] },
  'other-protocol': { title: 'Something else answers at this port', words: 'What answers at this port does not speak the protocol we expected.', steps: ['Tell us host and port of the right service.'] },
  'service-not-offered': { title: 'The service is not offered', words: 'Your system does not offer the service that was asked for.', steps: ['Switch the service on for our system, or tell us where it is offered.'] },
  'contexts-refused': { title: 'The kinds of objects are refused', words: 'Your system accepts our association and none of what we offer on it.', steps: ['Allow our AE title the services and kinds of images that are to be exchanged.'] },
  'transfer-syntax': { title: 'Images are not taken uncompressed', words: 'Your system takes images compressed only. Every system must take them uncompressed (DICOM PS3.5, Implicit VR Little Endian).', steps: ['Allow Implicit and Explicit VR Little Endian for our AE title.'] },
  status: { title: 'Your system answers with a failure', words: 'Your system understood what we asked, and answered with a failure.', steps: ['Look into its log at the time of the test for the status in our sentence.'] },
  unauthorised: { title: 'The sign-in is not accepted', words: 'Your service does not accept the user name, password or token we have.', steps: ['Check that our account is there and not locked.', 'Send us a new password or token by a safe way.'] },
  forbidden: { title: 'Our account may not do this', words: 'Your service knows us and does not allow what we ask.', steps: ['Give our account leave to search, store and retrieve.'] },
  'service-not-found': { title: 'There is no service at this address', words: 'Your server answers, and has no such service at the address we have.', steps: ['Tell us the address before /studies, exactly.'] },
  redirected: { title: 'The address points elsewhere', words: 'Your server sends us on to another address. We do not follow: our credentials are for the address we know.', steps: ['Tell us the final address.'] },
  'not-dicomweb': { title: 'The answer is not DICOMweb', words: 'What answers is a web page or another service, not DICOMweb.', steps: ['Tell us the address of the DICOMweb service; a sign-in page before it must not stand in the way of our account.'] },
  'server-failed': { title: 'Your server fails', words: 'Your server answers with an error of its own.', steps: ['Look into its log at the time of the test.'] },
  'media-type': { title: 'The media type is not served', words: 'Your server does not serve the media type of the standard.', steps: ['Switch on application/dicom+json for searches, and application/dicom for objects.'] },
  'message-refused': { title: 'The message is rejected', words: 'Your system rejects our HL7 message (AR).', steps: ['Check that our sending application and facility are known there.', 'Look into its log at the time of the test.'] },
  'message-error': { title: 'The message is answered with an error', words: 'Your system understands our HL7 message and answers AE.', steps: ['Look into its log at the time of the test for the segment in our sentence.', 'Tell us which segment or code it expects.'] },
  clock: { title: 'The clocks differ', words: 'The clock of your server and ours differ. Orders and reports would be put into the wrong order.', steps: ['Set the clock of your server by a time service (NTP).'] },
  'not-seen': { title: 'The test exam does not appear', words: 'Your system took our test exam and does not list it.', steps: ['Look for it in quarantine or in a list of unmatched exams: patient TEST^CONNECTION, number CAUSEWAY-TEST.'] },
  'not-the-same': { title: 'The test exam came back changed', words: 'What came back is not what was sent.', steps: ['Tell us whether your system changes what it stores.'] },
  slow: { title: 'The connection is slow', words: 'Answers take much longer than usual.', steps: ['Check the load of the system and of the line.'] },
  folder: { title: 'The folder cannot be used', words: 'The fault is on our side: the folder is not there, or may not be written to.', steps: ['Nothing to do for you.'] },
  settings: { title: 'Our settings are not complete', words: 'The fault is on our side: what we have on file cannot be used.', steps: ['Nothing to do for you yet; we may come back with a question.'] },
  source: { title: 'Our test exam could not be made', words: 'The fault is on our side.', steps: ['Nothing to do for you.'] },
};

interface Called { readonly calledAeTitle?: string; readonly callingAeTitle?: string; readonly sendingApplication?: string; readonly sendingFacility?: string; readonly receivingApplication?: string; readonly receivingFacility?: string; readonly url?: string; readonly tls?: { readonly serverName?: string; readonly servername?: string } }

function valuesOf({ settings, form, at }: CardFacts, rung: KeptRung): Values {
  const s = settings as Called;
  const address = calledAddress(form, settings);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Your AE title, as we have it', s.calledAeTitle], ['Our AE title', s.callingAeTitle ?? (s.calledAeTitle ? 'CAUSEWAY' : undefined)],
    ['Your address', s.url ?? (address ? `${address.host} : ${address.port}` : undefined)], ['Name we expect in your certificate', s.tls?.serverName ?? s.tls?.servername],
    ['Your application and facility', s.receivingApplication ? [s.receivingApplication, s.receivingFacility].filter(Boolean).join(' / ') : undefined], ['Our application and facility', s.sendingApplication ? [s.sendingApplication, s.sendingFacility].filter(Boolean).join(' / ') : undefined],
    ['We expected', rung.expected], ['We met', rung.actual], ['Test time', `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`],
  ];
  return rows.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

/** The card for a rung that failed: what we met in plain words, both values, and what the other side can do. Made of settings and sentences that hold no patient data. */
export function fixCard(facts: CardFacts, rung: KeptRung): FixCard {
  const fault = (rung.fault ?? 'status') as Fault;
  const { title, words, steps } = CARDS[fault] ?? CARDS.status;
  return {
    title, greeting: `Hello ${facts.facility} imaging IT,`, words: [...(facts.gateway ? [`Your gateway ${facts.gateway.name} is away: none of the ${facts.gateway.connections} connections behind it answers us. Begin there: what stands below may follow from it.`] : []), words, `${facts.house} tested the connection to your system. ${rung.details.length > 0 ? 'More of what was met stands below.' : ''}`.trim(), ...rung.details],
    values: valuesOf(facts, rung), steps, rung: rung.rung, fault, at: facts.at.toISOString(),
  };
}
