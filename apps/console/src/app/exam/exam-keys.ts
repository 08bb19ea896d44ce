import type { KeyScope } from '@causeway/console-ui';

export interface KeyedExam {
  series(place: number): void;
  step(by: 1 | -1): void;
  back(): void;
  release(): void;
  mayRelease(): boolean;
}

/** Keys of the exam page. Release has two keys at once, and still shows what it will do. */
export function examKeys(exam: KeyedExam): KeyScope {
  return {
    name: 'Exam',
    element: null,
    bindings: [
      { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'Series by its place', run: (event) => exam.series(Number(event.key)) },
      { keys: ['['], does: 'Previous exam of the list', run: () => exam.step(-1) },
      { keys: [']'], does: 'Next exam of the list', run: () => exam.step(1) },
      { keys: ['Mod+Enter'], does: 'Check and release', when: () => exam.mayRelease(), run: () => exam.release() },
      { keys: ['Escape'], does: 'Back to the list', run: () => exam.back() },
    ],
  };
}
