import canary from './canary.config.ts';

/**
 * The same without the scrubber, neither among the reporters nor at the end: what it leaves is what would have leaked.
 */
export default {
  ...canary,
  globalTeardown: undefined,
  reporter: (canary.reporter as [string][]).filter(([name]) => !name.includes('scrubber')),
};
