// What the journeys use of the demonstration: its world, and its partners as senders.
export { type KeptOrder, type KeptReport } from './processes/ris';
export { Pace } from './processes/partner/pace';
export { reportMessage, sendReport } from './processes/partner/reports';
export { sendExam } from './processes/partner/sender';
export { thinned } from './processes/partner/thinned';
export { drawn } from './processes/render/renderer';
export { type DemoExam, type LocalPatient, plannedObjects, world, type World } from './world/index';
