// All kinds of study the world can make, by name.
import { films } from './films';
import { head } from './head';
import { magnetic } from './magnetic';
import { others } from './others';
import { trunk } from './trunk';

export const catalogue = { ...head, ...trunk, ...films, ...magnetic, ...others } as const;
export type StudyKind = keyof typeof catalogue;
