import { onCi } from './environment.ts';

/** Whether a window can be opened here. */
export const canShowWindow =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);

/** Whether there is a display on which a person could see a window. */
export const hasDisplay = !onCi && canShowWindow;
