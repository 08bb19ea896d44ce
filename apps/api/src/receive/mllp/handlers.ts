import { ReportIntake } from '../../exams/report-intake';
import { AdtService } from '../../identity/adt/adt.service';
import type { Acts } from '../../platform/acts/acts';
import type { Settings } from '../../platform/settings/settings';
import type { MessageHandler } from './router';

/** Who takes which messages: one line each. */
export function messageHandlers(acts: Acts, settings: Settings): Readonly<Record<string, MessageHandler>> {
  const adt = new AdtService(acts, settings);
  const reports = new ReportIntake(acts, settings);
  return {
    ADT: (bytes, address) => adt.handle(bytes, address),
    ORU: (bytes, address) => reports.handle(bytes, address),
  };
}
