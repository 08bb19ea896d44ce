import type { MeetingRhythm } from '@causeway/domain';
import { spoken } from '../core/why/decision-words';

export const constituencyWords = { clinical: 'Clinical', it: 'IT', business: 'Business' } as const;
export const rhythmWords: Readonly<Record<MeetingRhythm, string>> = { weekly: 'every week', 'every-two-weeks': 'every two weeks', monthly: 'every month', quarterly: 'every quarter', 'when-needed': 'when needed' };
const SPECIALTIES: Readonly<Record<string, string>> = { emergency: 'emergency medicine', breast: 'breast imaging', trauma: 'trauma surgery', burn: 'burn surgery', chest: 'chest medicine', vascular: 'vascular surgery' };

/** An imaging specialty as people call it. */
export const specialtyWords = (name: string): string => SPECIALTIES[name] ?? spoken(name);
