import { projectTests } from '../../../tools/vitest/config.mts';

export default projectTests(import.meta.dirname);
