import type { KeyScope } from '@causeway/console-ui';

interface Acts {
  next(): void;
  act(move: string): void;
  open(): void;
  hasRow(): boolean;
}

/** Keys of the worklist. What gives a read away asks for a reason first, so no key alone does it. */
export function worklistKeys(acts: Acts): KeyScope {
  const onRow = { when: () => acts.hasRow() };
  return {
    name: 'Over-reads',
    element: null,
    bindings: [
      { keys: ['n'], does: 'Claim the next read', run: () => acts.next() },
      { keys: ['c'], does: 'Claim this read', run: () => acts.act('claim'), ...onRow },
      { keys: ['e'], does: 'Release my claim', run: () => acts.act('release'), ...onRow },
      { keys: ['o'], does: 'Open this read', run: () => acts.open(), ...onRow },
    ],
  };
}
