import type { PolicyKind } from '../policy-text';
import { matchTemplates } from './match';
import { notificationTemplates } from './notification';
import { overreadTemplates } from './overread';
import { redisclosureTemplates } from './redisclosure';
import { releaseTemplates } from './release';
import { responsibilityTemplates } from './responsibility';
import { retentionTemplates } from './retention';
import { triageTemplates } from './triage';
import type { PolicyTemplate } from './template';

/** Templates of each kind, as the specification has them. */
export const policyTemplates: { readonly [K in PolicyKind]: readonly PolicyTemplate<K>[] } = {
  match: matchTemplates,
  triage: triageTemplates,
  release: releaseTemplates,
  overread: overreadTemplates,
  retention: retentionTemplates,
  redisclosure: redisclosureTemplates,
  responsibility: responsibilityTemplates,
  notification: notificationTemplates,
};
