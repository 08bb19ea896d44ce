import type { ToldPatient } from '@causeway/contracts';
import type { DiscReport, DocumentType, ObjectOutcome } from '@causeway/transport-media';
import { DateTime } from 'luxon';
import type { PixelSize } from '../dicomweb/render/recipe';
import { RenderingProcess } from '../dicomweb/render/rendering-process';
import { renderingProgram } from '../dicomweb/render/rendering-program';
import type { Settings } from '../platform/settings/settings';
import type { ParcelColumns } from './parcel.row';
import { asItIs, photographObject } from './photograph';

type Take = (bytes: AsyncIterable<Buffer>) => Promise<ObjectOutcome>;

/** Pictures of a parcel of photographs, made images of one exam on their way in. What came is kept as a document of the parcel, byte by byte. */
export class Photographs {
  private readonly outcomes: { readonly path: string; readonly outcome: ObjectOutcome | { readonly kind: 'unread'; readonly reason: string } }[] = [];
  private decoder: RenderingProcess | null = null;

  constructor(private readonly settings: Pick<Settings, 'PICTURE_PROGRAM' | 'SITE_ZONE'>, private readonly row: ParcelColumns, private readonly subject: ToldPatient | null) {}

  async take(path: string, type: DocumentType, bytes: Buffer, n: number, take: Take): Promise<void> {
    if (this.row.form !== 'photographs' || !this.row.link_id || !this.subject) return;
    if (type !== 'image/jpeg' && type !== 'image/png') return void this.outcomes.push({ path, outcome: { kind: 'unread', reason: 'unsupported' } });
    const kept = asItIs(bytes);
    const decoded = await this.decoded(bytes, kept === null);
    if (typeof decoded === 'string') return void this.outcomes.push({ path, outcome: { kind: 'unread', reason: decoded } });
    const day = DateTime.fromJSDate(this.row.made_at, { zone: this.settings.SITE_ZONE });
    const { file } = photographObject(bytes, {
      linkId: this.row.link_id, parcelId: this.row.id, n, date: day.toFormat('yyyyMMdd'), time: day.toFormat('HHmmss'), subject: this.subject, about: this.row.about,
    }, kept ?? decoded);
    this.outcomes.push({ path, outcome: await take(once(file)) });
  }

  close(): void {
    this.decoder?.kill();
  }

  /** The report with what became of the pictures: each is an image of an exam, or a file that could not be taken. */
  counted(report: DiscReport): DiscReport {
    if (this.outcomes.length === 0) return report;
    const of = (kind: string): number => this.outcomes.filter((o) => o.outcome.kind === kind).length;
    const exams = new Map(report.exams.map((e) => [e.examId, e.instances]));
    for (const { outcome } of this.outcomes) if ('examId' in outcome) exams.set(outcome.examId, (exams.get(outcome.examId) ?? 0) + 1);
    const { objects } = report;
    return {
      ...report, exams: [...exams].map(([examId, instances]) => ({ examId, instances })),
      objects: { taken: objects.taken + of('taken'), already: objects.already + of('already'), conflicts: objects.conflicts + of('conflict'), aside: objects.aside + of('aside'), refused: objects.refused + of('refused'), unread: objects.unread + of('unread') },
      notTaken: [...report.notTaken, ...this.outcomes.flatMap(({ path, outcome }) => ('reason' in outcome ? [{ path, reason: outcome.reason, as: outcome.kind }] : []))],
    };
  }

  /** Every picture is decoded whole by the process that may die, also one whose bytes are kept: what nobody can look at is said to whoever brought it. */
  private async decoded(bytes: Buffer, pixels: boolean): Promise<{ readonly size: PixelSize; readonly pixels: Buffer } | string> {
    if (!this.decoder || this.decoder.ended) this.decoder = new RenderingProcess(renderingProgram(this.settings));
    const answer = await this.decoder.render({ photograph: pixels ? 'pixels' : 'check' }, bytes);
    if (!answer.ok) return answer.failure;
    return answer.size ? { size: answer.size, pixels: answer.image } : 'undecodable';
  }
}

async function* once(file: Buffer): AsyncGenerator<Buffer> {
  yield file;
}
