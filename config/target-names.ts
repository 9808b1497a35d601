/** What the suite can run against: its own embedded stack, or the product somewhere. */
export const targetNames = ['local', 'dev', 'staging', 'production'] as const;

export type TargetName = (typeof targetNames)[number];

/** A target that is the product. */
export type ProductName = Exclude<TargetName, 'local'>;

export const productNames = targetNames.filter((name): name is ProductName => name !== 'local');
