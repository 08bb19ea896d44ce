import { takeAppointment } from '../../appointments/intake';
import { ReportIntake } from '../../exams/report-intake';
import { AdtService } from '../../identity/adt/adt.service';
import { MessageIntake } from '../../messages/intake';
import type { Acts } from '../../platform/acts/acts';
import type { Settings } from '../../platform/settings/settings';
import { takeOrder } from '../../requests/intake';
import type { MessageHandler } from './router';

/** Who takes which messages: one line each. */
export function messageHandlers(acts: Acts, settings: Settings): Readonly<Record<string, MessageHandler>> {
  const adt = new AdtService(acts, settings);
  const reports = new ReportIntake(acts, settings);
  const appointments = new MessageIntake(acts, settings, { purposes: ['appointments'], word: 'appointment', take: (act, message, from) => takeAppointment(act, message, from, settings) });
  const requests = new MessageIntake(acts, settings, { purposes: ['requests'], word: 'request', take: (act, message, from) => takeOrder(act, message, from, settings) });
  return {
    ADT: (bytes, address) => adt.handle(bytes, address),
    SIU: (bytes, address) => appointments.handle(bytes, address),
    ORM: (bytes, address) => requests.handle(bytes, address),
    ORU: (bytes, address) => reports.handle(bytes, address),
  };
}
