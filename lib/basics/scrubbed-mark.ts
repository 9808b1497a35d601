/** What stands where a secret stood, in all that is kept. */
export const SCRUBBED = '<scrubbed>';
