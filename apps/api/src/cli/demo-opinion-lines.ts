import type { Act } from '../platform/acts/act';
import type { DemoDocument } from './demo-document';

/** Lines that take questions from patients are opened once; afterwards they are the administrator's. */
export async function loadOpinionLines(act: Act, document: DemoDocument): Promise<void> {
  for (const line of document.opinionLines ?? []) {
    const rows = await act.query(
      `insert into opinion_line (service_line, version, open, call_number, set_by, by_name) select $1, 1, true, $2, id, name from person where username = $3 on conflict (service_line) do nothing returning service_line`, [line.serviceLine, line.callNumber, line.openedBy]);
    if (rows.length > 0) act.audit({ action: 'opinion.line-saved', object: { kind: 'opinion-line', id: line.serviceLine }, details: { open: true, before: false, callNumber: line.callNumber } });
  }
}
