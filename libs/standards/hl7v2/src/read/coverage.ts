import { type Segment, type Sent } from '../parse/segment';

/** IN1 (HL7 2.5.1 chapter 6.5.6): the insurance that pays first. */
export interface Coverage {
  /** IN1-15, table 0086; every house fills it with codes of its own. */
  readonly planType: Sent<string>;
}

export const readCoverage = (in1: Segment): Coverage => ({ planType: in1.sent(15) });
