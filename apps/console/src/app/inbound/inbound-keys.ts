import type { KeyScope } from '@causeway/console-ui';

interface Acts {
  next(): void;
  act(move: string): void;
  match(): void;
  check(): void;
  hasRow(): boolean;
}

/** Keys of the inbox. What cannot be taken back asks for a reason first, so no key alone does it. */
export function inboxKeys(acts: Acts): KeyScope {
  const onRow = { when: () => acts.hasRow() };
  return {
    name: 'Inbox',
    element: null,
    bindings: [
      { keys: ['n'], does: 'Claim the next exam', run: () => acts.next() },
      { keys: ['c'], does: 'Claim this exam', run: () => acts.act('claim'), ...onRow },
      { keys: ['e'], does: 'Release my claim', run: () => acts.act('release-claim'), ...onRow },
      { keys: ['m'], does: 'Match the patient', run: () => acts.match(), ...onRow },
      { keys: ['q'], does: 'Quality check', run: () => acts.check(), ...onRow },
      { keys: ['s'], does: 'Set aside', run: () => acts.act('park'), ...onRow },
    ],
  };
}
