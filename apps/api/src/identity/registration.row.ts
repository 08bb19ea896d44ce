import type { NameForm, RegistrationMove, RegistrationState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';

/** What was asked to be registered: the demographics as the exam carries them. */
export interface Demographics {
  readonly personName: string;
  readonly names: readonly NameForm[];
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly identifiers: readonly { readonly value: string; readonly issuer: string }[];
  readonly outsideId: { readonly value: string; readonly issuer: string | null } | null;
  readonly phone: string | null;
  readonly address: string | null;
}

export interface RegistrationColumns {
  id: string; version: number; exam_id: string; match_id: string; state: RegistrationState; state_since: Date; demographics: Demographics; patient_id: string | null; owner: string | null;
  reason: string | null; message_id: string | null; made_at: Date;
}

type Request = Omit<MoveRequest<'registration'>, 'machine' | 'move' | 'id'> & { readonly move: RegistrationMove };

export async function lockRegistration(act: Act, id: string): Promise<RegistrationColumns | null> {
  const [row] = await act.query<RegistrationColumns>('select * from registration where id = $1 for no key update', [id]);
  return row ?? null;
}

/** The request of an attempt that still waits for an answer. */
export async function openRegistrationOf(act: Act, matchId: string): Promise<RegistrationColumns | null> {
  const [row] = await act.query<RegistrationColumns>(`select * from registration where match_id = $1 and state in ('asked', 'sent') for no key update`, [matchId]);
  return row ?? null;
}

export const moveRegistration = (act: Act, row: RegistrationColumns, request: Request): Promise<Moved<'registration'>> =>
  move(act, { machine: 'registration', id: row.id, ...request, data: { ...request.data, examId: row.exam_id, matchId: row.match_id } });

export const signalRegistration = (act: Act, row: RegistrationColumns, request: Request): Promise<Moved<'registration'> | null> =>
  signal(act, { machine: 'registration', id: row.id, ...request, data: { ...request.data, examId: row.exam_id, matchId: row.match_id } });
