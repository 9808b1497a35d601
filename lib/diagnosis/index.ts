export { CATALOGUE } from './catalogue.ts';
export { diagnose, type Diagnosis } from './diagnose.ts';
export type { Why } from './whys.ts';
