import path from 'node:path';
import type { Settings } from '../platform/settings/settings';

/** Names below the data folder are made of ids only: nothing of an upload or a disc ever names a file of ours. */
type Place = Pick<Settings, 'DATA_DIR'>;

export const uploadDir = (settings: Place): string => path.join(settings.DATA_DIR, 'uploads');
export const uploadFile = (settings: Place, id: string): string => path.join(uploadDir(settings), id);
export const documentDir = (settings: Place, id: string): string => path.join(settings.DATA_DIR, 'documents', id);
export const documentFile = (settings: Place, id: string, n: number): string => path.join(documentDir(settings, id), String(n));
export const spoolDir = (settings: Place): string => path.join(settings.DATA_DIR, 'uploads', 'spool');
