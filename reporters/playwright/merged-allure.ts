import type { FullConfig } from '@playwright/test/reporter';
import { AllureReporter } from 'allure-playwright';

/**
 * Allure's reporter for parts that are merged: it looks for a project's folders where Playwright has not told of any
 * project yet, and would be counted as broken. Only comparisons of snapshots would need them.
 */
export default class MergedAllure extends AllureReporter {
  override onConfigure(config: FullConfig): void {
    const [project = { outputDir: '', snapshotDir: '' }] = config.projects;
    super.onConfigure({ ...config, projects: [project as FullConfig['projects'][number]] });
  }
}
