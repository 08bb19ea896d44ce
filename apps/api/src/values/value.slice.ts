import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import type { Slice } from '../platform/slice';
import { Rates } from './rates';
import { repeatJobKinds, RepeatJobs, repeatReactions } from './repeats';
import { ValueReports } from './report';
import { ValueRows } from './rows';
import { ValuesController } from './values.controller';

export const valueSlice: Slice = {
  name: 'values',
  controllers: [ValuesController],
  providers: (settings) => [
    { provide: Rates, useFactory: (acts: Acts) => new Rates(acts), inject: [Acts] },
    { provide: ValueReports, useFactory: (acts: Acts, rates: Rates) => new ValueReports(acts, settings, rates), inject: [Acts, Rates] },
    { provide: ValueRows, useFactory: (acts: Acts) => new ValueRows(acts, settings), inject: [Acts] },
  ],
  jobKinds: repeatJobKinds,
  reactions: repeatReactions,
  handlers: ({ acts, settings, log }) => [new RepeatJobs(acts, settings, installedTransports, log)],
};
