import { canShowWindow } from '../config/display.ts';
import { Refusal } from './refusal.mjs';

/** Options with which a browser, or Playwright, opens a window. */
const WINDOWS = ['headed', 'debug', 'ui', 'step'];

/**
 * Makes sure that a window can be opened where a command is to open one.
 * @param options of the command by name, and all else that it was given
 * @param canShow whether a window can be opened here
 * @throws Refusal with what to do where there is no display
 */
export function checkDisplay(
  options: Readonly<Record<string, unknown>>,
  rest: readonly string[],
  canShow = canShowWindow,
): void {
  const option = WINDOWS.find((name) => options[name] === true || (name !== 'ui' && rest.includes(`--${name}`)));
  if (option === undefined || canShow) return;
  throw new Refusal(
    `--${option} opens a window, and this machine has no display (DISPLAY is not set): ` +
      'leave it out, or put "xvfb-run" before the command.',
    2,
  );
}
