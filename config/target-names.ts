/** What the suite can run against: its own embedded stack, or the product somewhere. */
export const targetNames = ['local', 'dev', 'staging', 'production'] as const;

export type TargetName = (typeof targetNames)[number];
