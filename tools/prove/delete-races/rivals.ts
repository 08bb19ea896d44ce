// What somebody else does while an exam is being purged, each over HTTP as a person would.
import { randomUUID } from 'node:crypto';
import { PASSWORD, type RecordsHouse } from '../retention/house';

export const kinds = ['hold', 'hold-of-patient', 'release', 'send', 'movement', 'claim'] as const;
export type Kind = (typeof kinds)[number];

/** One exam of a round, with what its rival needs ready before the race. */
export interface Racer {
  readonly exam: string;
  readonly kind: Kind;
  readonly patient: string;
  /** A hold to release, or a movement to take up again. */
  readonly ready: { readonly id: string; readonly version: number } | null;
}

export interface Outcome {
  readonly racer: Racer;
  /** The rival's act was answered as done. */
  readonly won: boolean;
  readonly status: number;
  readonly made: string | null;
}

export class Rivals {
  constructor(private readonly house: RecordsHouse, private readonly partner: string, private readonly endpoint: string) {}

  /** What stands before the race: a hold whose release one person asked for, a movement that expired, an exam that can be claimed. */
  async prepare(exam: string, kind: Kind, patient: string): Promise<Racer> {
    if (kind === 'movement') {
      const id = randomUUID();
      await this.house.sql(`insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state) values ($1, $2, 1, 'out', 'release', 'pacs', $3, 'expired')`, [id, exam, this.endpoint]);
      await this.house.sql(`insert into transfer_row (transfer_id, instance_id, sop_uid, state) select $1, id, sop_uid, 'pending' from instance where exam_id = $2`, [id, exam]);
      return { exam, kind, patient, ready: { id, version: 0 } };
    }
    if (kind === 'claim') await this.house.sql(`insert into lease (id, item_kind, item_id, state) values (gen_random_uuid(), 'inbound', $1, 'free')`, [exam]);
    return { exam, kind, patient, ready: null };
  }

  /** For the release: only after the batch was approved, because a held exam cannot be in one. */
  async hold(racer: Racer): Promise<Racer> {
    const made = await this.house.must<{ id: string; version: number }>(this.house.first, 'POST', '/api/v1/holds', this.matter([racer.exam]));
    await this.house.must(this.house.first, 'POST', `/api/v1/holds/${made.id}/ask-release`, { version: made.version, reason: 'The matter is closed' });
    return { ...racer, ready: { id: made.id, version: made.version + 1 } };
  }

  async act(racer: Racer): Promise<Outcome> {
    const { first, second, pacs } = this.house;
    const ask = async (who: typeof first, route: string, body: object): Promise<Outcome> => {
      const answer = await who.ask<{ id?: string } | null>('POST', `/api/v1/${route}`, body);
      return { racer, won: answer.status >= 200 && answer.status < 300, status: answer.status, made: answer.body?.id ?? null };
    };
    switch (racer.kind) {
      case 'hold': return ask(first, 'holds', this.matter([racer.exam]));
      case 'hold-of-patient': return ask(first, 'holds', { ...this.matter([]), scope: 'patient', patientId: racer.patient });
      case 'release': return ask(second, `holds/${racer.ready?.id}/confirm-release`, { version: racer.ready?.version });
      case 'send': return ask(pacs, 'sends', { items: [{ examId: racer.exam, withReports: false }], recipient: { facilityId: this.partner, person: 'Dr. Proof' }, purpose: 'treatment', urgency: 'medium', when: { kind: 'now' }, identity: 'as-received', attested: true });
      case 'movement': return ask(pacs, `transfers/${racer.ready?.id}/retry`, { version: racer.ready?.version });
      case 'claim': return ask(pacs, `inbound/${racer.exam}/claim`, {});
    }
  }

  async typePasswords(): Promise<void> {
    for (const who of [this.house.first, this.house.second, this.house.pacs]) await who.typePassword(PASSWORD);
  }

  private matter(examIds: readonly string[]): object {
    return { matter: 'Race against a purge', custodian: 'Risk office', reason: 'Letter of counsel', examIds };
  }
}
