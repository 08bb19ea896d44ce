import { reportDocument, trackingNumber, volumeIdOf, writeDisc, type Disc, type EnclosedDocument } from '@causeway/transport-media';
import type { OutgoingInstance } from '@causeway/transport-kit';
import { nameView } from '../exams/names';
import { wholeNumber } from '../exams/whole-number';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { IMPLEMENTATION } from '../platform/implementation';
import type { Localiser } from '../transfers/localiser';
import { ofDocument, type TransferRow } from '../transfers/outgoing';
import { TERMS_TITLE } from './documents';
import type { SendList } from './send.list';

/** What the transport answers for each image it has put on a disc names the disc. */
const NUMBER = /\bCW\d{6}-[2-9A-Z]{6}\b/;

/** Numbers of the discs a send went out on: one for each exam, as the burner labels them. */
export async function discNumbers(read: Acts['read'], sendId: string): Promise<string[]> {
  const rows = await read<{ comment: string }>(
    `select distinct on (t.id) r.comment from transfer t join transfer_row r on r.transfer_id = t.id join endpoint p on p.id = t.endpoint_id
     where t.send_id = $1 and t.successor_id is null and p.kind = 'media' and r.comment is not null and r.state in ('sent', 'verified') order by t.id, r.sop_uid`, [sendId]);
  return rows.flatMap((r) => NUMBER.exec(r.comment)?.[0] ?? []);
}

interface Burner { from?: string; contact?: string }

/**
 * The disc of a send, made again from the stored bytes: everything that was put on it, all exams together, with each report as a document that opens
 * anywhere. For a house without a burner, and for a recipient whose disc was lost.
 */
export class SendDiscs {
  constructor(private readonly acts: Acts, private readonly list: SendList, private readonly localiser: Localiser) {}

  async open(id: string, format: 'iso' | 'zip', caller: Caller, signal: AbortSignal): Promise<{ readonly disc: Disc; readonly name: string }> {
    const row = await this.list.one(id, caller);
    const exams = await this.acts.read<InboundColumns>('select x.* from send_item i join inbound x on x.id = i.exam_id where i.send_id = $1', [id]);
    for (const exam of exams) caller.require('exam.download', guardedOf(exam), 'exam.list');
    if (row.kind !== 'media') throw new Refusal(409, 'not-a-disc', 'This send goes over a line. Only a send by disc has a disc.');
    if (!['sending', 'delivered', 'accepted', 'expired'].includes(row.state)) throw new Refusal(409, `is-${row.state}`, `There is no disc while the send is ${row.state}.`);
    const [burner] = await this.acts.read<{ settings: Burner; host: string }>('select p.settings, h.name as host from endpoint p cross join lateral (select name from facility where host order by made_at limit 1) h where p.id = $1', [row.endpoint_id]);
    const number = (await discNumbers((sql, p) => this.acts.read(sql, p), id))[0] ?? trackingNumber(row.made_at);
    const disc = await writeDisc(await this.objects(id, row.identity), {
      volumeId: volumeIdOf(number), trackingNumber: number, from: burner?.settings.from ?? burner?.host ?? 'Causeway', ...(burner?.settings.contact ? { contact: burner.settings.contact } : {}), at: row.made_at, implementation: IMPLEMENTATION,
      documents: [...await enclosedReports(this.acts, id), ...await enclosedTerms(this.acts, id)], terms: await attachedTerms(this.acts, id),
    }, signal);
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'send.disc-downloaded', object: { kind: 'send', id }, details: { format, number, bytes: disc.isoBytes } }));
    return { disc, name: `${number}.${format}` };
  }

  private async objects(sendId: string, identity: 'as-received' | 'local'): Promise<OutgoingInstance[]> {
    const rows = await this.acts.read<TransferRow>(
      `select r.transfer_id, r.instance_id, r.sop_uid, r.state, i.sop_class, i.syntax, i.location, i.data_at, i.bytes, e.study_uid
       from transfer t join transfer_row r on r.transfer_id = t.id join instance i on i.id = r.instance_id join exam e on e.id = i.exam_id
       where t.send_id = $1 and t.successor_id is null and r.state <> 'excluded' order by t.id, i.series_uid, ${wholeNumber('i.head', 'instanceNumber')} nulls last, i.id`, [sendId]);
    const images: OutgoingInstance[] = [];
    for (const transferId of new Set(rows.map((r) => r.transfer_id))) {
      const own = rows.filter((r) => r.transfer_id === transferId);
      images.push(...(identity === 'local' ? (await this.localiser.copies(transferId, own)).ready : own.map((r) => this.localiser.asReceived(r))));
    }
    const documents = await this.acts.read<Parameters<typeof ofDocument>[0]>(
      'select d.sop_uid, d.sop_class, d.syntax, d.data_set, e.study_uid from send_document d join exam e on e.id = d.exam_id where d.send_id = $1 order by d.id', [sendId]);
    return [...images, ...documents.map(ofDocument)];
  }
}

/** The reports of a send once more, for people without a DICOM viewer. */
export async function enclosedReports(acts: Acts, sendId: string): Promise<EnclosedDocument[]> {
  const rows = await acts.read<{ title: string; author: string | null; status: string; sections: { heading: string | null; text: string }[]; at: Date; head: Record<string, string | undefined> }>(
    `select r.title, r.author, r.status, r.sections, coalesce(r.signed_at, r.received_at) as at, e.head from send_document d join report r on r.id = d.report_id join exam e on e.id = d.exam_id where d.send_id = $1 order by d.id`, [sendId]);
  return Promise.all(rows.map((r) => reportDocument({
    title: r.title, sections: r.sections,
    about: [
      ['Patient', nameView(r.head['patientName'] ?? '').text], ['Born', r.head['patientBirthDate'] ?? ''], ['Exam', r.head['studyDescription'] ?? ''], ['Exam date', r.head['studyDate'] ?? ''],
      ['Report of', r.at.toISOString().slice(0, 10)], ['Signed by', r.author ? nameView(r.author).text : '']].filter(([, value]) => value !== '') as [string, string][],
  })));
}

/** The terms of each source, each once. */
export const attachedTerms = (acts: Acts, sendId: string): Promise<{ source: string; text: string }[]> => acts.read(
  `select distinct coalesce(f.name, 'the source') as source, i.terms as text from send_item i join exam e on e.id = i.exam_id left join facility f on f.id = e.source_facility_id where i.send_id = $1 and i.terms is not null order by 1, 2`, [sendId]);

/** The same as documents that name the exam, for people without a DICOM viewer. */
export async function enclosedTerms(acts: Acts, sendId: string): Promise<EnclosedDocument[]> {
  const rows = await acts.read<{ source: string; terms: string; head: Record<string, string | undefined> }>(
    `select coalesce(f.name, 'the source') as source, i.terms, e.head from send_item i join exam e on e.id = i.exam_id left join facility f on f.id = e.source_facility_id where i.send_id = $1 and i.terms is not null order by i.exam_id`, [sendId]);
  return Promise.all(rows.map(({ source, terms, head }) => reportDocument({
    title: TERMS_TITLE, sections: [{ heading: `Terms of ${source}`, text: terms }],
    about: ([['Patient', nameView(head['patientName'] ?? '').text], ['Exam', head['studyDescription'] ?? ''], ['Exam date', head['studyDate'] ?? '']] as [string, string][]).filter(([, value]) => value !== ''),
  })));
}
