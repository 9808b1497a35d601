import { productNames, type ProductName } from '../../config/target-names.ts';
import { products, runSettings, settings, type RunSetting, type Setting } from '../../config/settings.ts';
import { SettingsError, productTarget } from '../../config/targets.ts';
import { code, fenced, table } from './markdown.ts';

/** What holds when the setting is not given; undefined when it must be given. */
function defaultOf(name: ProductName, setting: Setting): string | undefined {
  if (setting.name === 'SIGN_IN') return products[name].ways[0];
  return products[name].defaults[setting.name];
}

function isRequired(name: ProductName, setting: Setting): boolean {
  if (setting.onlyFor) return setting.onlyFor === products[name].ways[0];
  return setting.optional !== true && defaultOf(name, setting) === undefined;
}

const isAllowed = (name: ProductName, { onlyFor }: Setting) => !onlyFor || products[name].ways.includes(onlyFor);
const ways = (name: ProductName) => products[name].ways.map(code).join(', ');

function meaningOf(setting: Setting): string {
  if (setting.name !== 'SIGN_IN') return setting.meaning;
  return `${setting.meaning}: ${productNames.map((name) => `on ${name} ${ways(name)}`).join('; ')}`;
}

/** The table of the README. */
export function settingsTable(): string {
  const rows = settings.map((setting) => {
    const known = productNames.filter((name) => isAllowed(name, setting));
    const needed = known.filter((name) => isRequired(name, setting));
    const defaults = known.flatMap((name) => {
      const value = defaultOf(name, setting);
      return value === undefined ? [] : [`${name}: ${code(value)}`];
    });
    return [code(`<T>_${setting.name}`), meaningOf(setting), needed.join(', '), defaults.join('; ')];
  });
  const ofAnyRun = runSettings.map(({ name, meaning, inFile }) => [
    code(name),
    `${meaning} (any target; ${inFile ? 'environment or `.env`' : 'environment only'})`,
    '',
    '',
  ]);
  return table(['variable', 'meaning', 'needed on', 'default'], [...rows, ...ofAnyRun]);
}

/** The lines that staging needs, without its optional ones. */
function neededLines(name: ProductName): string[] {
  return settings
    .filter((setting) => isRequired(name, setting))
    .map((setting) => `${name.toUpperCase()}_${setting.name}=${setting.samples?.[name] ?? ''}`);
}

/** What `.env.staging` must hold at least. */
export function stagingLines(): string {
  return fenced(neededLines('staging').join('\n'), 'sh');
}

/** What a run says that has no settings of its target. */
export function notConfigured(): string {
  try {
    productTarget('staging', {});
  } catch (error) {
    if (error instanceof SettingsError) return fenced(error.message.replaceAll(/(; |\. )/g, '$1\n'));
    throw error;
  }
  throw new Error('A target without any setting is taken as configured.');
}

function templateOf(name: ProductName): string[] {
  const prefix = name.toUpperCase();
  const lines = settings
    .filter((setting) => isAllowed(name, setting))
    .flatMap((setting) => {
      const active = name === 'staging' && isRequired(name, setting);
      const value = setting.samples?.[name] ?? defaultOf(name, setting) ?? '';
      const ofWays = setting.name === 'SIGN_IN' ? `: ${products[name].ways.join(', ')}` : '';
      return [
        `# ${setting.meaning.replaceAll('`', '')}${ofWays}`,
        `${active ? '' : '# '}${prefix}_${setting.name}=${value}`,
      ];
    });
  const { readOnly } = products[name];
  return ['', `# --- npx playwright test --project=${name}${readOnly ? ' (read-only tests only)' : ''} ---`, ...lines];
}

/** The whole of `.env.example`. */
export function envExample(): string {
  return [
    '# Settings of the product targets: copy the lines that you need to .env.staging, .env.dev or .env.production, or',
    '# export them. The embedded stack (npm run golden, npx playwright test) needs none. Made by npm run docs.',
    ...(['staging', 'dev', 'production'] as const).flatMap(templateOf),
    '',
    '# --- any target: in .env ---',
    ...runSettings.filter(({ inFile }) => inFile).flatMap(({ name, meaning }) => [`# ${meaning}`, `# ${name}=`]),
    '',
  ].join('\n');
}

/** A line of a workflow's `env`: its value is a variable or a secret of the same name. */
function fromGitHub(name: string, secret: boolean): string {
  return `${name}: \${{ ${secret ? 'secrets' : 'vars'}.${name} }}`;
}

const INDENT = '\n          ';

/** The settings of every target that a night can run against on GitHub. */
export function targetEnvironment(): string {
  return (['staging', 'production'] as const)
    .flatMap((name) =>
      settings
        .filter((setting) => isAllowed(name, setting))
        .map((setting) => fromGitHub(`${name.toUpperCase()}_${setting.name}`, setting.secret === true)),
    )
    .join(INDENT);
}

/** The settings of the commands that tell of a night, or send its numbers to dashboards. */
export function tellingEnvironment(to: NonNullable<RunSetting['to']>): string {
  return runSettings.flatMap((one) => (one.to === to ? [fromGitHub(one.name, one.secret === true)] : [])).join(INDENT);
}
