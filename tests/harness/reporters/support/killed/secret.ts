/** A value that only the run's private folder says is a secret. */
export const SECRET = 'open-sesame-0123456789';
