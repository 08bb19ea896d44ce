import type { WorklistColumn } from '@causeway/console-ui';

/** Columns of the inbox. Narrow lists leave out what the second lines and the exam page say again. */
export const inboundColumns: readonly WorklistColumn[] = [
  { id: 'clock', head: 'Clock', width: '148px', sortable: true },
  { id: 'patient', head: 'Patient', width: 'minmax(150px, 1.3fr)', sortable: true },
  { id: 'exam', head: 'Exam', width: 'minmax(140px, 1fr)', from: 520 },
  { id: 'images', head: 'Images', width: '92px', align: 'end', from: 700 },
  { id: 'source', head: 'From', width: 'minmax(120px, .8fr)', sortable: true, from: 820 },
  { id: 'match', head: 'Match', width: '132px', from: 940 },
  { id: 'state', head: 'State', width: '104px', sortable: true, from: 400 },
  { id: 'holder', head: 'By', width: '36px', from: 620 },
];
