import type { InboundDetail, ReleasePreview } from '@causeway/contracts';
import type { Outcomes } from '@causeway/domain';
import { spoken } from '../core/why/decision-words';

// Words of the exam page for codes of release decisions, deliveries and what happened to an exam.

type Release = Outcomes['release'];
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const visibleWords: Readonly<Record<Release['visible'], string>> = {
  all: 'Everyone who may see the patient sees it',
  'care-team': 'The care team sees it',
  requester: 'Only who asked for it sees it',
};
const whenWords: Readonly<Record<Release['when'], string>> = { now: 'at once', 'after-check': 'after the check', 'with-appointment': 'and it is loaded with the appointment' };
const orderWords: Readonly<Record<Release['order'], string>> = {
  none: 'No order is made.',
  import: 'An import order is sent, so that PACS expects it.',
  read: 'An order to read it is sent.',
};
const destinationWords: Readonly<Record<Release['destinations'][number], string>> = {
  pacs: 'PACS', vna: 'VNA', 'viewer-only': 'the viewer only', 'service-archive': 'the archive of the service line',
};

const of = (words: Readonly<Record<string, string>>, code: string): string => words[code] ?? sentence(spoken(code));

/** "The care team sees it, after the check." */
export const visibleText = (preview: ReleasePreview): string => `${of(visibleWords, preview.visible)}, ${of(whenWords, preview.when)}.`;
export const orderText = (preview: ReleasePreview): string => of(orderWords, preview.order);

/** "The care team and who handles it, until it is released". Those who handle exams always see them. */
export function shownToText(visible: InboundDetail['visible']): string {
  switch (visible) {
    case 'all': return 'Everyone who may see the patient';
    case 'care-team': return 'The care team, and who handles it';
    case 'requester': return 'Who asked for it, and who handles it';
    case null: return 'The care team and who handles it, until it is released';
  }
}

/** Our own destinations in words; a configured one as it is called. */
export const destinationText = (code: string): string => (destinationWords as Readonly<Record<string, string>>)[code] ?? code;

const happened: Readonly<Record<string, string>> = {
  'inbound.made': 'First image arrived',
  'inbound.add-instance': 'More images arrived',
  'inbound.settle': 'All here',
  'inbound.quarantine': 'Stopped for a look',
  'inbound.clear': 'Cleared',
  'inbound.accept-identity': 'Identified',
  'inbound.recognise-own': 'Recognised as our own',
  'inbound.lose-identity': 'Identity taken back',
  'inbound.pass-check': 'Checked',
  'inbound.approve': 'Released',
  'inbound.waits-for-visit': 'Waits for the visit',
  'inbound.visit-unknown': 'Waits for a visit nobody knows of',
  'inbound.visit-due': 'The visit is near',
  'inbound.visit-missing': 'Still no appointment known',
  'inbound.load-now': 'Loaded without waiting',
  'order.placed': 'Order placed',
  'order.changed': 'Order changed to one to read',
  'inbound.confirm-delivery': 'In PACS',
  'inbound.fail-delivery': 'Delivery failed',
  'inbound.park': 'Set aside',
  'inbound.unpark': 'Back in work',
  'inbound.return': 'Returned to the sender',
  'inbound.reject': 'Rejected',
  'inbound.recall': 'Called back',
  'inbound.confirm-recall': 'Call-back confirmed',
  'inbound.reopen': 'Taken up again',
  'inbound.split': 'Series parted off',
  'inbound.purge': 'Purged',
  'inbound.need-set': 'Need written down',
  'inbound.checklist-saved': 'Checklist answered',
  'match.made': 'Patient looked for',
  'match.propose': 'Left to a person',
  'match.accept-by-policy': 'Matched by policy',
  'match.accept': 'Matched',
  'match.override': 'Match overridden',
  'match.unlink': 'Match undone',
  'match.ask-registration': 'Registration asked',
  'lease.claim': 'Claimed',
  'lease.release': 'Claim released',
  'lease.take-over': 'Claim taken over',
  'lease.expire': 'Claim ran out',
  'transfer.made': 'Delivery planned',
  'transfer.start': 'Delivery begun',
  'transfer.verify': 'Sent, being counted',
  'transfer.complete': 'Delivered and counted',
  'transfer.find-missing': 'Images missing at the archive',
  'transfer.fail': 'Delivery failed',
  'transfer.retry': 'Delivery tried again',
  'exam.prior-asked': 'Earlier exam of our archive opened beside it',
  'overread.made': 'Read asked for',
  'overread.claim': 'Read claimed',
  'overread.draft': 'Read begun',
  'overread.sign': 'Read signed',
  'overread.acknowledge': 'Read acknowledged',
  'import-order.made': 'Order planned',
};

/** What happened, for the custody list; an event we have no words for is read out. */
export const eventWords = (event: string): string => happened[event] ?? sentence(spoken(event));
