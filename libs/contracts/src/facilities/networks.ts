import type { AgreementStanding, FacilityState } from '@causeway/domain';
import type { networkKinds } from './directory';

/** A network or affinity domain the directory names. Members are counted as far as one may see them. */
export interface NetworkRow {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof networkKinds)[number];
  readonly oid: string | null;
  readonly members: number;
  readonly live: number;
}
export interface NetworkMember {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly state: FacilityState;
  /** Of an agreement on sharing, today. */
  readonly agreement: AgreementStanding;
  readonly agreedUntil: string | null;
  /** In twelve months: exams that came, exams they were sent, requests of ours and of theirs. */
  readonly came: number;
  readonly sent: number;
  readonly asked: number;
  readonly askedUs: number;
  readonly lastExamAt: string | null;
}
export interface NetworkDetail extends Omit<NetworkRow, 'members'> {
  readonly members: readonly NetworkMember[];
  /** Members of the directory one does not work with. */
  readonly others: number;
}
