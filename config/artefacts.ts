/**
 * What Playwright itself keeps of a red test. DOM snapshots bring the network and the WebSocket frames into the trace;
 * the film strip would cost more than they do.
 */
export const artefacts = {
  trace: { mode: 'retain-on-failure-and-retries', snapshots: true, screenshots: false },
  screenshot: 'only-on-failure',
  video: 'off',
} as const;
