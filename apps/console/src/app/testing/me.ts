import type { AbilityName, AppRule } from '@causeway/access';
import type { Me } from '@causeway/contracts';

/** A signed-in person who may do what is named, for tests. */
export function meWho(abilities: readonly AbilityName[], more: Partial<Me> = {}): Me {
  return {
    person: { id: 'p1', username: 'ml', name: 'Mara Lindqvist', initials: 'ML', title: 'PACS administrator', roles: ['pa'], facilities: [], serviceLines: [], subspecialties: [] },
    rules: abilities.map((name): AppRule => {
      const [subject = '', action = ''] = name.split('.');
      return { action, subject };
    }),
    site: { name: 'Westbrook', zone: 'America/Chicago' },
    demo: true,
    idleSeconds: 900,
    provider: null,
    passkeysAt: null,
    reauthenticatedUntil: null,
    now: '2026-11-24T16:00:00Z',
    ...more,
  };
}
