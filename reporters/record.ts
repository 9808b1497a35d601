import type { Reporter } from '@playwright/test/reporter';
export default class Progress implements Reporter {}
