export type { Candidate, Confidence } from './finding.ts';
export type { Why } from './whys.ts';
export { CATALOGUE, type Class, type Entry, type Owner } from './catalogue.ts';
export type { Cause } from './cause.ts';
export { diagnose, type Diagnosis } from './diagnose.ts';
