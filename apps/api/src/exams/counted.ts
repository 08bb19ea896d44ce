/** That an instance is counted to its exam, as a condition on `instance` under this name. It is a moment after it came; until then only whoever counts it looks at it. */
export const counted = (i: string): string => `not exists (select from uncounted_instance u where u.exam_id = ${i}.exam_id and u.instance_id = ${i}.id)`;
/** How many instances of one exam are not counted; `$1` is the exam. */
export const UNCOUNTED_OF_EXAM = 'select count(*)::int as n from uncounted_instance where exam_id = $1';
