export { describeTransport, type Exercise, type Partner, type TransportHarness } from './describe-transport';
export { FakePartner, type HeldInstance, type InstanceMood } from './fake-partner';
export { fakeTransport, type FakeSettings } from './fake-transport';
export { collect, outgoingInstance, type OutgoingSample } from './samples';
