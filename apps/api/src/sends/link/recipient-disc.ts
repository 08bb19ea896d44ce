import { trackingNumber, volumeIdOf, writeDisc, type Disc } from '@causeway/transport-media';
import type { OutgoingInstance } from '@causeway/transport-kit';
import { counted } from '../../exams/counted';
import { wholeNumber } from '../../exams/whole-number';
import type { Acts } from '../../platform/acts/acts';
import { Refusal } from '../../platform/acts/refusal';
import { IMPLEMENTATION } from '../../platform/implementation';
import { attachedTerms, enclosedReports, enclosedTerms } from '../disc';
import type { Localiser } from '../../transfers/localiser';
import { ofDocument, type TransferRow } from '../../transfers/outgoing';
import type { OpenedSend, Recipients } from './recipient';

/** What a recipient takes: the images as they were received with a DICOMDIR, the reports as structured reports and as documents that open anywhere. */
export class RecipientDiscs {
  constructor(private readonly acts: Acts, private readonly recipients: Recipients, private readonly localiser: Pick<Localiser, 'asReceived'>) {}

  async open(opened: OpenedSend, format: 'iso' | 'zip', address: string, signal: AbortSignal): Promise<{ readonly disc: Disc; readonly name: string }> {
    const [send] = await this.acts.read<{ made_at: Date; host: string; purged: boolean }>(
      `select s.made_at, h.name as host, exists (select 1 from send_item i join inbound x on x.id = i.exam_id where i.send_id = s.id and x.state in ('purged', 'recalling')) as purged from send s cross join lateral (select name from facility where host order by made_at limit 1) h where s.id = $1`, [opened.sendId]);
    if (!send || send.purged) throw new Refusal(410, 'link-revoked', 'What was sent is no longer kept here. Ask whoever sent it.');
    const number = trackingNumber(send.made_at);
    const disc = await writeDisc(await this.objects(opened.sendId), {
      volumeId: volumeIdOf(number), trackingNumber: number, from: send.host, at: send.made_at, implementation: IMPLEMENTATION, documents: [...await enclosedReports(this.acts, opened.sendId), ...await enclosedTerms(this.acts, opened.sendId)],
      terms: await attachedTerms(this.acts, opened.sendId),
    }, signal);
    // written down before the first byte leaves: who takes half of it has taken it
    await this.acts.run(opened.actor, (act) => this.recipients.used(act, opened.row, 'downloaded', format, address));
    return { disc, name: `exams.${format}` };
  }

  private async objects(sendId: string): Promise<OutgoingInstance[]> {
    const rows = await this.acts.read<TransferRow>(
      `select '' as transfer_id, i.id as instance_id, i.sop_uid, 'pending' as state, i.sop_class, i.syntax, i.location, i.data_at, i.bytes, e.study_uid
       from send_item s join exam e on e.id = s.exam_id join instance i on i.exam_id = e.id and i.conflict_of is null and ${counted('i')} where s.send_id = $1
       order by s.exam_id, i.series_uid, ${wholeNumber('i.head', 'instanceNumber')} nulls last, i.id`, [sendId]);
    const documents = await this.acts.read<Parameters<typeof ofDocument>[0]>('select d.sop_uid, d.sop_class, d.syntax, d.data_set, e.study_uid from send_document d join exam e on e.id = d.exam_id where d.send_id = $1 order by d.id', [sendId]);
    return [...rows.map((r) => this.localiser.asReceived(r)), ...documents.map(ofDocument)];
  }
}
