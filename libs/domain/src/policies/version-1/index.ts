import type { PolicyKind, PolicyText } from '../policy-text';
import { matchVersion1 } from './match';
import { notificationVersion1 } from './notification';
import { overreadVersion1 } from './overread';
import { redisclosureVersion1 } from './redisclosure';
import { releaseVersion1 } from './release';
import { responsibilityVersion1 } from './responsibility';
import { retentionVersion1 } from './retention';
import { triageVersion1 } from './triage';

/** Version 1 of each kind: what is in force until a committee adopts something else. */
export const version1: { readonly [K in PolicyKind]: PolicyText<K> } = {
  match: matchVersion1,
  triage: triageVersion1,
  release: releaseVersion1,
  overread: overreadVersion1,
  retention: retentionVersion1,
  redisclosure: redisclosureVersion1,
  responsibility: responsibilityVersion1,
  notification: notificationVersion1,
};
