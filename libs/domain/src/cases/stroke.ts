/** Minutes from last known well within which a treatment of stroke is considered: Powers et al., Guidelines for the Early Management of Patients With Acute Ischemic Stroke, AHA/ASA 2019, 3.5 and 3.7. */
const WINDOWS = [['thrombolysis', 270], ['thrombectomy', 360], ['late-thrombectomy', 1440]] as const;

export interface StrokeWindow {
  readonly id: (typeof WINDOWS)[number][0];
  /** Whole minutes until it is over; zero or less: it is. */
  readonly left: number;
}

/** What is still open so long after the patient was last known well; both instants in milliseconds. */
export const strokeWindows = (knownWell: number, now: number): StrokeWindow[] => WINDOWS.map(([id, minutes]) => ({ id, left: minutes - Math.floor((now - knownWell) / 60_000) }));
