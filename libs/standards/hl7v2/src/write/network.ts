import { message, segment } from './er7';
import { msh, type Envelope } from './envelope';
import { writeMoment } from './time';

/**
 * NMQ^N01 (HL7 2.5.1 chapter 14.3.1): asks the other side for its clock. It changes nothing there and carries no patient; any
 * acknowledgement, a refusal too, shows that an HL7 application is listening.
 */
export function writeNetworkQuery(envelope: Envelope): string {
  return message([msh(envelope, 'NMQ', 'N01', 'NMQ_N01'), segment('NCK', { 1: writeMoment(envelope.at) })]);
}
