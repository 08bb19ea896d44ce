import { projectTests } from '../../../tools/vitest/config.mts';

// Peers are DICOM software: no database is needed for them.
export default projectTests(import.meta.dirname, { globalSetup: [] });
