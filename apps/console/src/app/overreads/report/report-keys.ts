import type { KeyScope } from '@causeway/console-ui';

interface Acts {
  sign(): void;
  save(): void;
  section(number: number): void;
  next(event: Event, step: 1 | -1): void;
  go(step: number): void;
  claimNext(): void;
  writing(): boolean;
  mayRead(): boolean;
}

/** Keys of the report page. Signing takes two keys and a password. F2 works inside the fields by the form's own hand. */
export function reportKeys(acts: Acts): KeyScope {
  const writes = { when: () => acts.writing() };
  return {
    name: 'Report',
    element: null,
    bindings: [
      { keys: ['Mod+Enter'], does: 'Sign', run: () => acts.sign(), ...writes },
      { keys: ['Mod+s'], does: 'Save the draft', run: () => acts.save(), ...writes },
      ...[1, 2, 3, 4, 5, 6].map((n) => ({ keys: [`Alt+${n}`], does: `To section ${n}`, run: () => acts.section(n), ...writes })),
      { keys: ['F2'], does: 'To the next field', run: (event) => acts.next(event, 1), ...writes },
      { keys: ['['], does: 'The read before in the list', run: () => acts.go(-1) },
      { keys: [']'], does: 'The next read in the list', run: () => acts.go(1) },
      { keys: ['n'], does: 'Claim the next read', run: () => acts.claimNext(), when: () => acts.mayRead() && !acts.writing() },
    ],
  };
}
