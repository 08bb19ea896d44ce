import type { LedgerSeriesView, TransferDetail, TroubledInstance } from '@causeway/contracts';
import { sopClass, transferSyntax } from '@causeway/dicom';
import type { InstanceState } from '@causeway/domain';
import { wholeNumber } from '../exams/whole-number';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { transferView, type TransferList } from './transfer.list';

interface LedgerRow {
  sop_uid: string; state: InstanceState; status: number | null; comment: string | null; proof: string | null; retry: string | null; series_uid: string | null; number: number | null; name: string | null; sop_class: string | null; syntax: string | null; document: boolean;
}

const hex = (status: number | null): string | null => (status === null ? null : `${status.toString(16).toUpperCase().padStart(4, '0')}H`);
const TROUBLE: ReadonlySet<InstanceState> = new Set(['unknown', 'rejected', 'missing']);

/** One movement, image by image: the ledger by series, what is wrong with which image, how the rest was proven, and where else it could go. */
export class TransferDetails {
  constructor(private readonly acts: Acts, private readonly list: TransferList) {}

  async detail(id: string, caller: Caller): Promise<TransferDetail> {
    const row = await this.list.one(id, caller);
    const [rows, otherRoutes] = await Promise.all([
      this.rows(id),
      this.acts.read<{ endpointId: string; label: string; kind: string }>(
        `select id as "endpointId", label, kind from endpoint where facility_id = $1 and id <> $2 and direction in ('out', 'both') and disabled_at is null and kind in ('dimse', 'dicomweb', 'media')
           and $3 <> 'fetch' and ($3 <> 'release' or purpose = (select purpose from endpoint where id = $2)) order by label`, [row.facility_id, row.endpoint_id, row.purpose]),
    ]);
    const proofs = new Map<string, number>();
    for (const r of rows) if (r.state === 'verified' && r.proof) proofs.set(r.proof.split(' ')[0] ?? '', (proofs.get(r.proof.split(' ')[0] ?? '') ?? 0) + 1);
    return {
      ...transferView(row, caller), series: seriesOf(rows), troubled: rows.filter((r) => TROUBLE.has(r.state)).slice(0, 500).map(troubled), proofs: [...proofs].map(([proof, instances]) => ({ proof, instances })), otherRoutes,
    };
  }

  /** The whole ledger as CSV: identifiers, states, statuses and proofs; no patient data. */
  async csv(id: string, caller: Caller): Promise<string> {
    await this.list.one(id, caller);
    const rows = await this.rows(id);
    const cell = (value: string | null): string => (value === null ? '' : /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
    const lines = rows.map((r) => [r.series_uid, r.sop_uid, r.sop_class, r.syntax, r.state, hex(r.status), r.comment, r.proof].map(cell).join(','));
    return ['series,instance,class,syntax,state,status,comment,proof', ...lines, ''].join('\r\n');
  }

  private rows(id: string): Promise<LedgerRow[]> {
    return this.acts.read<LedgerRow>(
      `select r.sop_uid, r.state, r.status, r.comment, r.proof, r.retry, r.document_id is not null as document, coalesce(i.series_uid, r.series_uid) as series_uid, s.number, coalesce(s.head->>'seriesDescription', s.modality) as name, coalesce(i.sop_class, d.sop_class, r.sop_class) as sop_class, coalesce(i.syntax, d.syntax) as syntax
       from transfer_row r left join instance i on i.id = r.instance_id left join series s on s.exam_id = i.exam_id and s.series_uid = i.series_uid left join send_document d on d.id = r.document_id
       where r.transfer_id = $1 order by (r.document_id is not null), s.number nulls last, coalesce(i.series_uid, r.series_uid), ${wholeNumber('i.head', 'instanceNumber')} nulls last, i.id`, [id]);
  }
}

function seriesOf(rows: readonly LedgerRow[]): LedgerSeriesView[] {
  const series = new Map<string | null, { seriesUid: string | null; number: number | null; name: string; states: InstanceState[] }>();
  for (const r of rows) {
    const known = series.get(r.series_uid) ?? { seriesUid: r.series_uid, number: r.number, name: r.document ? 'Reports' : (r.name ?? 'Series'), states: [] };
    known.states.push(r.state);
    series.set(r.series_uid, known);
  }
  return [...series.values()];
}

const troubled = (r: LedgerRow): TroubledInstance => ({
  sopUid: r.sop_uid, state: r.state, sopClass: (r.sop_class ? (sopClass(r.sop_class)?.name ?? r.sop_class) : 'Image'), syntax: r.syntax ? transferSyntax(r.syntax).name : '', status: hex(r.status), comment: r.comment, mayRetry: r.retry !== 'never',
});
