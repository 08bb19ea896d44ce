import { vi } from 'vitest';

// As long as every other project's tests may take: a page's first test also loads what the page is made of, and a busy machine is no fault.
vi.setConfig({ testTimeout: 15_000 });
