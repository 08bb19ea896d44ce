/**
 * SQL of a whole number among the header values of an instance; null for what is no number. Received headers hold anything: an Integer String
 * (PS3.5 6.2) may be `A7`, and a cast of it would end the whole query.
 */
export const wholeNumber = (head: string, name: string): string => `case when ${head}->>'${name}' ~ '^ *[+-]?[0-9]{1,9} *$' then (${head}->>'${name}')::bigint end`;
