import path from 'node:path';
import type { Settings } from '../../platform/settings/settings';

/** Beside the programs of the api in a build. */
const NAME = 'render.js';

/** The program of the rendering process: the one the settings name, else the one of this build. */
export function renderingProgram(settings: Pick<Settings, 'PICTURE_PROGRAM'>): string {
  return settings.PICTURE_PROGRAM ?? path.join(path.dirname(process.argv[1] ?? ''), NAME);
}
