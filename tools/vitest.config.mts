import { projectTests } from './vitest/config.mts';

export default projectTests(import.meta.dirname);
