import type { ReportView } from '@causeway/contracts';
import { ROOT } from '../dicomweb/http/base-url';
import type { Acts } from '../platform/acts/acts';

interface Row {
  id: string; kind: ReportView['kind']; source: string; author: string | null; status: ReportView['status']; title: string; sections: ReportView['sections']; document_sop: string | null; signed_at: Date | null; received_at: Date;
  study_uid: string; series_uid: string | null;
}

/** Reports of one exam, newest first. A document opens through WADO-RS, under the same abilities as the images. */
export async function reportsOf(acts: Acts, examId: string): Promise<ReportView[]> {
  const rows = await acts.read<Row>(
    `select r.*, e.study_uid, (select i.series_uid from instance i where i.sop_uid = r.document_sop and i.conflict_of is null) as series_uid from report r join exam e on e.id = r.exam_id where r.exam_id = $1
     order by r.kind, coalesce(r.signed_at, r.received_at) desc`, [examId]);
  return rows.map((r) => ({
    id: r.id, kind: r.kind, source: r.source, author: r.author, status: r.status, signedAt: r.signed_at?.toISOString() ?? null, receivedAt: r.received_at.toISOString(), title: r.title, sections: r.sections,
    document: r.document_sop && r.series_uid ? { href: `/${ROOT}/studies/${r.study_uid}/series/${r.series_uid}/instances/${r.document_sop}/rendered?exam=${examId}`, mediaType: 'application/pdf' } : null,
  }));
}
