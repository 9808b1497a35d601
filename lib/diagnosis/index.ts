export { brokenRules } from './broken-rules.ts';
export { CATALOGUE } from './catalogue/index.ts';
export { diagnose, type Diagnosis } from './diagnose.ts';
export type { Why } from './whys.ts';
