/** When a waiting clock rings, as SQL; `key` is an expression that gives the key of its job. */
export const dueOf = (key: string): string => `(select j.due_at from job j where j.key = ${key} and j.state = 'waiting')`;
