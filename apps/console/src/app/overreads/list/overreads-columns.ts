import type { WorklistColumn } from '@causeway/console-ui';

/** Columns of the worklist. Narrow lists leave out what the preview and the report page say again. */
export const overreadColumns: readonly WorklistColumn[] = [
  { id: 'clock', head: 'Clock', width: '140px', sortable: true },
  { id: 'read', head: 'Read', width: '112px', from: 620 },
  { id: 'patient', head: 'Patient', width: 'minmax(140px, 1.1fr)', sortable: true },
  { id: 'exam', head: 'Exam', width: 'minmax(140px, 1fr)', from: 520 },
  { id: 'question', head: 'Question', width: 'minmax(150px, 1.4fr)', from: 840 },
  { id: 'beside', head: 'Beside it', width: '112px', from: 980 },
  { id: 'why', head: 'Wanted', width: '92px', from: 1080 },
  { id: 'state', head: 'State', width: '132px', sortable: true, from: 400 },
  { id: 'holder', head: 'By', width: '40px', from: 700 },
];
